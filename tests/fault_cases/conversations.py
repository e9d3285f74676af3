"""What the cases do, byte by byte. Each is a conversation over one connection, which is closed when it ends."""

import asyncio
import functools
import gzip
import json

from tests.fakes.painting import encode, paint, ready_made
from tests.fakes.wild import Conversation, WildServer, Wire

SIDE = 64
SOURCE = ready_made((SIDE, SIDE), 0)
PAUSE_SECONDS = 0.05  # lets what was said arrive before the connection is thrown away
DRIP_SECONDS = 0.2  # fifteen bytes within the three seconds of a call
MIB = 1024 * 1024


@functools.cache
def picture() -> bytes:
    """A picture that could be the next frame."""
    return encode(paint(SOURCE, prompt="rage", seed=7, strength=0.5))


def head(status: int | str = "200 OK", length: int | None = None, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [] if length is None else [f"content-length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(body: bytes, status: int | str = "200 OK", kind: str = "image/png", **headers: str) -> bytes:
    named = {"content_type": kind} if kind else {}
    return head(status, len(body), **named, **headers) + body


def report(status: int | str, **document: object) -> bytes:
    return answer(json.dumps(document).encode(), status, "application/json")


def fault(status: int | str, name: str) -> bytes:
    """Stability's own complete report."""
    return report(status, id="0123", name=name, errors=["no"])


def html(status: int | str) -> bytes:
    return answer(b"<html><body>an edge server's page</body></html>", status, "text/html; charset=utf-8")


def says(*chunks: bytes, then: str = "closes") -> Conversation:
    """Hear the whole request, say these chunks, and then close, reset, or stay silent on the open connection."""

    async def talk(wire: Wire) -> None:
        await wire.hear()
        await wire.say(*chunks)
        if then == "resets":
            await asyncio.sleep(PAUSE_SECONDS)
            wire.reset()
        elif then == "stays":
            await wire.stay()

    return talk


ELSEWHERE = WildServer(says(answer(picture())))
"""Where redirects point to. Whoever follows one gets a picture, and has shown the key to a stranger."""


def redirects(status: int) -> Conversation:
    async def talk(wire: Wire) -> None:
        request = await wire.hear()
        path = request.split(b" ", 2)[1].decode()
        await wire.say(head(status, 0, location=f"http://127.0.0.1:{ELSEWHERE.port}{path}"))

    return talk


def drips(before: bytes, slowly: bytes) -> Conversation:
    async def talk(wire: Wire) -> None:
        await wire.hear()
        await wire.say(before)
        for position in range(len(slowly)):
            await wire.say(slowly[position : position + 1])
            await asyncio.sleep(DRIP_SECONDS)

    return talk


def floods(before: bytes, endlessly: bytes) -> Conversation:
    """Hear the request, and then say the same for ever, as fast as the client takes it."""

    async def talk(wire: Wire) -> None:
        await wire.hear()
        await wire.say(before)
        while True:
            await wire.say(endlessly)
            await asyncio.sleep(0)

    return talk


def early(said: bytes, *, then: str) -> Conversation:
    """Answer when the request has only begun, and read on, or throw the connection away."""

    async def talk(wire: Wire) -> None:
        await wire.reader.readuntil(b"\r\n\r\n")
        await wire.say(said)
        if then == "resets":
            await asyncio.sleep(PAUSE_SECONDS)
            wire.reset()
        else:
            await wire.stay()

    return talk


async def reset_unread(wire: Wire) -> None:
    # Not at once: a reset that overtakes the client's `connect` is a connection that never was.
    await asyncio.sleep(PAUSE_SECONDS)
    wire.reset()


async def close_unread(wire: Wire) -> None:
    await asyncio.sleep(PAUSE_SECONDS)


async def reset_while_reading(wire: Wire) -> None:
    await wire.reader.readexactly(100)
    wire.reset()


async def reset_after_reading(wire: Wire) -> None:
    await wire.hear()
    wire.reset()


async def never_answers(wire: Wire) -> None:
    await wire.stay()


async def never_reads(wire: Wire) -> None:
    await wire.ignore(60.0)


async def answers_anything(wire: Wire) -> None:
    """As a server does that is spoken to in TLS and knows none."""
    await wire.reader.read(1)
    await wire.say(html(400))


async def greets_and_stalls(wire: Wire) -> None:
    """Takes the first bytes of a handshake and says nothing more."""
    await wire.reader.read(1)
    await wire.stay()


CHUNKED = head(transfer_encoding="chunked", content_type="image/png")


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


@functools.cache
def bomb(size: int = 50 * MIB) -> bytes:
    """A picture's worth of bytes that unpacks to a thousand times as many."""
    return gzip.compress(bytes(size), compresslevel=9)


@functools.cache
def nested_json(size: int) -> bytes:
    """JSON that is forty times as large in memory as on the wire."""
    return b'{"errors":[' + b"{}," * (size // 3) + b"{}]}"
