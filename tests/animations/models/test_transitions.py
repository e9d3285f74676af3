"""Every pair of states: allowed by the table and performed, or refused and nothing changed."""

import itertools

import pytest
from django.utils import timezone

from apps.animations.models import AnimationState, FrameState, SubmissionState
from apps.animations.models.transitions import (
    ANIMATION_MOVES,
    FRAME_MOVES,
    SUBMISSION_MOVES,
    MoveForbidden,
    move_animation,
    move_frame,
    move_submission,
    sources,
)
from tests.animations.models.test_constraints import NOW, animation, frame, submission

pytestmark = pytest.mark.django_db
ENDED = {"done", "partial", "failed", "cancelled"}


@pytest.mark.parametrize(("source", "target"), list(itertools.product(AnimationState, AnimationState)))
def test_an_animation_moves_exactly_where_the_table_allows(source, target):
    row = animation(state=source, ending="done", ended_at=NOW if source in ENDED else None)
    if target == "draft":
        with pytest.raises(MoveForbidden):
            sources(ANIMATION_MOVES, target)
        return
    assert move_animation(row, target, now=timezone.now()) == (target in ANIMATION_MOVES[source])
    row.refresh_from_db()
    assert row.state == (target if target in ANIMATION_MOVES[source] else source)


@pytest.mark.parametrize(("source", "target"), list(itertools.product(FrameState, FrameState)))
def test_a_frame_moves_exactly_where_the_table_allows(source, target):
    picture = {"image_key": "k", "sha256": "s", "stored_at": NOW}
    row = frame(state=source, **(picture if source == "stored" else {}))
    moved = move_frame(row, target, **(picture if target == "stored" else {}))
    assert moved == (target in FRAME_MOVES[source])
    row.refresh_from_db()
    assert row.state == (target if moved else source)


@pytest.mark.parametrize(("source", "target"), list(itertools.product(SubmissionState, SubmissionState)))
def test_a_submission_moves_exactly_where_the_table_allows(source, target):
    row = submission(state=source, ended_at=None if source == "sent" else NOW)
    if target == "sent":
        with pytest.raises(MoveForbidden):
            sources(SUBMISSION_MOVES, target)
        return
    assert move_submission(row, target, now=NOW) == (target in SUBMISSION_MOVES[source])
    row.refresh_from_db()
    assert row.state == (target if target in SUBMISSION_MOVES[source] else source)
