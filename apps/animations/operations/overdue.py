"""What waited too long: calls past their deadline, and reviews that nobody decided."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.animations.models import Animation, AnimationState, FailureReason, Frame, FrameState, Submission
from apps.animations.rendering.end import fail_from
from apps.animations.rendering.settle import settle_error
from apps.engines.errors import Abandoned

REVIEW_LASTS = timedelta(hours=24)  # after a day of nobody looking, the customer gets their credits back
BATCH = 200  # rows of one kind a sweep looks at, so that a sweep stays short however much is waiting


def end_overdue_calls(*, now: datetime) -> None:
    """End calls past their deadline: what became of them is unknown."""
    overdue = Submission.objects.open().filter(deadline_at__lte=now).values_list("pk", flat=True)[:BATCH]
    for submission_id in list(overdue):
        settle_error(submission_id=submission_id, error=Abandoned("no answer before the deadline"), now=now)


def release_old_reviews(*, now: datetime) -> None:
    """Give up reviews that nobody decided for a day: credits go back, and what there is is delivered."""
    old = Frame.objects.filter(state=FrameState.REVIEW, animation__moved_at__lte=now - REVIEW_LASTS)[:BATCH]
    for frame in old:
        with transaction.atomic():
            animation = Animation.objects.select_for_update(no_key=True).get(pk=frame.animation_id)
            if animation.state == AnimationState.ACTIVE:
                fail_from(animation=animation, position=frame.position, reason=FailureReason.UNKNOWN, now=now)
