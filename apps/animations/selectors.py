"""Reads that serve pages and the API."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from apps.accounts.models import User
from apps.animations.models import (
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
from apps.engines.registry import INSTALLED

PAGE_SIZE = 24


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
    """List what is in your trash, deleted last first. `before` is where the page before ended."""
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
    return rows


def count_running(user: User, ids: Collection[uuid.UUID]) -> int:
    """Return how many of some animations of one's own are being made."""
    running = [AnimationState.QUEUED, AnimationState.ACTIVE]
    return Animation.objects.owned_by(user).visible().filter(pk__in=ids, state__in=running).count()


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


def is_made_by_ai(animation: Animation) -> bool:
    """Return whether a model painted it; True for an engine that is not installed any more, which has to be labeled."""
    registration = INSTALLED.get(animation.engine)
    return registration is None or registration.capabilities.is_ai
