import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import struct
import threading
import time

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from apps.engines.errors import NotSent, OutcomeUnknown
from apps.engines.transport import MAX_BODY_BYTES, UNPACKING_SECONDS, Answer, call_once

STALL_SECONDS = 3.0
"""How long a stalling server stalls: well past every deadline here, so that one that is not kept shows."""

PROMPTLY = 1.0
"""How late a call may end after a short deadline on a machine that is busy."""


class Listener:
    """Accepts one connection after another and gives each to `converse`, on a thread of its own."""

    def __init__(self, converse, *, backlog=8):
        self._converse = converse
        self._server = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port = self._server.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/paint"
        self.connections = 0
        self._leaving = threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._leaving.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()

    def stall(self, seconds=STALL_SECONDS):
        """Do nothing for a while, but no longer than the test goes on. Whether it still does."""
        return not self._leaving.wait(seconds)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._server.accept()
                self.connections += 1
                with connection, contextlib.suppress(OSError):
                    self._converse(connection, self)


def says(*chunks, pause=0.0):
    """A conversation: read the whole request, then say these chunks and hang up."""

    def converse(connection, server):
        _read_request(connection)
        for chunk in chunks:
            connection.sendall(chunk)
            if pause and not server.stall(pause):
                return

    return converse


def _receive(connection):
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionError("the client hung up")
    return chunk


def _read_request(connection):
    received = b""
    while b"\r\n\r\n" not in received:
        received += _receive(connection)
    head, _blank, body = received.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += _receive(connection)
    return head + b"\r\n\r\n" + body


def post(url, content=b"picture"):
    return httpx.Request("POST", url, content=content)


def in_seconds(seconds):
    return time.monotonic() + seconds


OK = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 4\r\n\r\nPNG!"


def test_an_answer_comes_back_whole():
    with Listener(says(OK)) as server:
        answer = call_once(post(server.url), deadline=in_seconds(2))
    assert answer == Answer(status=200, headers={"content-type": "image/png", "content-length": "4"}, body=b"PNG!")


def test_the_request_names_host_length_and_a_closing_connection():
    seen = []
    with Listener(
        lambda connection, _server: (seen.append(_read_request(connection)), connection.sendall(OK))
    ) as server:
        call_once(post(server.url), deadline=in_seconds(2))
    head, _blank, body = seen[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /paint HTTP/1.1"
    assert {line.lower() for line in lines[1:]} == {
        f"host: 127.0.0.1:{server.port}".encode(),
        b"content-length: 7",
        b"accept-encoding: identity",
        b"connection: close",
    }
    assert body == b"picture"


def test_every_call_has_a_connection_of_its_own():
    with Listener(says(OK)) as server:
        for _call in range(3):
            call_once(post(server.url), deadline=in_seconds(2))
        assert server.connections == 3


def test_a_redirect_is_an_answer_and_is_not_followed():
    head = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"
    with Listener(says(head)) as server:
        answer = call_once(post(server.url), deadline=in_seconds(2))
        assert (answer.status, server.connections) == (307, 1)


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with Listener(says(OK)) as server:
        assert call_once(post(server.url), deadline=in_seconds(2)).status == 200


def test_a_chunked_answer_is_put_together():
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nPNG\r\n1\r\n!\r\n0\r\n\r\n"
    with Listener(says(chunked)) as server:
        assert call_once(post(server.url), deadline=in_seconds(2)).body == b"PNG!"


def test_an_interim_answer_is_passed_over():
    with Listener(says(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK)) as server:
        assert call_once(post(server.url), deadline=in_seconds(2)).body == b"PNG!"


def test_a_body_without_a_length_ends_with_an_orderly_close():
    with Listener(says(b"HTTP/1.1 200 OK\r\n\r\nPNG!")) as server:
        assert call_once(post(server.url), deadline=in_seconds(2)).body == b"PNG!"


# Provably not sent


def test_a_refused_port_is_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotSent):
        call_once(post(f"http://127.0.0.1:{port}/"), deadline=in_seconds(2))


def test_a_name_that_does_not_resolve_is_not_sent():
    # A label of 64 letters is refused by the resolver itself, without asking the network.
    with pytest.raises(NotSent):
        call_once(post(f"http://{'a' * 64}.invalid/"), deadline=in_seconds(2))


def test_a_resolver_that_is_silent_is_not_sent_and_ends_at_the_deadline():
    leaving = threading.Event()
    started = time.monotonic()
    with pytest.raises(NotSent):
        call_once(
            post("http://engine.invalid/"),
            deadline=in_seconds(0.1),
            resolve=lambda host, port: leaving.wait(STALL_SECONDS) and [],
        )
    assert time.monotonic() - started < PROMPTLY
    leaving.set()


def test_a_name_that_is_resolved_too_late_connects_nothing():
    with Listener(says(OK)) as server:
        resolved = threading.Event()

        def late(host, port):
            time.sleep(0.2)
            resolved.set()
            return socket.getaddrinfo("127.0.0.1", server.port, type=socket.SOCK_STREAM)

        with pytest.raises(NotSent):
            call_once(post(server.url), deadline=in_seconds(0.1), resolve=late)
        assert resolved.wait(2)
        time.sleep(0.05)
        assert server.connections == 0


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "http:///paint", "paint"])
def test_an_address_of_no_engine_is_not_sent(address):
    with pytest.raises(NotSent):
        call_once(post(address), deadline=in_seconds(2))


def test_a_deadline_that_has_passed_is_not_sent_and_makes_no_connection():
    with Listener(says(OK)) as server:
        with pytest.raises(NotSent):
            call_once(post(server.url), deadline=time.monotonic())
        assert server.connections == 0


def test_a_connection_that_is_not_accepted_in_time_is_not_sent():
    # A full backlog: the kernel leaves further connections without an answer.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        with contextlib.ExitStack() as waiting:
            for _place in range(4):
                place = waiting.enter_context(socket.socket())
                place.setblocking(False)
                place.connect_ex(("127.0.0.1", port))
            started = time.monotonic()
            with pytest.raises(NotSent):
                call_once(post(f"http://127.0.0.1:{port}/"), deadline=in_seconds(0.1))
            assert time.monotonic() - started < PROMPTLY


def test_a_server_without_tls_is_not_sent():
    with (
        Listener(lambda connection, _server: (connection.recv(100), connection.sendall(OK))) as server,
        pytest.raises(NotSent),
    ):
        call_once(post(server.url.replace("http:", "https:")), deadline=in_seconds(2))


def test_a_tls_handshake_that_stalls_is_not_sent_and_ends_at_the_deadline():
    with Listener(lambda connection, server: connection.recv(1) and server.stall()) as server:
        started = time.monotonic()
        with pytest.raises(NotSent):
            call_once(post(server.url.replace("http:", "https:")), deadline=in_seconds(0.1))
        assert time.monotonic() - started < PROMPTLY


def test_a_header_that_http_cannot_carry_is_not_sent():
    with Listener(says(OK)) as server, pytest.raises(NotSent):
        call_once(httpx.Request("POST", server.url, headers={"x-user": "a\r\nb: c"}), deadline=in_seconds(2))


# Sent, and the outcome unknown


@pytest.mark.parametrize(
    "conversation",
    [
        pytest.param(says(), id="hung up without a word"),
        pytest.param(says(b"SSH-2.0-OpenSSH_9.2\r\n"), id="not HTTP"),
        pytest.param(says(OK[:30]), id="half a head"),
        pytest.param(says(OK[:-1]), id="a body shorter than promised"),
        pytest.param(says(OK + b"more"), id="a body longer than promised"),
        pytest.param(says(OK + OK), id="two answers"),
        pytest.param(says(OK.replace(b"4", b"four")), id="a length that is no number"),
        pytest.param(says(OK.replace(b"content-type", b"content-encoding: gzip\r\nx")), id="compressed unasked"),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nPNG\r\n"), id="chunks without an end"
        ),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000), id="a head without an end"),
    ],
)
def test_an_answer_that_is_not_whole_is_unknown(conversation):
    with Listener(conversation) as server, pytest.raises(OutcomeUnknown):
        call_once(post(server.url), deadline=in_seconds(2))


def test_silence_is_unknown_at_the_deadline():
    with Listener(lambda connection, server: _read_request(connection) and server.stall()) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            call_once(post(server.url), deadline=in_seconds(0.15))
        assert 0.15 <= time.monotonic() - started < PROMPTLY


@pytest.mark.parametrize("prefix", [b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n", b""], ids=["body", "head"])
def test_a_drip_is_unknown_at_the_deadline(prefix):
    drip = says(prefix, *[b"H"] * 100, pause=0.02)
    with Listener(drip) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            call_once(post(server.url), deadline=in_seconds(0.2))
        assert 0.2 <= time.monotonic() - started < PROMPTLY


def test_a_server_that_does_not_read_is_unknown_at_the_deadline():
    with Listener(lambda connection, server: connection.recv(1) and server.stall()) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            call_once(post(server.url, content=b"x" * 30_000_000), deadline=in_seconds(0.15))
        assert time.monotonic() - started < PROMPTLY


def test_a_server_that_reads_by_drips_is_unknown_at_the_deadline():
    def sip(connection, server):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        while connection.recv(50_000) and server.stall(0.02):
            pass

    with Listener(sip) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            call_once(post(server.url, content=b"x" * 30_000_000), deadline=in_seconds(0.2))
        assert time.monotonic() - started < PROMPTLY


def test_a_refusal_before_the_request_is_read_is_still_an_answer():
    def refuse(connection, _server):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\n\r\n{}")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1_000_000):
            pass

    with Listener(refuse) as server:
        answer = call_once(post(server.url, content=b"x" * 3_000_000), deadline=in_seconds(2))
    assert (answer.status, answer.body) == (413, b"{}")


def test_a_refusal_before_a_reset_is_still_an_answer():
    def refuse_and_reset(connection, _server):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\n\r\n{}")
        # Closing with a linger time of zero is a reset: the client's next write fails.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with Listener(refuse_and_reset) as server:
        answer = call_once(post(server.url, content=b"x" * 30_000_000), deadline=in_seconds(2))
    assert (answer.status, answer.body) == (413, b"{}")


def test_a_refusal_that_is_here_at_the_deadline_is_an_answer_although_the_request_was_still_being_sent():
    def refuse_and_stall(connection, server):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\n\r\n{}")
        server.stall()

    with Listener(refuse_and_stall) as server:
        started = time.monotonic()
        answer = call_once(post(server.url, content=b"x" * 30_000_000), deadline=in_seconds(0.2))
        assert time.monotonic() - started < PROMPTLY
    assert (answer.status, answer.body) == (413, b"{}")


@pytest.mark.large
def test_a_flood_of_tiny_chunks_ends_soon_after_the_deadline():
    def flood(connection, _server):
        _read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"1\r\nx\r\n" * 10_000)

    with Listener(flood) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            call_once(post(server.url), deadline=in_seconds(0.2))
        assert time.monotonic() - started < 0.2 + UNPACKING_SECONDS + PROMPTLY


def test_interim_answers_without_an_end_are_unknown_before_the_deadline():
    def flood(connection, _server):
        _read_request(connection)
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" * 100)

    with Listener(flood) as server, pytest.raises(OutcomeUnknown, match="head"):
        call_once(post(server.url), deadline=in_seconds(5))


def test_a_promise_beyond_the_bound_is_unknown_without_reading_on():
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {MAX_BODY_BYTES + 1}\r\n\r\n".encode()
    with (
        Listener(
            lambda connection, server: (_read_request(connection), connection.sendall(head), server.stall())
        ) as server,
        pytest.raises(OutcomeUnknown, match="promises"),
    ):
        call_once(post(server.url), deadline=in_seconds(2))


@pytest.mark.parametrize("surplus", [0, 1])
def test_a_body_is_taken_up_to_the_bound_and_unknown_beyond_it(surplus):
    length = MAX_BODY_BYTES + surplus
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n".encode()
    with Listener(says(head, bytes(length))) as server:
        if surplus:
            with pytest.raises(OutcomeUnknown):
                call_once(post(server.url), deadline=in_seconds(5))
        else:
            assert len(call_once(post(server.url), deadline=in_seconds(5)).body) == length


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody but its owner trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "fake engine")])
    now = dt.datetime.now(tz=dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "engine.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def over_tls(conversation, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def converse(connection, server):
        with context.wrap_socket(connection, server_side=True) as secured:
            conversation(secured, server)

    return converse


def test_an_answer_comes_back_over_tls(certificate):
    trusting = ssl.create_default_context(cafile=certificate)
    with Listener(over_tls(says(OK), certificate)) as server:
        answer = call_once(post(server.url.replace("http:", "https:")), deadline=in_seconds(2), tls=trusting)
    assert answer.body == b"PNG!"


def test_a_certificate_nobody_vouches_for_is_not_sent(certificate):
    with Listener(over_tls(says(OK), certificate)) as server, pytest.raises(NotSent):
        call_once(post(server.url.replace("http:", "https:")), deadline=in_seconds(2))


@pytest.mark.parametrize("ignored", [0, getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)], ids=["new", "old"])
def test_a_tls_connection_cut_in_a_body_without_a_length_is_unknown(certificate, ignored):
    trusting = ssl.create_default_context(cafile=certificate)
    trusting.options |= ignored  # as Python 3.11.2 sets it by itself
    with (
        Listener(over_tls(says(b"HTTP/1.1 200 OK\r\n\r\nPNG!"), certificate)) as server,
        pytest.raises(OutcomeUnknown),
    ):
        call_once(post(server.url.replace("http:", "https:")), deadline=in_seconds(2), tls=trusting)
