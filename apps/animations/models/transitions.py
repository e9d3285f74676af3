"""The allowed moves of an animation's life, and the one function that performs a move as a guarded UPDATE."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model

from apps.animations.models import ENDED_STATES, Animation, Frame, Submission
from apps.animations.models import AnimationState as A
from apps.animations.models import FrameState as F
from apps.animations.models import SubmissionState as S
from apps.common.compiled import Slot, Update

ANIMATION_MOVES: Mapping[str, frozenset[str]] = {
    A.DRAFT: frozenset({A.QUEUED}),
    A.QUEUED: frozenset({A.ACTIVE, A.CANCELLED, A.FAILED}),
    A.ACTIVE: frozenset({A.ASSEMBLING, A.CANCELLED, A.FAILED}),
    A.ASSEMBLING: frozenset({A.DONE, A.PARTIAL, A.CANCELLED, A.FAILED}),
    A.DONE: frozenset(),
    A.PARTIAL: frozenset(),
    A.FAILED: frozenset(),
    A.CANCELLED: frozenset(),
}
FRAME_MOVES: Mapping[str, frozenset[str]] = {
    F.PENDING: frozenset({F.RENDERING, F.STORED, F.FAILED}),  # stored: a late answer of an earlier, unknown call
    F.RENDERING: frozenset({F.PENDING, F.STORED, F.REVIEW, F.FAILED}),
    F.REVIEW: frozenset({F.PENDING, F.STORED, F.FAILED}),
    F.STORED: frozenset(),
    F.FAILED: frozenset(),
}
SUBMISSION_MOVES: Mapping[str, frozenset[str]] = {
    S.SENT: frozenset({S.WON, S.NOT_SENT, S.DECLINED, S.REJECTED_PAID, S.UNKNOWN, S.ORPHAN}),
    S.UNKNOWN: frozenset({S.WON, S.ORPHAN, S.REJECTED_PAID, S.CHARGED, S.NOT_CHARGED}),
    S.WON: frozenset(),
    S.NOT_SENT: frozenset(),
    S.DECLINED: frozenset(),
    S.REJECTED_PAID: frozenset(),
    S.ORPHAN: frozenset(),
    S.CHARGED: frozenset({S.WON, S.ORPHAN}),
    S.NOT_CHARGED: frozenset(),
}
MOVES: Mapping[type[Model], Mapping[str, frozenset[str]]] = {
    Animation: ANIMATION_MOVES,
    Frame: FRAME_MOVES,
    Submission: SUBMISSION_MOVES,
}


class MoveForbidden(Exception):
    """A move that the table does not have: a mistake in our code, never a race."""


def sources(moves: Mapping[str, frozenset[str]], target: str) -> list[str]:
    """Return the states from which `target` may be reached, sorted."""
    found = sorted(source for source, targets in moves.items() if target in targets)
    if not found:
        raise MoveForbidden(f"nothing moves to {target}")
    return found


@lru_cache
def _statement(model: type[Model], target: str, fields: tuple[str, ...]) -> Update:
    """Return the guarded UPDATE of one row to `target`, with these fields changed too."""
    origins = sources(MOVES[model], target)
    return Update(
        lambda: model._default_manager.filter(pk=Slot("pk", model, "id"), state__in=origins), *fields, state=target
    )


def _move(row: Model, target: str, fields: dict[str, Any]) -> bool:
    moved = _statement(type(row), target, tuple(sorted(fields)))(pk=row.pk, **fields) > 0
    if moved:
        for name, value in {"state": target, **fields}.items():
            setattr(row, name, value)
    return moved


def move_animation(animation: Animation, target: A, *, now: datetime, **fields: Any) -> bool:
    """Move one animation if it still stands where that move begins. False: somebody else was first.

    On success the given object shows the new state too.
    """
    fields["moved_at"] = now
    if target in ENDED_STATES:
        fields["ended_at"] = now
    return _move(animation, target, fields)


def move_frame(frame: Frame, target: F, **fields: Any) -> bool:
    """Move one frame as `move_animation` does."""
    return _move(frame, target, fields)


def move_submission(submission: Submission, target: S, *, now: datetime, **fields: Any) -> bool:
    """Move one submission as `move_animation` does. Every move ends it, so `ended_at` is set."""
    fields["ended_at"] = now
    return _move(submission, target, fields)
