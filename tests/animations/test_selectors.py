"""How long it will still take is said from what was measured, rounded up, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.animations.copy import time_left
from apps.animations.models import Animation, Frame, Submission
from apps.animations.progress import Progress, progress_of
from apps.animations.selectors import get_owned
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db

START = timezone.now()


def at(seconds: float):
    return START + timedelta(seconds=seconds)


def seconds_left(*stored_after: float, now: float, frames: int = 10, **fields: object) -> int | None:
    """What is said at `now` of an animation whose first call began at 0 and whose frames came at these moments."""
    owner = make_person("alice")
    row = Animation.objects.create(
        owner=owner,
        request_key="k",
        source_key="sources/x.png",
        width=64,
        height=64,
        engine="sketch",
        model="sketch",
        prompt="rage",
        seed=1,
        frame_count=frames,
        fps=8,
        loop="forward",
        **{"state": "active", **fields},
    )
    rows = [Frame(animation=row, position=position + 1, seed=1, credits=1) for position in range(frames)]
    for frame, moment in zip(rows, stored_after, strict=False):
        frame.state, frame.image_key, frame.sha256, frame.stored_at = "stored", "frames/x.png", "x", at(moment)
    Frame.objects.bulk_create(rows)
    Submission.objects.create(
        animation=row,
        frame=rows[0],
        n=1,
        state="won",
        engine="sketch",
        model="sketch",
        endpoint="x",
        cost_mills=0,
        seed=1,
        request_sha256="x",
        worker="x",
        sent_at=at(0),
        deadline_at=at(90),
        ended_at=at(0.1),
    )
    return progress_of(get_owned(owner, row.pk), now=at(now)).seconds_left


def test_nothing_is_said_before_the_first_frame():
    assert seconds_left(now=5) is None


def test_nothing_is_said_while_nothing_moves():
    assert seconds_left(1, 2, now=3, paused_reason="engine") is None


def test_nothing_is_said_when_all_frames_are_there():
    assert seconds_left(*range(1, 11), now=10) is None


def test_after_one_frame_it_is_the_engines_time_or_what_the_first_one_took():
    assert seconds_left(3, now=3) == 30  # nine more at three seconds each, and steps of five above ten


def test_from_two_frames_on_it_is_this_animations_own_pace_waits_included():
    assert seconds_left(1, 2, 3, 4, now=4) == 6
    Animation.objects.all().delete()
    assert seconds_left(3, 6, 9, now=9) == 25  # the call itself took a tenth of a second


def test_one_long_wait_does_not_make_the_rest_long():
    assert seconds_left(1, 2, 3, 303, 304, now=304) == 5


def test_the_frame_that_is_being_painted_counts_down():
    assert seconds_left(4, 8, now=11, frames=3) == 1
    Animation.objects.all().delete()
    assert seconds_left(4, 8, now=8, frames=3) == 4


def test_a_frame_that_is_late_is_never_promised_sooner_than_the_pace():
    assert seconds_left(2, 4, now=12, frames=3) == 5  # between the usual two seconds and the eight it waits already


@pytest.mark.parametrize(("frames", "said"), [(13, 10), (14, 15), (17, 15), (18, 15), (19, 20)])
def test_above_ten_seconds_it_is_rounded_up_to_five(frames, said):
    assert seconds_left(1, 2, 3, now=3, frames=frames) == said


def test_it_is_said_in_words_or_not_at_all():
    assert seconds_left(1, 2, now=2) == 8
    progress = progress_of(Animation.objects.prefetch_related("frames").get(), now=at(2))
    assert time_left(progress) == "about 8 s left"
    Animation.objects.update(paused_reason="engine")
    assert time_left(progress_of(Animation.objects.prefetch_related("frames").get(), now=at(2))) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (89, "about 89 s left"), (90, "about 2 min left"), (1400, "about 23 min left")],
)
def test_a_long_wait_is_told_in_minutes(seconds, words):
    assert time_left(Progress(stored=3, total=6, percent=50, seconds_left=seconds, ahead=0)) == words
