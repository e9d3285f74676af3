"""How many statements a frame takes: the figure that decides how many frames a database serves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.animations.stage import Stage
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.both_databases]


def statements_of_a_frame(stage: Stage, **wish: object) -> int:
    """What the second of four frames takes: the first also starts the animation, the last also ends it."""
    stage.start(make_person("alice", credits=100), frames=4, **wish)
    render_context = stage.render_context()
    stage.look(render_context)
    with CaptureQueriesContext(connection) as seen:
        stage.look(render_context)
    return len(seen)


def test_a_frame_takes_twenty_one_statements(stage: Stage):
    assert statements_of_a_frame(stage, hold=0) == 21


def test_a_frame_whose_colors_are_held_takes_one_more_to_find_what_they_are_held_to(stage: Stage):
    assert statements_of_a_frame(stage, hold=1) == 22


def test_a_frame_that_may_fall_back_takes_no_more_to_capture_the_difference(stage: Stage):
    assert statements_of_a_frame(stage, model="sd3.5-large", fallback_model="sd3.5-flash", hold=0) == 21
