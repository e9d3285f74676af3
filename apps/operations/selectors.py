"""What operators ask about the site: what was spent, what was earned, what waits, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from apps.animations.models import (
    Animation,
    AnimationState,
    EnginePause,
    Frame,
    FrameState,
    MeterReading,
    PausedReason,
    Submission,
    SubmissionState,
)
from apps.animations.operations.heartbeats import stale_components, stale_workers
from apps.animations.rendering.circuit_breaker import STRIKES
from apps.operations.ceilings import Ceiling, ceilings
from apps.operations.days import Day, last_days

ALARM_LASTS = timedelta(days=3)  # what nobody could explain is not forgotten over a weekend


@dataclass(frozen=True, slots=True)
class Waiting:
    """Animations that stand still for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Operations:
    days: Sequence[Day]
    ceilings: Sequence[Ceiling]
    waiting: Sequence[Waiting]
    pauses: Sequence[EnginePause]
    in_review: int
    open_calls: int
    unknown_calls: int
    stale: Sequence[str]
    readings: Sequence[MeterReading]
    meter_alarms: Sequence[MeterReading]


def operations(*, now: datetime) -> Operations:
    """Return everything on the operators' page, in a constant number of queries."""
    animations = Animation.objects.filter(state__in=[AnimationState.QUEUED, AnimationState.ACTIVE])
    paused = Counter(dict(animations.exclude(paused_reason="").values_list("paused_reason").annotate(Count("id"))))
    calls = Counter(dict(Submission.objects.values_list("state").annotate(Count("id"))))
    return Operations(
        days=last_days(now=now),
        ceilings=ceilings(now=now),
        waiting=[Waiting(str(PausedReason(reason).label), count) for reason, count in paused.most_common()],
        pauses=[pause for pause in EnginePause.objects.all() if pause.holds_at(now) or pause.strikes >= STRIKES],
        in_review=Frame.objects.filter(state=FrameState.REVIEW).count(),
        open_calls=calls[SubmissionState.SENT],
        unknown_calls=calls[SubmissionState.UNKNOWN],
        stale=[*stale_components(now=now), *stale_workers(now=now)],
        readings=list(MeterReading.objects.order_by("-read_at")[:10]),
        meter_alarms=list(
            MeterReading.objects.filter(is_alarm=True, read_at__gt=now - ALARM_LASTS).order_by("-read_at")
        ),
    )
