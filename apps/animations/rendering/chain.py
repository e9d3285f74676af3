"""One frame: claim, call, spool, verify, store, settle.

Claim and settle are one transaction each; between them nothing is held but the open submission. Every beat may be
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
    PausedReason,
    Topic,
)
from apps.animations.outbox import keeping_back, send_message, take_hint
from apps.animations.rendering.circuit_breaker import pause_animation
from apps.animations.rendering.claim import Claim, NoPlace, check_may_send, claim_frame
from apps.animations.rendering.context import Beat, Workshop
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


def paint_in_a_row(*, animation_id: uuid.UUID, workshop: Workshop, go_on: Callable[[], bool], frames: int) -> None:
    """Paint up to so many frames that follow one another at once, as long as `go_on()`; then hand the chain back."""
    for left in reversed(range(frames)):
        with keeping_back(Topic.STEP, animation_id) as next_step:
            step_animation(animation_id=animation_id, workshop=workshop)
        if not next_step.came:
            return
        if left == 0 or not go_on():
            send_message(Topic.STEP, animation_id)
            return


def step_animation(*, animation_id: uuid.UUID, workshop: Workshop) -> None:
    """Paint the next frame of one animation, if there is one to paint and nobody else is at it. Safe to call any time."""
    try:
        engine_name = engine_of(animation_id)
        engine = workshop.engine(engine_name)
    except Animation.DoesNotExist:
        take_hint(Topic.STEP, animation_id)
        return
    except EngineNotOffered:
        pause_animation(animation_id=animation_id, reason=PausedReason.ENGINE)
        return
    try:
        workshop.spool.check_room()
    except SpoolFull as full:
        log.warning("nothing is painted: %s", full)
        pause_animation(animation_id=animation_id, reason=PausedReason.ROOM)
        return
    claim = _claim_with_patience(animation_id, engine, workshop)
    if claim is None:
        return
    workshop.reach(Beat.CLAIMED)
    hand_back_connections()
    try:
        check_may_send(claim, now=workshop.clock())
        painted = engine.paint(claim.request, deadline=claim.call_until)
    except EngineError as error:
        settle_error(submission_id=claim.submission.pk, error=error, now=workshop.clock())
        return
    workshop.reach(Beat.ANSWERED)
    with workshop.spool.in_hand(claim.submission.pk):
        path = _keep_somehow(claim.submission.pk, painted, workshop)
        workshop.reach(Beat.SPOOLED)
        settle_answer(path=path, painted=painted, submission=claim.submission, workshop=workshop, ailing=claim.ailing)


def _keep_somehow(submission_id: uuid.UUID, painted: Painted, workshop: Workshop) -> Path:
    """Spool an answer, waiting for room as long as that takes: it was paid for, and here it is safe while we live."""
    while True:
        try:
            return workshop.spool.keep(submission_id, painted)
        except OSError:
            log.exception("a paid answer of %d bytes waits for room in the spool", len(painted.image))
        try:
            postpone_deadline(submission_id=submission_id, now=workshop.clock())
        except DatabaseError as full:  # it may lie on the same disk
            log.warning("the call's deadline could not be postponed: %s", full)
        hand_back_connections()
        time.sleep(ROOM_POLL_SECONDS)


def _claim_with_patience(animation_id: uuid.UUID, engine: Engine, workshop: Workshop) -> Claim | None:
    """Claim the next frame, waiting for a place in the engine's rate limit. After that the hint stays for the sweeper."""
    until = time.monotonic() + workshop.gate.wait_seconds
    while True:
        try:
            return claim_frame(animation_id=animation_id, engine=engine, workshop=workshop)
        except NoPlace:
            hand_back_connections()
            if not workshop.gate.wait_for_place(engine.name, until=until):
                return None


@lru_cache(maxsize=4096)
def engine_of(animation_id: uuid.UUID) -> str:
    """The engine that paints an animation, which never changes. Raises Animation.DoesNotExist."""
    return Animation.objects.values_list("engine", flat=True).get(pk=animation_id)
