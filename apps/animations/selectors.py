"""Reads that serve pages and the API, and this app's part of the proof that everything adds up."""

import hashlib
import math
import statistics
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from apps.accounts.models import User
from apps.animations import media
from apps.animations.models import (
    ENDED_STATES,
    WHOLE,
    Animation,
    AnimationState,
    EnginePause,
    Export,
    ExportState,
    Frame,
    FrameState,
    Submission,
    SubmissionState,
)
from apps.credits.models import Transfer, TransferKind
from apps.credits.selectors import open_hold_refs
from apps.engines.registry import INSTALLED, EngineNotOffered, get_engine

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


def get_owned(user: User, animation_id: uuid.UUID, *, in_trash: bool = False) -> Animation:
    """Return one's own animation with its frames and exports; with `in_trash` also one that is in the trash.

    Raises Animation.DoesNotExist, also for somebody else's and for one that was erased.
    """
    own = Animation.objects.owned_by(user).submitted().filter(erased_at=None)
    return (
        (own if in_trash else own.visible())
        .prefetch_related(
            Prefetch("frames", Frame.objects.order_by("position", "take")),
            Prefetch("exports", Export.objects.order_by("created_at")),
        )
        .get(pk=animation_id)
    )


def is_key_spent(user: User, request_key: str) -> bool:
    """Return whether a form with this key has made an animation already, so that no draft can be kept under it."""
    return Animation.objects.owned_by(user).submitted().filter(request_key=request_key).exists()


def animations_of(user: User, *, before: tuple[datetime, uuid.UUID] | None = None) -> QuerySet[Animation]:
    """List your animations, newest first: a page of them and one more, which tells whether another page follows.

    `before` is where the page before ended.
    """
    rows = (
        Animation.objects.owned_by(user)
        .submitted()
        .visible()
        .annotate(stored=Count("frames", filter=Q(frames__state=FrameState.STORED)))
        .prefetch_related(Prefetch("exports", Export.objects.filter(state=ExportState.READY).order_by("created_at")))
        .order_by("-created_at", "-id")
    )
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=pk))
    return rows[: PAGE_SIZE + 1]


def trash_of(user: User, *, before: tuple[datetime, uuid.UUID] | None = None) -> QuerySet[Animation]:
    """List what is in your trash, deleted last first: a page and one more, as `animations_of` does."""
    rows = (
        Animation.objects.owned_by(user)
        .in_trash()
        .annotate(stored=Count("frames", filter=Q(frames__state=FrameState.STORED)))
        .prefetch_related(Prefetch("exports", Export.objects.filter(state=ExportState.READY).order_by("created_at")))
        .order_by("-deleted_at", "-id")
    )
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(deleted_at__lt=moment) | Q(deleted_at=moment, id__lt=pk))
    return rows[: PAGE_SIZE + 1]


def find_in_trash(user: User, pk: uuid.UUID) -> Animation | None:
    """Return one's own animation that is in the trash."""
    return Animation.objects.owned_by(user).in_trash().filter(pk=pk).first()


def find_submitted(user: User, pk: uuid.UUID) -> Animation | None:
    """Return one's own animation that was started, however it ended."""
    return Animation.objects.owned_by(user).submitted().visible().filter(pk=pk).first()


def main_export(animation: Animation) -> Export | None:
    """Return the file that is shown and shared, from prefetched exports in the order made.

    The chosen one, or else the first.
    """
    ready = [export for export in animation.exports.all() if export.state == ExportState.READY and export.is_version]
    return next((export for export in ready if export.is_chosen), ready[0] if ready else None)


def version_being_made(animation: Animation) -> Export | None:
    """Return the GIF that will be the one that is shown as soon as it is ready, from prefetched exports."""
    waiting = [export for export in animation.exports.all() if export.state == ExportState.PENDING]
    return next((export for export in waiting if export.choose_when_ready), None)


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


@dataclass(frozen=True, slots=True)
class Share:
    """The frames that one model painted, and what each of them cost."""

    model: str
    positions: list[int]
    credits_each: int


def shares_of(animation: Animation) -> list[Share]:
    """Return who painted which of the prefetched frames, the chosen model first.

    Asks the database only where that can differ.
    """
    stored = [frame for frame in animation.frames.all() if frame.state == FrameState.STORED]
    painters = {}
    if animation.fallback_model:
        won = animation.submissions.filter(state=SubmissionState.WON)
        painters = dict(won.values_list("frame", "model"))
    positions: dict[str, list[int]] = {animation.model: [], animation.fallback_model: []}
    for frame in stored:
        positions[painters.get(frame.pk, animation.model)].append(frame.position)
    return [
        Share(model, painted, animation.credits_for(model)) for model, painted in positions.items() if model and painted
    ]


def frames_of_fallbacks(animation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str, int]]:
    """Return engine, fallback and how many frames it painted, by animation; those in which it painted none are missing."""
    won = Submission.objects.filter(animation__in=animation_ids, state=SubmissionState.WON)
    stepped_in = won.exclude(model=F("animation__model")).order_by().values_list("animation", "engine", "model")
    return {pk: (engine, model, count) for pk, engine, model, count in stepped_in.annotate(Count("id"))}


def find_pause_of(animation: Animation, *, now: datetime) -> EnginePause | None:
    """Return what keeps an animation waiting that waits for its engine.

    The engine as a whole, or else the chosen model.
    """
    parts = [WHOLE, animation.part_for(animation.model)]
    pauses = EnginePause.objects.filter(engine=animation.engine, part__in=parts).order_by("part")
    return next((pause for pause in pauses if pause.holds_at(now)), None)


def findings_of_animations(*, deep: bool, now: datetime) -> list[str]:
    """Return what does not add up between frames, calls and the ledger. Empty is healthy."""
    found = []
    # Money first: what was captured, and what is still held for something that is over.
    found += _wrong_charges()
    open_refs = {*open_hold_refs("frame:"), *open_hold_refs("surcharge:")}
    unfinished = {ref for frame in Frame.objects.unfinished() for ref in (frame.ref, frame.surcharge_ref)}
    found += [f"{ref} still holds credits but its life is over" for ref in sorted(open_refs - unfinished)]
    open_calls = {f"submission:{pk}" for pk in Submission.objects.open().values_list("pk", flat=True)}
    found += [
        f"{ref} still holds spending but has ended" for ref in sorted(set(open_hold_refs("submission:")) - open_calls)
    ]
    # A frame is called again only after its earlier calls were settled.
    for frame_id, calls in (
        Submission.objects.exclude(n=None).values_list("frame").annotate(calls=Count("id")).filter(calls__gt=1)
    ):
        earlier = Submission.objects.filter(frame=frame_id).exclude(n=None).order_by("n")[: calls - 1]
        found += [
            f"frame {frame_id} was called again although call {call.n} is {call.state}"
            for call in earlier
            if call.state == SubmissionState.SENT
        ]
    # The sweeper settles these within minutes.
    late = Submission.objects.open().filter(deadline_at__lt=now - timedelta(minutes=5)).count()
    if late:
        found.append(f"{late} calls are open long after their deadline: is the sweeper running?")
    rendering = Frame.objects.filter(state=FrameState.RENDERING).exclude(submissions__state=SubmissionState.SENT)
    found += [f"{frame.ref} is being painted without a call" for frame in rendering]
    if deep:
        found += _unreadable_frames()
    return found


def _wrong_charges() -> list[str]:
    """Return frames for which something else was captured than the price of the model that painted them."""
    captured: Counter[str] = Counter()
    for kind in ("frame:", "surcharge:"):
        rows = Transfer.objects.filter(kind=TransferKind.PEND_POST, ref__startswith=kind).values_list("ref")
        for ref, amount in rows.annotate(Sum("amount")):
            captured[ref.removeprefix(kind)] += int(amount)
    owed = {str(pk): credits for pk, credits in Frame.objects.stored().values_list("pk", "credits") if credits}
    found = [f"frame:{pk} is charged but not stored" for pk in sorted(captured.keys() - owed.keys())]
    found += [f"frame:{pk} is stored but not charged" for pk in sorted(owed.keys() - captured.keys())]
    found += [
        f"frame:{pk} cost {owed[pk]} credits but {captured[pk]} are charged"
        for pk in sorted(owed.keys() & captured.keys())
        if owed[pk] != captured[pk]
    ]
    won = Submission.objects.filter(state=SubmissionState.WON)
    for model, price in (("model", "credits_per_frame"), ("fallback_model", "fallback_credits_per_frame")):
        wrong = won.filter(model=F(f"animation__{model}")).exclude(frame__credits=F(f"animation__{price}"))
        found += [f"frame:{pk} does not cost what {by} costs" for pk, by in wrong.values_list("frame", "model")]
    strangers = won.exclude(model=F("animation__model")).exclude(model=F("animation__fallback_model"))
    found += [
        f"frame:{pk} was painted by {by}, which nobody chose" for pk, by in strangers.values_list("frame", "model")
    ]
    return found


def _unreadable_frames() -> list[str]:
    found = []
    # Of what was erased on purpose only the charges are proved.
    kept = Frame.objects.stored().filter(animation__erased_at=None)
    for key, sha256 in kept.values_list("image_key", "sha256").iterator():
        try:
            data = media.read(key)
        except Exception as error:  # noqa: BLE001 - whatever the store raises is the finding
            found.append(f"{key} cannot be read: {error}")
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            found.append(f"{key} is not what was stored")
    return found


def is_made_by_ai(animation: Animation) -> bool:
    """Return whether a model painted it; True for an engine that is not installed any more, which has to be labeled."""
    registration = INSTALLED.get(animation.engine)
    return registration is None or registration.capabilities.is_ai
