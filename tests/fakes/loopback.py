"""A small HTTP/1.1 server on the loopback address that can misbehave on purpose and remembers everything.

Written on asyncio streams, because a fake must put exact bytes on the wire (half a body, one byte a second, a reset) and
must hold a hundred requests at once without a hundred threads competing for the interpreter.
"""

import asyncio
import contextlib
import dataclasses
import hashlib
import json
import socket
import struct
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any, Self

MAX_HEAD_BYTES = 64 * 1024
MAX_REQUEST_BYTES = 64 * 1024 * 1024

REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Payload Too Large",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}

MANNERS = frozenset({"plain", "drip", "drip_head", "silence", "reset", "reset_midway", "half", "surplus"})
"""How an answer is put on the wire. Each is also the name of a behaviour."""


@dataclasses.dataclass(frozen=True, slots=True)
class Behaviour:
    """What happens to one request. `kind` is one of the server's `kinds`; what is None stays as it usually is.

    `seconds` is the painting time, `charge` overrides whether the picture is paid for, `drip_seconds` is the pause between
    two bytes of a drip, `width` and `height` are the size of the returned picture.
    """

    kind: str = "ok"
    seconds: float | None = None
    charge: bool | None = None
    retry_after: int | str | None = None
    drip_seconds: float = 1.0
    width: int | None = None
    height: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Arrival:
    """A request received in full; header names are lower case."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    manner: str = "plain"
    drip_seconds: float = 1.0


def json_reply(status: int, document: Any, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json", **named}, json.dumps(document).encode())


class LoopbackServer:
    """Serves on 127.0.0.1 from a thread of its own between `__enter__` and `__exit__`, or for ever in `serve_forever`.

    Subclasses answer in `respond` and call `record` for what they want to be remembered. `/_fake/log`, `/_fake/state`,
    `/_fake/behaviour` and `/_fake/reset` control a server that is a process of its own.
    """

    kinds: frozenset[str] = frozenset({"ok"})

    def __init__(self, *, port: int = 0, log_path: Path | None = None) -> None:
        self.port = port
        self._log_path = log_path
        self._log_file = log_path.open("a", encoding="utf-8") if log_path else None
        self._lock = threading.Lock()
        self._events: list[dict[str, Any]] = []
        self._queue: deque[Behaviour] = deque()
        self._rules: list[tuple[str, Behaviour]] = []
        self._count = 0
        self._forgotten_count = 0
        self._in_flight = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._failure: BaseException | None = None

    # What a test or a control request may do -------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self, kind: str, *, times: int = 1, **settings: Any) -> None:
        """The next `times` requests that no rule claims behave like this, after those already queued."""
        behaviour = self._behaviour(kind, settings)
        with self._lock:
            self._queue.extend([behaviour] * times)

    def when_prompt_contains(self, text: str, kind: str, **settings: Any) -> None:
        """Every request whose prompt contains `text` behaves like this until the next `forget`."""
        behaviour = self._behaviour(kind, settings)
        with self._lock:
            self._rules.append((text, behaviour))

    def forget(self) -> None:
        """Empty the log, the queue and the rules. The log file keeps what it has and gets a line that says so.

        What still happens to requests that arrived before goes to the file alone.
        """
        self.record("reset")
        with self._lock:
            self._forgotten_count = self._count
            self._events.clear()
            self._queue.clear()
            self._rules.clear()

    def log(self, event: str | None = None) -> list[dict[str, Any]]:
        """A copy of everything remembered, or of the events of one name."""
        with self._lock:
            return [dict(entry) for entry in self._events if event in {None, entry["event"]}]

    def state(self) -> dict[str, Any]:
        with self._lock:
            return {"requests": self._count, "in_flight": self._in_flight, "queued": len(self._queue)}

    # What a subclass does --------------------------------------------------------------------------------------------

    async def respond(self, arrival: Arrival) -> Reply:
        raise NotImplementedError

    def record(self, event: str, **facts: Any) -> None:
        entry = {"event": event, "monotonic": time.monotonic(), "wall": time.time(), **facts}
        with self._lock:
            if facts.get("number", 0) > self._forgotten_count:
                self._events.append(entry)
            if self._log_file and not self._log_file.closed:
                # Flushed line by line: a checker in another process reads while a storm kills processes.
                self._log_file.write(json.dumps(entry) + "\n")
                self._log_file.flush()

    def take_behaviour(self, prompt: str, *, otherwise: Behaviour | None = None) -> Behaviour:
        with self._lock:
            for text, behaviour in self._rules:
                if text in prompt:
                    return behaviour
            return self._queue.popleft() if self._queue else otherwise or Behaviour()

    # Running ---------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run_thread, name=type(self).__name__, daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()
        self.close()

    def serve_forever(self) -> None:
        """Serve in this thread until it is interrupted; prints the address when ready."""
        threading.Thread(
            target=lambda: (self._ready.wait(), print(f"ready {self.url}", flush=True)), daemon=True
        ).start()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._serve())
        self.close()

    def close(self) -> None:
        if self._log_file:
            self._log_file.close()

    def _run_thread(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(self._converse(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", self.port, limit=1024 * 1024, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # The wire --------------------------------------------------------------------------------------------------------

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (arrival := await self._receive(reader, writer)) is not None:
                reply = await self._answer_to(arrival)
                delivered = True
                try:
                    await _put_on_the_wire(reply, reader=reader, writer=writer)
                except OSError:
                    delivered = False
                if not arrival.path.startswith("/_fake/"):
                    with self._lock:
                        self._in_flight -= 1
                    self.record(
                        "answered",
                        number=arrival.number,
                        status=reply.status,
                        manner=reply.manner,
                        length=len(reply.body),
                        delivered=delivered,
                    )
                if not delivered or reply.manner != "plain" or arrival.headers.get("connection", "").lower() == "close":
                    return
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Arrival | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        lines = head[:-4].decode("latin-1").split("\r\n")
        method, path, _version = lines[0].split(" ", 2)
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, _colon, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        if headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        length = int(headers.get("content-length", "0"))
        if length > MAX_REQUEST_BYTES or "transfer-encoding" in headers:
            return None
        body = await reader.readexactly(length)
        number = 0
        if not path.startswith("/_fake/"):
            with self._lock:
                self._count += 1
                self._in_flight += 1
                number = self._count
        return Arrival(number=number, method=method, path=path, headers=headers, body=body)

    async def _answer_to(self, arrival: Arrival) -> Reply:
        if arrival.path.startswith("/_fake/"):
            return self._control(arrival)
        try:
            return await self.respond(arrival)
        except Exception as error:
            # A defect of the fake must be loud and must not look like a fault of the vendor.
            self.record("defect", number=arrival.number, error=repr(error))
            return Reply(500, {"content-type": "text/plain"}, f"defect in the fake: {error!r}".encode())

    def _control(self, arrival: Arrival) -> Reply:
        path = arrival.path.partition("?")[0]
        if (arrival.method, path) == ("GET", "/_fake/log"):
            return json_reply(200, self.log())
        if (arrival.method, path) == ("GET", "/_fake/state"):
            return json_reply(200, self.state())
        if (arrival.method, path) == ("POST", "/_fake/reset"):
            self.forget()
            return json_reply(200, {})
        if (arrival.method, path) == ("POST", "/_fake/behaviour"):
            try:
                wishes = json.loads(arrival.body)
                for wish in wishes if isinstance(wishes, list) else [wishes]:
                    text = wish.pop("prompt_contains", None)
                    if text is None:
                        self.next(**wish)
                    else:
                        self.when_prompt_contains(text, **wish)
            except (TypeError, ValueError) as error:
                return json_reply(400, {"error": str(error)})
            return json_reply(200, self.state())
        return json_reply(404, {"error": "no such control"})

    def _behaviour(self, kind: str, settings: dict[str, Any]) -> Behaviour:
        if kind not in self.kinds:
            raise ValueError(f"{kind!r} is none of {', '.join(sorted(self.kinds))}")
        return Behaviour(kind=kind, **settings)


async def _put_on_the_wire(reply: Reply, *, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if reader.at_eof():
        raise ConnectionResetError("the client has gone")
    head_lines = [f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Status')}"]
    head_lines += [f"{name}: {value}" for name, value in {**reply.headers, "content-length": len(reply.body)}.items()]
    head = ("\r\n".join(head_lines) + "\r\n\r\n").encode("latin-1")
    half = len(reply.body) // 2
    if reply.manner == "silence":
        await reader.read()
    elif reply.manner == "reset":
        _reset(writer)
    elif reply.manner in {"drip", "drip_head"}:
        slow_from = len(head) if reply.manner == "drip" else 0
        answer = head + reply.body
        writer.write(answer[:slow_from])
        for position in range(slow_from, len(answer)):
            writer.write(answer[position : position + 1])
            await writer.drain()
            await asyncio.sleep(reply.drip_seconds)
    elif reply.manner in {"half", "reset_midway"}:
        writer.write(head + reply.body[:half])
        await writer.drain()
        if reply.manner == "reset_midway":
            # A reset overtakes what the other side has not read yet; the pause lets the half arrive first.
            await asyncio.sleep(0.01)
            _reset(writer)
    else:
        writer.write(head + reply.body + (b"and more" if reply.manner == "surplus" else b""))
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST: a linger time of zero throws the connection away without a goodbye."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def fingerprint(secret: str) -> str:
    """A secret header's stand-in for the log: the same for the same secret, and no way back."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def logged_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: fingerprint(value) if name == "authorization" else value for name, value in headers.items()}
