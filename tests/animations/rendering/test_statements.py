"""How many statements a frame takes: the figure that decides how many frames a database serves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.animations.harness import Harness
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.both_databases]


def statements_of_a_frame(harness: Harness, **wish: object) -> int:
    """What the second of four frames takes: the first also starts the animation, the last also ends it."""
    harness.start(make_person("alice", credits=100), frames=4, **wish)
    render_context = harness.render_context()
    harness.look(render_context)
    with CaptureQueriesContext(connection) as seen:
        harness.look(render_context)
    return len(seen)


def test_a_frame_takes_twenty_one_statements(harness: Harness):
    assert statements_of_a_frame(harness, color_stabilization=0) == 21


def test_a_frame_whose_colors_are_held_takes_one_more_to_find_what_they_are_held_to(harness: Harness):
    assert statements_of_a_frame(harness, color_stabilization=1) == 22


def test_a_frame_that_may_fall_back_takes_no_more_to_capture_the_difference(harness: Harness):
    assert (
        statements_of_a_frame(harness, model="sd3.5-large", fallback_model="sd3.5-flash", color_stabilization=0) == 21
    )
