"""The thread of a frames worker that looks after its disk: what could not be stored, and what dead neighbors left."""

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connections

from apps.animations.rendering.context import get_render_context
from apps.animations.rendering.spool_recovery import recover_spool

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0


def start_spool_watcher() -> threading.Thread:
    """Look once at once, so that a restarted worker takes up what it left, and then every two seconds."""
    thread = threading.Thread(target=_keep, name="spool-keeper", daemon=True)
    thread.start()
    return thread


def _keep() -> None:
    while True:
        try:
            close_old_connections()
            recover_spool(root=settings.SPOOL_DIR, render_context=get_render_context())
        except Exception:
            # A database that is away comes back; the thread must still be there then.
            log.exception("the spool could not be looked after")
        finally:
            connections.close_all()
        time.sleep(LOOK_EVERY_SECONDS)
