"""The web server: waitress, which hands a request to a thread only when all of it has arrived, with deadlines on top.

A slow client costs a socket and no thread: headers and bodies are collected by one event loop, answers leave through it.
What waitress lacks is an end for a client that keeps sending a byte at a time; `DeadlineServer` adds it.
"""

import argparse
import json
import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from types import FrameType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import render_to_string
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a client may take. Times are seconds."""

    header: float = 15.0
    """From a request's first byte to the end of its headers. They fit into one packet; a phone in a tunnel needs seconds."""

    body: float = 30.0
    """What every body may take, however small …"""

    body_bytes_per_second: int = 32 * 1024
    """… plus what it announces at this pace: a 20 MB photo may take eleven minutes, which is slower than 3G."""

    idle: int = 30
    """Without a byte in either direction and without a request in work, a connection is closed. Browsers open another."""

    check: float = 2.0
    """How often the deadlines are looked at."""


MOST_HEADER_BYTES = 32 * 1024
"""Cookies and addresses of ours stay below 4 KiB; other servers take 8 to 32 KiB."""

FORM_OVERHEAD_BYTES = 4 * 1024 * 1024
"""What a form carries beside the picture: a painted mask and texts."""

MOST_CONNECTIONS = 4000
"""At about 50 kB each. With more, the one that has been silent the longest without a request in work makes room."""

BACKLOG = 1024
"""Connections that the kernel keeps while the event loop is busy, or a web process is started again."""

SPARE_FILES = 200
"""File descriptors left for everything that is no client: the database, Redis, S3, open pictures."""

STOP_SECONDS = 10.0
"""How long requests in work may still take when the server is told to stop."""


def without_body_for_head(application: WSGIApplication) -> WSGIApplication:
    """Return the application with its answers to HEAD emptied; their headers, and the length they tell, stay.

    Waitress sends what an application returns, and a client or proxy takes a body after HEAD for the start of the answer to
    the next request on that connection.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return answer


class HeadTask(WSGITask):  # type: ignore[misc] # waitress ships no types
    """One request in work. The answer to HEAD ends after its headers, even where the length of a body is unknown."""

    def finish(self) -> None:
        if self.request.command == "HEAD":
            self.write(b"")  # the headers, if they are not on their way
            self.chunked_response = False  # no chunk was sent, so none is the last
        super().finish()


class RefusedTask(ErrorTask):  # type: ignore[misc] # waitress ships no types
    """The answer to a request that is refused before anything of ours runs: a page where the body is too large.

    Programs get problem details (RFC 9457). What cannot be read as HTTP at all gets waitress' own line.
    """

    def execute(self) -> None:
        error = self.request.error
        if error.code != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            super().execute()
            return
        most_mb = settings.UPLOAD_MAX_BYTES // 2**20
        if str(self.request.path).startswith("/api/"):
            kind = "application/problem+json"
            detail = f"The request is too large: pictures can be up to {most_mb} MB. Nothing was charged."
            kinds = f"{settings.SITE_URL}/api/docs#too-large"
            body = json.dumps({"type": kinds, "title": error.reason, "status": int(error.code), "detail": detail})
        else:
            kind = "text/html; charset=utf-8"
            body = render_to_string("413.html", {"most_mb": most_mb})
        data = body.encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", kind), ("Cache-Control", "no-store")])
        self.set_close_on_finish()
        self.content_length = len(data)
        self.write(data)


class Request(HTTPRequestParser):  # type: ignore[misc] # waitress ships no types
    """A request as it arrives. Only a client with a body that will be taken is told to send it (`Expect: 100-continue`).

    Waitress would tell others as well, and then wait for a body that never comes, or take one that it refuses afterwards.
    """

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is None or self.content_length >= self.adj.max_request_body_size:
            self.expect_continue = False


class TimedChannel(HTTPChannel):  # type: ignore[misc] # waitress ships no types
    """A connection that knows since when its unfinished request is arriving."""

    parser_class = Request
    task_class = HeadTask
    error_task_class = RefusedTask
    request_began: float | None = None

    def received(self, data: bytes) -> bool:
        """Take in bytes from the client, and start the request's clock with its first one."""
        answer: bool = super().received(data)
        if self.request is None:
            self.request_began = None
        elif self.request_began is None:
            self.request_began = time.monotonic()
        return answer

    def is_late(self, moment: float, deadlines: Deadlines) -> bool:
        """Return whether the request that is arriving has used up its time. `moment` is on the monotonic clock."""
        request, began = self.request, self.request_began
        if request is None or began is None:
            return False
        allowed = deadlines.header
        if request.headers_finished:
            allowed += deadlines.body + request.content_length / deadlines.body_bytes_per_second
        return moment - began > allowed


class DeadlineServer(TcpWSGIServer):  # type: ignore[misc] # waitress ships no types
    """Closes connections whose request does not arrive in time, and makes room when there are too many."""

    channel_class = TimedChannel
    most_connections = MOST_CONNECTIONS
    deadlines = Deadlines()

    def maintenance(self, now: float) -> None:
        """Close what is idle (waitress) and what is late (ours). Runs in the event loop every `deadlines.check` seconds."""
        super().maintenance(now)
        moment = time.monotonic()
        for channel in self.active_channels.values():
            if channel.is_late(moment, self.deadlines):
                channel.will_close = True

    def handle_accept(self) -> None:
        super().handle_accept()
        if len(self.active_channels) > self.most_connections:
            waiting = [channel for channel in self.active_channels.values() if not channel.requests]
            if waiting:  # otherwise all of them are being answered, and waitress' own limit holds
                min(waiting, key=lambda channel: channel.last_activity).handle_close()

    def serve_until(self, stopped: "Stop") -> None:
        """Run until told to stop, then finish the requests in work, at most STOP_SECONDS."""
        while not stopped.asked:
            self.turn()
        wasyncore.dispatcher.close(self)  # the listening socket alone: connections and the loop's own pipe stay
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and any(
            channel.requests or channel.total_outbufs_len for channel in self.active_channels.values()
        ):
            self.turn()
        self.task_dispatcher.shutdown(timeout=max(0.1, until - time.monotonic()))
        for channel in list(self.active_channels.values()):
            channel.handle_close()
        self.trigger.close()

    def turn(self) -> None:
        """Run one round of the event loop, a second at most."""
        wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)


class Stop:
    """Remembers that the process was asked to stop."""

    asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def build_server(
    application: WSGIApplication,
    listener: socket.socket,
    *,
    threads: int,
    most_body_bytes: int,
    most_connections: int = MOST_CONNECTIONS,
    deadlines: Deadlines = Deadlines(),
) -> DeadlineServer:
    """Return a server that accepts on `listener` once it is run."""
    listener.setblocking(False)
    adjustments = Adjustments(
        sockets=[listener],
        threads=threads,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=most_body_bytes,
        channel_timeout=deadlines.idle,
        connection_limit=2 * most_connections,  # ours makes room before this one stops to accept
        ident="",  # no Server header
        clear_untrusted_proxy_headers=False,  # apps.common.addresses believes TRUSTED_PROXY_COUNT of them
        log_socket_errors=False,  # a client that hangs up is no news
        asyncore_use_poll=True,  # select() ends at 1024 files
    )
    adjustments.cleanup_interval = deadlines.check  # set here, for the constructor takes whole seconds only
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    server = DeadlineServer(
        without_body_for_head(application),
        {},
        dispatcher=dispatcher,
        adj=adjustments,
        bind_socket=False,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        _sock=listener,
    )
    server.most_connections, server.deadlines = most_connections, deadlines
    return server


def connections_that_fit() -> int:
    """Raise the limit of open files as far as the system lets us; returns how many connections fit below it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(MOST_CONNECTIONS, max(SPARE_FILES, soft - SPARE_FILES))


class PortTaken(Exception):
    """The site cannot listen there. Says why and what to change."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Child processes may inherit it: all of them then accept from the same queue.

    Raises PortTaken when another program listens there or the system does not allow it.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        raise PortTaken(
            f"Port {port} of {host} cannot be used ({os.strerror(refused.errno or 0)}). "
            f"Stop the program that uses it, or choose another port: PORT={port + 1 if 0 < port < 65535 else 8000} make run"
        ) from refused
    listener.listen(BACKLOG)
    return listener


def _listen_or_exit(host: str) -> socket.socket:
    try:
        return listen(host, settings.PORT)
    except PortTaken as taken:
        sys.exit(str(taken))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")
    parser = argparse.ArgumentParser(description="Serve the site over HTTP until SIGTERM or SIGINT.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on, at PORT of the environment")
    parser.add_argument("--fd", type=int, help="a listening socket inherited from the parent process, instead")
    arguments = parser.parse_args()
    stopped = Stop()
    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it reports every request that waits for a thread
    inherited = arguments.fd is not None
    build_server(
        get_wsgi_application(),
        socket.socket(fileno=arguments.fd) if inherited else _listen_or_exit(arguments.host),
        threads=settings.WEB_THREADS,
        most_body_bytes=settings.UPLOAD_MAX_BYTES + FORM_OVERHEAD_BYTES,
        most_connections=connections_that_fit(),
    ).serve_until(stopped)


if __name__ == "__main__":
    main()
