"""One frame: claim, call, spool, verify, store, settle.

Claim and settle are one transaction each; between them nothing is held but the open submission. Every beat may be
repeated by anyone: a row that somebody else moved first simply does not move again.

Order of locks in every transaction: animation, frame, then the ledger's accounts by ascending id.
"""

import time
import uuid
from functools import lru_cache

from django.conf import settings

from apps.animations.models import (
    Animation,
    PausedReason,
    Topic,
)
from apps.animations.services.claiming import claim_frame
from apps.animations.services.hints import take_hint
from apps.animations.services.pausing import pause_animation
from apps.animations.services.settling import settle_answer, settle_error
from apps.animations.services.workshop import Beat, Workshop
from apps.engines.errors import (
    EngineError,
)
from apps.engines.registry import EngineNotOffered

GATE_PATIENCE_SECONDS = 5.0  # a thread that waits longer for its place makes room for another animation


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
    workshop.spool.check_room()
    if not workshop.gate.wait(engine_name, patience_seconds=GATE_PATIENCE_SECONDS):
        return  # the hint stays, so the sweeper asks again
    claim = claim_frame(animation_id=animation_id, engine=engine, workshop=workshop)
    if claim is None:
        return
    workshop.reach(Beat.CLAIMED)
    try:
        painted = engine.paint(claim.request, deadline=time.monotonic() + settings.ENGINE_CALL_SECONDS)
    except EngineError as error:
        settle_error(submission_id=claim.submission.pk, error=error, now=workshop.clock())
        return
    workshop.reach(Beat.ANSWERED)
    with workshop.spool.in_hand(claim.submission.pk):
        path = workshop.spool.keep(claim.submission.pk, painted)
        workshop.reach(Beat.SPOOLED)
        settle_answer(path=path, painted=painted, submission=claim.submission, workshop=workshop, ailing=claim.ailing)


@lru_cache(maxsize=4096)
def engine_of(animation_id: uuid.UUID) -> str:
    """The engine that paints an animation, which never changes. Raises Animation.DoesNotExist."""
    return Animation.objects.values_list("engine", flat=True).get(pk=animation_id)
