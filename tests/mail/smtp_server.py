"""A mail server on the loopback address that refuses what it is told to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Post:
    """Remembers letters. `replies` are SMTP replies by recipient; every other address is taken."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], str]] = []
        self.replies: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        text = content if isinstance(content, str) else content.decode(errors="replace")
        self.letters.append((list(envelope.rcpt_tos), text))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Post]:
    """Run a mail server in a thread of its own, at a port that the system chooses."""
    post, loop = Post(), asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(post, hostname="mail.example", loop=loop), "127.0.0.1", 0)
    )
    post.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
