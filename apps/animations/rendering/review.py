"""What a person decides about a frame whose answer got lost: paint it again, or give up on it."""

import uuid
from datetime import datetime

from django.db import transaction

from apps.animations.models import MAX_CALLS_PER_FRAME, Animation, FailureReason, Frame, FrameState, MessageKind
from apps.animations.models.transitions import move_frame
from apps.animations.outbox import enqueue
from apps.animations.rendering.end import fail_from
from apps.common.units import Credits


class NotInReview(Exception):
    """The frame is not waiting for anybody any more: its answer came, a day passed, or somebody decided before."""


class NoTryLeft(Exception):
    """The frame was called as often as a frame may be. It can only be given up."""


def repeat_frame(*, frame_id: uuid.UUID, now: datetime) -> None:
    """Paint a frame again, at the house's cost and under the day's spending limits. Raises NotInReview, NoTryLeft."""
    with transaction.atomic():
        animation, frame = _in_review(frame_id)
        # Counted as a claim counts, or the frame would come back at once.
        if frame.submissions.filter(n__isnull=False).count() >= MAX_CALLS_PER_FRAME:
            raise NoTryLeft
        move_frame(frame, FrameState.PENDING, not_before=None)
        Animation.objects.filter(pk=animation.pk).update(paused_reason="", moved_at=now)
        enqueue(MessageKind.STEP, animation.pk, now=now)


def give_up_frame(*, frame_id: uuid.UUID, now: datetime) -> Credits:
    """Deliver what there is and release the rest; return how many credits went back. Raises NotInReview."""
    with transaction.atomic():
        animation, frame = _in_review(frame_id)
        return fail_from(animation=animation, position=frame.position, reason=FailureReason.UNKNOWN, now=now)


def _in_review(frame_id: uuid.UUID) -> tuple[Animation, Frame]:
    animation = Animation.objects.select_for_update(of=("self",), no_key=True).get(frames=frame_id)
    frame = Frame.objects.get(pk=frame_id)
    if frame.state != FrameState.REVIEW:
        raise NotInReview
    return animation, frame
