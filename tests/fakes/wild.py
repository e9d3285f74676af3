"""Servers on the loopback address that need not speak HTTP: every connection is held as its conversation says.

`LoopbackServer` reads a request before it misbehaves. What happens below and before that is said here, byte by byte.
"""

import asyncio
import contextlib
import re
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
BUFFER_BYTES = 4096  # what piles up at a server that does not read, as far as the kernel obeys


@dataclass(frozen=True, slots=True)
class Wire:
    """One connection, with the verbs of a conversation."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def hear(self) -> bytes:
        """The whole request."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        return head + (await self.reader.readexactly(int(length[1])) if length else b"")

    async def say(self, *chunks: bytes) -> None:
        for chunk in chunks:
            self.writer.write(chunk)
            await self.writer.drain()

    async def stay(self) -> None:
        """Keep the connection open, reading what comes, until the client has gone."""
        while await self.reader.read(65536):
            pass

    async def ignore(self, seconds: float) -> None:
        """Take nothing from the connection for so long."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self.writer.transport.pause_reading()
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        """Close with RST: a linger time of zero throws the connection away without a goodbye."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Conversation = Callable[[Wire], Awaitable[None]]


class WildServer:
    """Listens from `start` on, in the running event loop. `connections` counts those that were taken up."""

    def __init__(self, conversation: Conversation, *, tls: ssl.SSLContext | None = None) -> None:
        self._conversation = conversation
        self._tls = tls
        self._open: set[asyncio.Task[None]] = set()
        self.connections = 0
        self.port = 0

    async def start(self) -> None:
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._server = await asyncio.start_server(self._accept, sock=listening, limit=1 << 20, ssl=self._tls)
        self.port = listening.getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for conversation in list(self._open):
            conversation.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        conversation = asyncio.get_running_loop().create_task(self._converse(Wire(reader, writer)))
        self._open.add(conversation)
        conversation.add_done_callback(self._open.discard)

    async def _converse(self, wire: Wire) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._conversation(wire)
        wire.writer.close()
