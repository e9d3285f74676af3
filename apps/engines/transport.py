"""One request to a paid engine, once, on a connection of its own.

Two questions decide who pays for a call that went wrong: did a byte of the request leave, and did the answer arrive in
full. An HTTP client answers the first by the type of its exception, which is an inference; here the socket itself
remembers it. Hence httpx words the request, httpcore speaks HTTP/1.1, and the bytes pass through `_Wire`.
"""

import contextlib
import functools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import httpcore
import httpx

from apps.engines.errors import EngineError, NotSent, OutcomeUnknown

CONNECT_SECONDS = 5.0
"""Looking for a working address, connecting and the TLS handshake together. A healthy vendor needs well under one
second; five tolerate two lost packets, and giving up here costs nothing because nothing was sent."""

MAX_BODY_BYTES = 20 * 1024 * 1024
"""The largest answer taken. A 1 megapixel PNG has at most 4 MB; five times that is no picture we asked for."""

UNPACKING_SECONDS = 0.5
"""How long after the deadline what came in time is still read and put together: a picture that is here is not lost, and
neither is a refusal that came while the request was still being sent."""

MAX_HEAD_BYTES = 128 * 1024
"""The longest head taken, interim answers included; the HTTP parser has a bound of its own for each single one."""

MAX_RESOLVERS = 16
"""How many names may be looked up at once. A healthy name server answers in milliseconds, and a silent one must not be
asked by ever more threads."""

_resolvers = threading.BoundedSemaphore(MAX_RESOLVERS)
_reading_authorities = threading.Lock()
_IGNORE_CUT = getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)  # older OpenSSL knows no such option and always reports a cut
_PORTS = {"http": 80, "https": 443}

_Place = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, _Place]
Resolve = Callable[[str, int], Sequence[_Address]]


def _resolve(host: str, port: int) -> Sequence[_Address]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer received in full. Header names are lower case; a repeated header keeps its last value.

    A body without a promised length ends where the server closed the connection in an orderly way; whether it was
    the whole picture is then for the decoder to say.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """Return the media type alone, lower case, without parameters; empty when the server named none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def call_once(
    request: httpx.Request,
    *,
    deadline: float,
    tls: ssl.SSLContext | None = None,
    resolve: Resolve = _resolve,
) -> Answer:
    """Send `request` once and return the answer, whatever its status.

    `deadline` is a `time.monotonic()` value; resolving, connecting, sending and receiving together end there, however
    slowly bytes trickle, and no request ever begins after it. No redirect is followed, nothing is repeated, no proxy or
    other setting is taken from the environment. `tls` replaces the usual certificate authorities, `resolve` the system's
    resolver.

    Raises NotSent when not one byte of the request was handed to the network, and OutcomeUnknown for everything that
    goes wrong later: a reset, a timeout, an answer that is not HTTP, too long, or not of the promised length.
    """
    # No request without a known way to send it: provably nothing left.
    if request.url.scheme not in _PORTS or not request.url.host:
        raise NotSent(f"{request.url.scheme}://{request.url.host} is not an address of an engine")
    line = _Line(deadline, resolve=resolve)
    try:
        return _exchange(request, line=line, tls=tls)
    except EngineError:
        raise
    except Exception as error:
        # Whatever broke, and however a library words it: only the wire knows whether a byte may have left.
        outcome = OutcomeUnknown if line.sending else NotSent
        raise outcome(f"{type(error).__name__}: {error}") from error


def _exchange(request: httpx.Request, *, line: "_Line", tls: ssl.SSLContext | None) -> Answer:
    url = httpcore.URL(
        scheme=request.url.raw_scheme,
        host=request.url.raw_host,
        port=request.url.port or _PORTS[request.url.scheme],
        target=request.url.raw_path,
    )
    connection = httpcore.HTTPConnection(
        origin=url.origin,
        # Reading the certificate authorities takes about 20 ms, so it is done once, and not at all for plain HTTP.
        ssl_context=(tls or _certificate_authorities()) if request.url.scheme == "https" else None,
        network_backend=line,
        retries=0,
        http1=True,
        http2=False,
    )
    content = request.read()
    # `identity`: a compressed answer could grow past any bound, and pictures are compressed already.
    headers = [*request.headers.raw, (b"accept-encoding", b"identity"), (b"connection", b"close")]
    with contextlib.closing(connection):
        response = connection.handle_request(
            httpcore.Request(method=request.method, url=url, headers=headers, content=content)
        )
        named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        body = _read_bounded(response, promised=named.get("content-length", "0"), deadline=line.deadline)
        answer = Answer(status=response.status, headers=named, body=body)
        line.refuse_surplus(answer)
    if answer.headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
        raise OutcomeUnknown("the answer is compressed although that was not asked for", http_status=answer.status)
    return answer


def _read_bounded(response: httpcore.Response, *, promised: str, deadline: float) -> bytes:
    if int(promised) > MAX_BODY_BYTES:
        raise OutcomeUnknown(f"the answer promises {promised} bytes", http_status=response.status)
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise OutcomeUnknown(f"the answer is longer than {MAX_BODY_BYTES} bytes", http_status=response.status)
        # The wire looks at the clock when it reads, and one reading may bring ten thousand chunks of a byte each.
        if time.monotonic() > deadline + UNPACKING_SECONDS:
            raise OutcomeUnknown("the deadline passed before the answer was complete", http_status=response.status)
    return bytes(body)


def _certificate_authorities() -> ssl.SSLContext:
    # One at a time: thirty threads that begin together would each read them, and their calls be late by a second.
    with _reading_authorities:
        return _read_certificate_authorities()


@functools.cache
def _read_certificate_authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _in_time(resolve: Callable[[], Sequence[_Address]], *, until: float) -> Sequence[_Address]:
    """Return the resolver's answer, or NotSent when it takes too long.

    It cannot be hurried: with a name server that is silent it keeps its caller for half a minute. So it works on a
    thread of its own, which is left behind; whatever it still finds out is not used any more.
    """
    found: Future[Sequence[_Address]] = Future()

    def look() -> None:
        try:
            found.set_result(resolve())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            found.set_exception(error)
        finally:
            _resolvers.release()

    if not _resolvers.acquire(timeout=max(until - time.monotonic(), 0)):
        raise NotSent("the name was not resolved in time: too many others are waited for")
    threading.Thread(target=look, name="resolver", daemon=True).start()
    try:
        return found.result(timeout=max(until - time.monotonic(), 0))
    except TimeoutError as error:
        raise NotSent("the name was not resolved in time") from error


class _Line(httpcore.NetworkBackend):
    """Opens the one connection of one call, and answers for it afterwards."""

    def __init__(self, deadline: float, *, resolve: Resolve) -> None:
        self.deadline = deadline
        self._resolve = resolve
        self._wire: _Wire | None = None

    @property
    def sending(self) -> bool:
        """Return whether the first byte of the request may have left this machine."""
        return self._wire is not None and self._wire.sending

    def refuse_surplus(self, answer: Answer) -> None:
        if self._wire is not None:
            self._wire.refuse_surplus(answer)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        # Connecting has a share of the call's time, so that a dead address leaves enough for the call.
        connect_by = min(self.deadline, time.monotonic() + CONNECT_SECONDS)
        addresses = _in_time(functools.partial(self._resolve, host, port), until=connect_by)
        failure: OSError = TimeoutError("the deadline passed, or no address answered in time")
        # Address after address. Nothing was sent as long as none is connected, so another one may be tried.
        for family, kind, protocol, _name, address in addresses:
            seconds = connect_by - time.monotonic()
            if seconds <= 0:
                break
            connected = socket.socket(family, kind, protocol)
            try:
                connected.settimeout(seconds)
                connected.connect(address)
                # A request is two writes, head and body; without this the second waits for the first's receipt.
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                connected.close()
                failure = error
            else:
                self._wire = _Wire(connected, deadline=self.deadline, connect_by=connect_by)
                return self._wire
        raise NotSent(f"could not connect to {host}:{port}: {failure}") from failure


class _Wire(httpcore.NetworkStream):
    """A socket on which every operation ends at the deadline, and which remembers what passed through it."""

    def __init__(self, connected: socket.socket, *, deadline: float, connect_by: float) -> None:
        self._socket = connected
        self._deadline = deadline
        self._connect_by = connect_by
        self._received_bytes = 0
        self._head: bytearray | None = bytearray()
        self._head_bytes = 0
        self.sending = False

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            self._socket.settimeout(max(self._connect_by - time.monotonic(), 0.001))
            # A connection cut in the middle of a body must not pass for its end: neither to Python nor, where an
            # older one asks for that, to OpenSSL.
            ssl_context.options &= ~_IGNORE_CUT
            self._socket = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, suppress_ragged_eofs=False
            )
        except OSError as error:
            self.close()
            raise NotSent(f"no TLS connection: {error}") from error
        return self

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        remaining = memoryview(buffer)
        while remaining:
            seconds = self._deadline - time.monotonic()
            if seconds <= 0 and not self.sending:
                raise NotSent("the deadline passed before the request was sent")
            if seconds <= 0:
                raise httpcore.WriteError("the deadline passed while the request was being sent")
            # Set before the call: when `send` fails nobody can tell how much of the buffer had gone.
            self.sending = True
            try:
                self._socket.settimeout(seconds)
                remaining = remaining[self._socket.send(remaining) :]
            except OSError as error:
                # httpcore then still looks for an answer: a server that refuses a request may stop listening first.
                raise httpcore.WriteError(str(error)) from error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = self._deadline - time.monotonic()
        if seconds < -UNPACKING_SECONDS:
            raise OutcomeUnknown("the deadline passed before the answer was complete")
        try:
            # After the deadline nothing is waited for: only what is here already is taken.
            self._socket.settimeout(max(seconds, 0))
            chunk = self._socket.recv(max_bytes)
        except (TimeoutError, BlockingIOError, ssl.SSLWantReadError) as error:
            raise OutcomeUnknown("the deadline passed before the answer was complete") from error
        except OSError as error:
            raise OutcomeUnknown(f"the connection broke before the answer was complete: {error}") from error
        self._received_bytes += len(chunk)
        self._measure_head(chunk)
        return chunk

    def refuse_surplus(self, answer: Answer) -> None:
        """Raise OutcomeUnknown when more bytes arrived than the answer's content-length promised.

        A second answer behind the first, or a length that is wrong, means that this picture may not be ours.
        """
        promised = answer.headers.get("content-length")
        if promised is None or self._head is not None or "transfer-encoding" in answer.headers:
            return
        if self._received_bytes > self._head_bytes + int(promised) or self._more_is_waiting():
            raise OutcomeUnknown("the answer is longer than it promised", http_status=answer.status)

    def close(self) -> None:
        self._socket.close()

    def get_extra_info(self, info: str) -> object:
        return self._socket if info == "socket" else None

    def _measure_head(self, chunk: bytes) -> None:
        if self._head is None:
            return
        if self._head_bytes + len(self._head) > MAX_HEAD_BYTES:
            raise OutcomeUnknown(f"the head of the answer is longer than {MAX_HEAD_BYTES} bytes")
        self._head += chunk
        while (end := self._head.find(b"\r\n\r\n")) >= 0:
            interim = self._head.split(b" ", 2)[1].startswith(b"1")
            self._head_bytes += end + 4
            del self._head[: end + 4]
            if not interim:
                self._head = None
                return

    def _more_is_waiting(self) -> bool:
        self._socket.settimeout(0)
        try:
            return bool(self._socket.recv(1))
        except OSError:
            return False
