"""How far an animation is, and how long it will still take."""

import math
import statistics
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from apps.animations.models import ENDED_STATES, Animation, AnimationState, FrameState, Submission, SubmissionState
from apps.engines.registry import EngineNotOffered, get_engine

RECENT_CALLS = 30  # enough for a median that one slow call does not move


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an animation is. `seconds_left` is None while that cannot be said honestly."""

    stored: int
    total: int
    percent: int
    seconds_left: int | None
    ahead: int
    """How many of the same person's animations come first while this one waits its turn."""


def progress_of(animation: Animation, *, now: datetime) -> Progress:
    """Return how far it is, from prefetched frames, and how long it will take as far as recent calls can tell."""
    frames = list(animation.frames.all())
    stored = sum(frame.state == FrameState.STORED for frame in frames)
    left = sum(frame.state in (FrameState.PENDING, FrameState.RENDERING) for frame in frames)
    seconds = None
    ahead = 0
    # Its turn comes after the owner's earlier ones.
    if animation.state == AnimationState.QUEUED:
        ahead = (
            Animation.objects.filter(owner=animation.owner_id, queued_at__lt=animation.queued_at)
            .exclude(state__in=[*ENDED_STATES, AnimationState.DRAFT, AnimationState.ASSEMBLING])
            .count()
        )
    elif animation.state == AnimationState.ACTIVE and not animation.paused_reason and stored and left:
        moments = sorted(frame.stored_at for frame in frames if frame.stored_at is not None)
        began = animation.submissions.order_by("sent_at").values_list("sent_at", flat=True).first()
        pace = _pace(moments, began=began or moments[0], typical=seconds_per_frame(animation), now=now)
        waited = (now - moments[-1]).total_seconds()
        # A frame that is late already may need its whole time once more: nobody knows better.
        current = pace - waited if waited < pace else pace
        seconds = _as_said(current + pace * (left - 1))
    return Progress(
        stored=stored,
        total=len(frames),
        percent=round(100 * stored / len(frames)) if frames else 0,
        seconds_left=seconds,
        ahead=ahead,
    )


def _pace(moments: list[datetime], *, began: datetime, typical: float, now: datetime) -> float:
    """Return the seconds from one stored frame to the next so far, waits between the calls included."""
    spans = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    if not spans:
        return max(typical, (moments[0] - began).total_seconds())
    waited = (now - moments[-1]).total_seconds()
    usual = statistics.median(spans)
    return statistics.median([*spans, waited]) if waited > usual else usual


def _as_said(seconds: float) -> int:
    """Round seconds up, to steps of five above ten."""
    whole = max(1, math.ceil(seconds))
    return whole if whole <= 10 else 5 * math.ceil(whole / 5)


def seconds_per_frame(animation: Animation) -> float:
    """Return the median time of recent calls of this model, or its typical time when there are too few."""
    spans = [
        (ended - sent).total_seconds()
        for sent, ended in Submission.objects.filter(
            engine=animation.engine, model=animation.model, state=SubmissionState.WON, ended_at__isnull=False
        )
        .order_by("-sent_at")
        .values_list("sent_at", "ended_at")[:RECENT_CALLS]
        if ended is not None
    ]
    if len(spans) >= 2:
        return statistics.median(spans)
    try:
        return get_engine(animation.engine).capabilities.model(animation.model).typical_seconds
    except (EngineNotOffered, KeyError):
        return 5.0
