"""Waitress with deadlines on top: a client that keeps sending a byte at a time comes to an end.

A slow client costs a socket and no thread: headers and bodies are collected by one event loop, answers leave through it.
What waitress lacks is an end for a client that keeps sending; `DeadlineServer` adds it.
"""

import socket
import time
from collections.abc import Iterable
from types import FrameType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from apps.common.web_channel import USUAL, Deadlines, TimedChannel

MOST_HEADER_BYTES = 32 * 1024
"""Cookies and addresses of ours stay below 4 KiB; other servers take 8 to 32 KiB."""

MOST_CONNECTIONS = 4000
"""At about 50 kB each. With more, the one that has been silent the longest without a request in work makes room."""

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


class DeadlineServer(TcpWSGIServer):  # type: ignore[misc] # waitress ships no types
    """Closes connections whose request does not arrive in time, and makes room when there are too many."""

    channel_class = TimedChannel
    most_connections = MOST_CONNECTIONS
    deadlines = USUAL

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
    deadlines: Deadlines = USUAL,
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
