"""The web server: a slow client costs no thread, and nobody may be slow for ever."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest

from apps.common.deadline_server import DeadlineServer, Stop, build_server
from apps.common.web_channel import Deadlines
from apps.common.web_server import PortTaken, listen

THREADS = 2
MOST_BODY = 2000
PATIENT = Deadlines()
HURRIED = Deadlines(header=0.2, body=0.2, body_bytes_per_second=10_000, idle=1, check=0.05)


def echo(environ, start_response):
    """Answer how many bytes came; `/slow` takes half a second, `/large` answers more than a socket takes at once.

    `/told` says how long its answer is, `/file` sends a file, and `/parts` is sent as it comes.
    """
    body = environ["wsgi.input"].read()
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.5)
    told = [("Content-Length", "5")] if environ["PATH_INFO"] in ("/told", "/file") else []
    start_response("200 OK", [("Content-Type", "text/plain"), *told])
    if told:
        return environ["wsgi.file_wrapper"](BytesIO(b"12345")) if environ["PATH_INFO"] == "/file" else [b"12345"]
    if environ["PATH_INFO"] == "/parts":
        return iter([b"12", b"345"])
    return [b"x" * 8_000_000] if environ["PATH_INFO"] == "/large" else [b"%d bytes" % len(body)]


class Running:
    def __init__(self, deadlines: Deadlines, most_connections: int) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.address = self.listener.getsockname()
        self.stopped = Stop()
        self.server: DeadlineServer = build_server(
            echo,
            self.listener,
            threads=THREADS,
            most_body_bytes=MOST_BODY,
            most_connections=most_connections,
            deadlines=deadlines,
        )
        self.thread = threading.Thread(target=self.server.serve_until, args=(self.stopped,))

    def stop(self) -> None:
        if not self.stopped.asked:
            self.stopped.asked = True
            self.server.pull_trigger()

    def connect(self, *sent: bytes) -> socket.socket:
        client = socket.create_connection(self.address, timeout=10)
        for part in sent:
            client.sendall(part)
        return client

    def get(self, path: str = "/") -> bytes:
        with self.connect(b"GET %s HTTP/1.0\r\n\r\n" % path.encode()) as client:
            return read_all(client)


@contextmanager
def running(deadlines: Deadlines = PATIENT, most_connections: int = 500) -> Iterator[Running]:
    server = Running(deadlines, most_connections)
    server.thread.start()
    try:
        yield server
    finally:
        server.stop()
        server.thread.join(timeout=20)
        assert not server.thread.is_alive()


def read_all(client: socket.socket) -> bytes:
    found = b""
    try:
        while part := client.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize("path", ["/told", "/file"])
def test_the_answer_to_head_is_its_headers_alone_and_the_connection_serves_the_next_request(path):
    asked = f"HEAD {path} HTTP/1.1\r\nHost: here\r\n\r\nGET /told HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
    with running() as server, server.connect(asked.encode()) as client:
        first, second = read_all(client).split(b"\r\n\r\n", 1)
    assert b"Content-Length: 5" in first
    assert second.startswith(b"HTTP/1.1 200 OK\r\n")
    assert second.endswith(b"\r\n\r\n12345")


@pytest.mark.parametrize("path", ["/parts", "/"])
def test_the_answer_to_head_of_unknown_length_ends_with_its_headers(path):
    asked = f"HEAD {path} HTTP/1.1\r\nHost: here\r\n\r\n"
    with running() as server, server.connect(asked.encode()) as client:
        answer = read_all(client)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.partition(b"\r\n\r\n")[2] == b""


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/make/", "text/html; charset=utf-8", "<h1>That upload is too large</h1>"),
        ("/api/v1/animations", "application/problem+json", "pictures can be up to 20 MB. Nothing was charged."),
    ],
)
def test_a_body_that_is_too_large_is_refused_in_our_words(path, kind, words):
    asked = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: {MOST_BODY + 1}\r\n\r\n"
    with running() as server, server.connect(asked.encode()) as client:
        head, _, body = read_all(client).decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413 ")
    assert f"Content-Type: {kind}" in head
    assert words in body


@pytest.mark.parametrize("begun", ["GET / HTTP/1.1", "HEAD / HTTP/1.1", "POST / HTTP/1.1\r\nContent-Length: 0"])
def test_who_asks_whether_to_send_a_body_and_has_none_is_answered(begun):
    asked = f"{begun}\r\nHost: here\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with running() as server, server.connect(asked.encode()) as client:
        assert read_all(client).startswith(b"HTTP/1.1 200 OK\r\n")


def test_who_asks_before_sending_a_body_is_told_to():
    asked = b"POST / HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
    with running() as server, server.connect(asked) as client:
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"abc")
        assert read_all(client).endswith(b"3 bytes")


def test_who_asks_before_sending_a_body_over_the_limit_is_refused_at_once():
    announced = f"POST / HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: {MOST_BODY + 1}\r\n\r\n"
    with running() as server, server.connect(announced.encode()) as client:
        assert read_all(client).startswith(b"HTTP/1.1 413 ")


SLOW = {
    "headers": b"GET / HTTP/1.1\r\nHost: here\r\nX-A: ",
    "body": b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\na",
    "chunks": b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na",
    "idle": b"",
}


@pytest.mark.parametrize("begun", SLOW.values(), ids=SLOW)
def test_more_slow_clients_than_threads_hold_nobody_up(begun):
    with running() as server:
        slow = [server.connect(begun) for _ in range(20 * THREADS)]
        assert server.get().endswith(b"0 bytes")
        for client in slow:
            client.close()


def test_clients_that_do_not_read_their_answer_hold_nobody_up():
    with running() as server:
        deaf = [server.connect(b"GET /large HTTP/1.0\r\n\r\n") for _ in range(5 * THREADS)]
        assert server.get().endswith(b"0 bytes")
        for client in deaf:
            client.close()


@pytest.mark.large
@pytest.mark.parametrize("begun", SLOW.values(), ids=SLOW)
def test_a_client_that_sends_a_byte_at_a_time_is_closed_at_its_deadline(begun):
    with running(HURRIED) as server, server.connect(begun) as client:
        client.settimeout(0.02)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                if begun:
                    client.sendall(b"a")
                if client.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
        raise AssertionError("it still listens")


@pytest.mark.large
def test_a_body_may_take_as_long_as_its_size_explains():
    announced = Deadlines(header=0.1, body=0.1, body_bytes_per_second=1, idle=5, check=0.02)
    with running(announced) as server, server.connect(b"POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\n") as client:
        for _ in range(10):
            time.sleep(0.05)
            client.sendall(b"a")
        assert read_all(client).endswith(b"10 bytes")


def test_a_body_over_the_limit_is_refused_before_the_site_sees_it():
    announced = b"POST / HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % (MOST_BODY + 1)
    with running() as server, server.connect(announced, b"a") as client:
        assert read_all(client).startswith(b"HTTP/1.0 413 ")


def test_when_there_are_too_many_the_one_silent_the_longest_makes_room():
    with running(most_connections=4) as server:
        silent = [server.connect() for _ in range(8)]
        assert server.get().endswith(b"0 bytes")
        assert silent[0].recv(1) == b""
        for client in silent:
            client.close()


@pytest.mark.large
def test_a_request_in_work_is_answered_before_the_server_stops():
    with running() as server, server.connect(b"GET /slow HTTP/1.0\r\n\r\n") as client:
        while not any(channel.requests for channel in list(server.server.active_channels.values())):
            time.sleep(0.01)
        server.stop()
        assert read_all(client).endswith(b"0 bytes")


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with running() as server, pytest.raises(PortTaken) as refused:
        listen(*server.address)

    words = str(refused.value)
    assert f"Port {server.address[1]} of 127.0.0.1 cannot be used" in words
    assert "choose another port" in words
