"""How parent, zygote and child of the sandbox talk: length-prefixed messages over pipes, JSON heads, raw payloads.

A message is eight bytes (length of head, length of payload, both big-endian), the head as a JSON object, the payload.
Nothing is ever unpickled, and every length is checked against a limit before a byte is read.
"""

import contextlib
import fcntl
import json
import os
import select
import struct
import time
from collections.abc import Mapping

PREFIX = struct.Struct(">II")

MAX_HEAD_BYTES = 64 * 1024
"""Longest head: parameters and one sentence need some hundred bytes."""

MAX_PAYLOAD_BYTES = 64 * 1024 * 1024
"""Longest payload: an upload has at most 20 MB and a working picture is a few; the rest is room for larger engines."""

STARTED = b"\x01"
"""Sent by the zygote once the job runs: from here on, a death is the picture's doing and not a worn-out zygote's."""

_READ_BYTES = 1 << 20

_PIPE_BYTES = 1 << 20
"""Linux's default for /proc/sys/fs/pipe-max-size; a frame of 512² is half of it."""


class WireError(Exception):
    """The other side closed the pipe, sent what is no message, or took longer than the deadline."""


def widen(descriptor: int) -> None:
    """Ask for the largest pipe buffer the system gives without privileges, so that a frame passes in one go. May be refused."""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def pack(head: Mapping[str, object], payload: bytes = b"") -> bytes:
    encoded = json.dumps(head).encode()
    return PREFIX.pack(len(encoded), len(payload)) + encoded + payload


def unpack(message: bytes) -> tuple[dict[str, object], bytes]:
    """Take apart one whole message. Raises `WireError` when it is not exactly one."""
    if len(message) < PREFIX.size:
        raise WireError("message without a prefix")
    head_length, payload_length = PREFIX.unpack(message[: PREFIX.size])
    if len(message) != PREFIX.size + head_length + payload_length:
        raise WireError("message of another length than announced")
    head = read_head(message[PREFIX.size : PREFIX.size + head_length])
    return head, message[PREFIX.size + head_length :]


def read_head(encoded: bytes) -> dict[str, object]:
    """Decode a head. Raises `WireError` when it is no JSON object."""
    try:
        head = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise WireError("head is not JSON") from error
    if not isinstance(head, dict):
        raise WireError("head is not an object")
    return head


def send(descriptor: int, message: bytes, *, deadline: float) -> None:
    """Write all of `message` to a non-blocking pipe before `deadline` (monotonic seconds). Raises `WireError`."""
    view = memoryview(message)
    while view:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            continue
        except OSError as error:
            raise WireError("pipe closed while sending") from error


def receive_exactly(descriptor: int, length: int, *, deadline: float) -> bytes:
    """Read `length` bytes from a non-blocking pipe before `deadline` (monotonic seconds). Raises `WireError`."""
    received = bytearray()
    while len(received) < length:
        _wait(descriptor, select.POLLIN, deadline)
        try:
            part = os.read(descriptor, min(_READ_BYTES, length - len(received)))
        except BlockingIOError:
            continue
        except OSError as error:
            raise WireError("pipe closed while receiving") from error
        if not part:
            raise WireError("pipe closed while receiving")
        received += part
    return bytes(received)


def receive(descriptor: int, *, deadline: float) -> tuple[dict[str, object], bytes]:
    """Read one whole message from a non-blocking pipe. Raises `WireError`."""
    head_length, payload_length = PREFIX.unpack(receive_exactly(descriptor, PREFIX.size, deadline=deadline))
    if head_length > MAX_HEAD_BYTES or payload_length > MAX_PAYLOAD_BYTES:
        raise WireError("message longer than any we send")
    head = read_head(receive_exactly(descriptor, head_length, deadline=deadline))
    return head, receive_exactly(descriptor, payload_length, deadline=deadline)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    remaining = deadline - time.monotonic()
    if remaining <= 0 or not poll.poll(remaining * 1000):
        raise WireError("no answer before the deadline")
