"""A proxy on the loopback address in front of a real S3 server, which can be away and can fail now and then."""

import asyncio
import contextlib
import random
import re
import threading
from typing import Self

BUSY = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
EXPECT = re.compile(rb"\r\nexpect:[^\r]*", re.IGNORECASE)
CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)


class StoreProxy:
    """`away`: everything is answered with 503. `error_share`: that share of requests is answered with 503, half of
    them after the store has done what was asked, as a front end does that loses its back end's answer.

    Passes everything else on byte by byte, one request a connection.
    """

    def __init__(self, target_port: int, *, seed: str) -> None:
        self.target_port = target_port
        self.port = 0
        self.away = False
        self.error_share = 0.0
        self.passed = self.refused = 0
        self._chance = random.Random(seed)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="proxy", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._converse, "127.0.0.1", 0, limit=1 << 20, backlog=256)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n"))[:-4]
            if EXPECT.search(head):
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            length = LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            fails = self._chance.random() < self.error_share
            refused = self.away or (fails and self._chance.random() < 0.5)
            answer = b"" if refused else await self._ask(head, body)
            if refused or fails:
                self.refused += 1
                answer = b"HTTP/1.1 503 Slow Down\r\ncontent-type: application/xml\r\nconnection: close\r\n"
                answer += f"content-length: {len(BUSY)}\r\n\r\n".encode()
                answer += b"" if head.startswith(b"HEAD") else BUSY
            else:
                self.passed += 1
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        """The store's whole answer. Neither header that changes here is part of a signature."""
        head = CONNECTION.sub(b"", EXPECT.sub(b"", head))
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            writer.write(head + b"\r\nconnection: close\r\n\r\n" + body)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()
