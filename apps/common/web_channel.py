"""One connection of the web server: its requests as they arrive, how long they may take, and what is answered at once."""

import json
import time
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.template.loader import render_to_string
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask


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


USUAL = Deadlines()


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
