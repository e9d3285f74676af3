"""Parts of a file: browsers play a video only from a server that sends the bytes they ask for (RFC 9110, section 14)."""

import re

from django.http import HttpRequest, HttpResponse

ONE_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
"""More digits than any file has bytes are no range: Python refuses to read a number of thousands of digits at all."""


def ranged(request: HttpRequest, data: bytes, *, content_type: str) -> HttpResponse:
    """Return all of `data`, the one range that was asked for (206), or 416 for a range that lies behind its end.

    Several ranges, and units other than bytes, are answered with the whole, as the standard allows.
    """
    response = HttpResponse(data, content_type=content_type)
    found = ONE_RANGE.match(request.headers.get("Range", ""))
    if found and any(found.groups()):
        first, last = _bounds(found[1], found[2], len(data))
        if first > last:
            response = HttpResponse(status=416, content_type=content_type)
            response["Content-Range"] = f"bytes */{len(data)}"
        else:
            response = HttpResponse(data[first : last + 1], status=206, content_type=content_type)
            response["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(len(response.content))
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte of a range; the first behind the last when there is no such part."""
    if not first:
        suffix = min(int(last), size)
        return (size - suffix, size - 1) if suffix else (1, 0)
    return int(first), min(int(last), size - 1) if last else size - 1
