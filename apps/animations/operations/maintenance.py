"""The sweeper: whatever is late, lost or forgotten moves on. Any number of copies may run; every step may be repeated."""

import logging
from datetime import datetime

from django.conf import settings

from apps.animations.models import Animation
from apps.animations.operations.balance_reconciliation import reconcile_due
from apps.animations.operations.forgotten import announce_forgotten, wake_paused, wake_waiting_frames
from apps.animations.operations.heartbeats import SWEEPER, note_heartbeat, send_heartbeats
from apps.animations.operations.overdue import end_overdue_calls, release_old_reviews
from apps.animations.operations.workers import forget_ended_workers
from apps.animations.outbox import resend_due_messages
from apps.animations.rendering.circuit_breaker import forget_past_pauses
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.spool_recovery import recover_spool
from apps.common.signals import sweeping
from apps.credits.services.free import keep_promises

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0  # the longest a due frame waits for its turn


def sweep(*, now: datetime, render_context: RenderContext) -> None:
    """Look once at everything that might be stuck."""
    recover_spool(root=settings.SPOOL_DIR, render_context=render_context)
    end_overdue_calls(now=now)
    release_old_reviews(now=now)
    forget_past_pauses(now=now)
    wake_waiting_frames(now=now)
    wake_paused(now=now)
    announce_forgotten(now=now)
    resend_due_messages(now=now)
    keep_promises(now=now)
    reconcile_due(now=now)
    for receiver, answer in sweeping.send_robust(sender=Animation, now=now):
        if isinstance(answer, Exception):
            log.error("%s failed in a sweep", receiver, exc_info=answer)
    note_heartbeat(SWEEPER, now=now)
    send_heartbeats(now=now)
    forget_ended_workers(now=now)
