import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connections
from django.utils import timezone

from apps.animations.operations.maintenance import SWEEP_SECONDS, sweep
from apps.animations.rendering.context import get_render_context

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Move on what is late, lost or unsent: once, or every few seconds until stopped. Any number may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and exit")

    def handle(self, *, once: bool, **_: Any) -> None:
        render_context = get_render_context()
        if once:
            sweep(now=timezone.now(), render_context=render_context)
            render_context.spool.close()
            return
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not stopping.is_set():
            try:
                close_old_connections()
                sweep(now=timezone.now(), render_context=render_context)
            except Exception:
                # A database that is away comes back; the sweeper must still be there then.
                log.exception("a sweep failed; the next one follows")
                connections.close_all()
            stopping.wait(SWEEP_SECONDS)
        render_context.spool.close()
