"""The thread of a frames worker that looks after its disk: what could not be stored, and what dead neighbors left."""

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connections

from apps.animations.rendering.context import this_workshop
from apps.animations.rendering.spool_recovery import salvage

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0


def start_spool_keeper() -> threading.Thread:
    """Look once at once, so that a restarted worker takes up what it left, and then every two seconds."""
    thread = threading.Thread(target=_keep, name="spool-keeper", daemon=True)
    thread.start()
    return thread


def _keep() -> None:
    while True:
        try:
            close_old_connections()
            salvage(root=settings.SPOOL_DIR, workshop=this_workshop())
        except Exception:
            # A database that is away comes back; the thread must still be there then.
            log.exception("the spool could not be looked after")
        finally:
            connections.close_all()
        time.sleep(LOOK_EVERY_SECONDS)
