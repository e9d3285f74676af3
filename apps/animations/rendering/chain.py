"""One frame: claim, call, spool, verify, store, settle.

Claim and settle are one transaction each; between them nothing is held but the open submission. Every step may be
repeated by anyone: a row that somebody else moved first simply does not move again.

The order of locks in every transaction stands in docs/reliability.md.
"""

import logging
import time
import uuid
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.db import DatabaseError

from apps.animations.models import (
    Animation,
    MessageKind,
    PausedReason,
)
from apps.animations.outbox import ack, keep_for_this_thread, send_message
from apps.animations.rendering.circuit_breaker import pause_animation
from apps.animations.rendering.claim import Claim, NoCapacity, check_may_send, claim_frame
from apps.animations.rendering.context import Checkpoint, RenderContext
from apps.animations.rendering.settle import settle_answer, settle_error
from apps.animations.rendering.spool import SpoolFull
from apps.animations.rendering.spool_recovery import postpone_deadline
from apps.common.connections import hand_back_connections
from apps.engines.errors import (
    EngineError,
)
from apps.engines.protocol import Engine, Painted
from apps.engines.registry import EngineNotOffered

log = logging.getLogger(__name__)

ROOM_POLL_SECONDS = 0.5  # how often a disk without room is asked again: well within a call's own deadline


def paint_in_a_row(
    *, animation_id: uuid.UUID, render_context: RenderContext, go_on: Callable[[], bool], frames: int
) -> None:
    """Paint up to so many frames that follow one another at once, as long as `go_on()`; then hand the chain back."""
    # The next frame's message is kept for this thread instead of sent: its row is there, so a crash loses nothing.
    for left in reversed(range(frames)):
        with keep_for_this_thread(MessageKind.STEP, animation_id) as next_step:
            step_animation(animation_id=animation_id, render_context=render_context)
        if not next_step.came:
            return
        if left == 0 or not go_on():
            send_message(MessageKind.STEP, animation_id)
            return


def step_animation(*, animation_id: uuid.UUID, render_context: RenderContext) -> None:
    """Paint the next frame of one animation, if there is one to paint and nobody else is at it. Safe to call any time."""
    # What is known before anything is claimed: whether there is such an animation, its engine, and room for an answer.
    try:
        engine_name = engine_of(animation_id)
        engine = render_context.engine(engine_name)
    except Animation.DoesNotExist:
        ack(MessageKind.STEP, animation_id)
        return
    except EngineNotOffered:
        pause_animation(animation_id=animation_id, reason=PausedReason.ENGINE)
        return
    # No room for an answer means that a picture would be paid for and lost.
    try:
        render_context.spool.check_room()
    except SpoolFull as full:
        log.warning("nothing is painted: %s", full)
        pause_animation(animation_id=animation_id, reason=PausedReason.ROOM)
        return
    claim = _claim_with_patience(animation_id, engine, render_context)
    if claim is None:
        return
    # Committed: from here on the call is on record, and its answer or error must be settled.
    render_context.on_checkpoint(Checkpoint.CLAIMED)
    # A call takes long: no connection to the database is kept from others meanwhile.
    hand_back_connections()
    # Checked at the last moment, because the claim may have waited for locks or for the processor.
    try:
        check_may_send(claim, now=render_context.clock())
        painted = engine.paint(claim.request, deadline=claim.call_until)
    except EngineError as error:
        settle_error(submission_id=claim.submission.pk, error=error, now=render_context.clock())
        return
    render_context.on_checkpoint(Checkpoint.ANSWERED)
    # Spooled before it is looked at: a paid answer must outlive this process, whatever it contains.
    with render_context.spool.in_hand(claim.submission.pk):
        path = _keep_somehow(claim.submission.pk, painted, render_context)
        render_context.on_checkpoint(Checkpoint.SPOOLED)
        settle_answer(
            path=path, painted=painted, submission=claim.submission, render_context=render_context, ailing=claim.ailing
        )


def _keep_somehow(submission_id: uuid.UUID, painted: Painted, render_context: RenderContext) -> Path:
    """Spool an answer, waiting for room as long as that takes: it was paid for, and here it is safe while we live."""
    while True:
        try:
            return render_context.spool.keep(submission_id, painted)
        except OSError:
            log.exception("a paid answer of %d bytes waits for room in the spool", len(painted.image))
        # The call must not run into its deadline meanwhile, or it would be taken for lost and bought again.
        try:
            postpone_deadline(submission_id=submission_id, now=render_context.clock())
        except DatabaseError as full:  # it may lie on the same disk
            log.warning("the call's deadline could not be postponed: %s", full)
        # No connection is kept while this thread waits.
        hand_back_connections()
        time.sleep(ROOM_POLL_SECONDS)


def _claim_with_patience(animation_id: uuid.UUID, engine: Engine, render_context: RenderContext) -> Claim | None:
    """Claim the next frame, waiting for a place in the engine's rate limit. After that the message stays for the sweeper."""
    until = time.monotonic() + render_context.rate_limiter.wait_seconds
    while True:
        try:
            return claim_frame(animation_id=animation_id, engine=engine, render_context=render_context)
        except NoCapacity:
            hand_back_connections()
            if not render_context.rate_limiter.wait_for_capacity(engine.name, until=until):
                return None


@lru_cache(maxsize=4096)
def engine_of(animation_id: uuid.UUID) -> str:
    """Return the engine that paints an animation, which never changes. Raises Animation.DoesNotExist."""
    return Animation.objects.values_list("engine", flat=True).get(pk=animation_id)
