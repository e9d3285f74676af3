"""Reads that serve pages and the API, and the workshop's part of the proof that everything adds up."""

import hashlib
import math
import statistics
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Prefetch, Q, QuerySet

from apps.accounts.models import User
from apps.animations import media
from apps.animations.models import (
    ENDED_STATES,
    Animation,
    AnimationState,
    Export,
    ExportState,
    Frame,
    FrameState,
    Submission,
    SubmissionState,
)
from apps.credits.models import Transfer, TransferKind
from apps.credits.selectors import open_hold_refs
from apps.engines.registry import EngineNotOffered, get_engine

RECENT_CALLS = 30  # enough for a median that one slow call does not move
PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an animation is. `seconds_left` is None while that cannot be said honestly."""

    stored: int
    total: int
    percent: int
    seconds_left: int | None
    ahead: int
    """How many of the same person's animations come first while this one waits its turn."""


def get_owned(user: User, animation_id: uuid.UUID) -> Animation:
    """One's own animation with its frames and exports. Raises Animation.DoesNotExist, also for somebody else's."""
    return (
        Animation.objects.owned_by(user)
        .submitted()
        .prefetch_related(
            Prefetch("frames", Frame.objects.order_by("position", "take")),
            Prefetch("exports", Export.objects.order_by("created_at")),
        )
        .get(pk=animation_id)
    )


def is_key_spent(user: User, request_key: str) -> bool:
    """Whether a form with this key has made an animation already, so that no draft can be kept under it."""
    return Animation.objects.owned_by(user).submitted().filter(request_key=request_key).exists()


def animations_of(user: User, *, before: tuple[datetime, uuid.UUID] | None = None) -> QuerySet[Animation]:
    """One's own animations, newest first: a page of them and one more, which tells whether another page follows.

    `before` is where the page before ended.
    """
    rows = (
        Animation.objects.owned_by(user)
        .submitted()
        .annotate(stored=Count("frames", filter=Q(frames__state=FrameState.STORED)))
        .prefetch_related(Prefetch("exports", Export.objects.filter(state=ExportState.READY).order_by("created_at")))
        .order_by("-created_at", "-id")
    )
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=pk))
    return rows[: PAGE_SIZE + 1]


def ready_export(animation: Animation) -> Export | None:
    """The newest finished file, from prefetched exports."""
    ready = [export for export in animation.exports.all() if export.state == ExportState.READY]
    return ready[-1] if ready else None


def progress_of(animation: Animation, *, now: datetime) -> Progress:
    """How far it is, from prefetched frames, and how long it will take as far as recent calls can tell."""
    frames = list(animation.frames.all())
    stored = sum(frame.state == FrameState.STORED for frame in frames)
    left = sum(frame.state in (FrameState.PENDING, FrameState.RENDERING) for frame in frames)
    seconds = None
    ahead = 0
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
    """Seconds from one stored frame to the next, waits between the calls included, as this animation has it so far."""
    spans = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    if not spans:
        return max(typical, (moments[0] - began).total_seconds())
    waited = (now - moments[-1]).total_seconds()
    usual = statistics.median(spans)
    return statistics.median([*spans, waited]) if waited > usual else usual


def _as_said(seconds: float) -> int:
    """Rounded up, to steps of five above ten: nobody counts along, and nobody likes to be told too little."""
    whole = max(1, math.ceil(seconds))
    return whole if whole <= 10 else 5 * math.ceil(whole / 5)


def seconds_per_frame(animation: Animation) -> float:
    """The median time of recent calls of this engine and model, or the model's typical time when there are too few."""
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


def findings_of_the_workshop(*, deep: bool, now: datetime) -> list[str]:
    """What does not add up between frames, calls and the ledger. Empty is healthy."""
    found = []
    captured = set(
        Transfer.objects.filter(kind=TransferKind.PEND_POST, ref__startswith="frame:").values_list("ref", flat=True)
    )
    stored = {f"frame:{pk}" for pk in Frame.objects.stored().filter(credits__gt=0).values_list("pk", flat=True)}
    found += [f"{ref} is charged but not stored" for ref in sorted(captured - stored)]
    found += [f"{ref} is stored but not charged" for ref in sorted(stored - captured)]
    open_refs = set(open_hold_refs("frame:"))
    unfinished = {f"frame:{pk}" for pk in Frame.objects.unfinished().values_list("pk", flat=True)}
    found += [f"{ref} still holds credits but its life is over" for ref in sorted(open_refs - unfinished)]
    open_calls = {f"submission:{pk}" for pk in Submission.objects.open().values_list("pk", flat=True)}
    found += [
        f"{ref} still holds spending but has ended" for ref in sorted(set(open_hold_refs("submission:")) - open_calls)
    ]
    for frame_id, calls in (
        Submission.objects.exclude(n=None).values_list("frame").annotate(calls=Count("id")).filter(calls__gt=1)
    ):
        earlier = Submission.objects.filter(frame=frame_id).exclude(n=None).order_by("n")[: calls - 1]
        found += [
            f"frame {frame_id} was called again although call {call.n} is {call.state}"
            for call in earlier
            if call.state == SubmissionState.SENT
        ]
    late = Submission.objects.open().filter(deadline_at__lt=now - timedelta(minutes=5)).count()
    if late:
        found.append(f"{late} calls are open long after their deadline: is the sweeper running?")
    rendering = Frame.objects.filter(state=FrameState.RENDERING).exclude(submissions__state=SubmissionState.SENT)
    found += [f"{frame.ref} is being painted without a call" for frame in rendering]
    if deep:
        found += _unreadable_frames()
    return found


def _unreadable_frames() -> list[str]:
    found = []
    for key, sha256 in Frame.objects.stored().values_list("image_key", "sha256").iterator():
        try:
            data = media.read(key)
        except Exception as error:  # noqa: BLE001 - whatever the store raises is the finding
            found.append(f"{key} cannot be read: {error}")
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            found.append(f"{key} is not what was stored")
    return found
