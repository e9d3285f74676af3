"""What the page of an animation shows frame by frame."""

from tests.animations.harness import Harness
from tests.animations.rendering.test_postprocess import ended, middle
from tests.factories.accounts import make_person, signed_in


def page_of(animation, owner) -> str:
    return " ".join(signed_in(owner).get(f"/animations/{animation.pk}/").content.decode().split())


def test_drift_is_measured_with_the_gif_where_nothing_was_asked_of_it(harness: Harness):
    alice = make_person("alice", credits=100)
    animation = ended(harness, alice, frames=3, color_stabilization=0)

    figures = [frame.drift for frame in animation.frames.all()]
    assert all(figure["off_by"] > 0 for figure in figures)
    assert figures[0]["similarity_to_first"] == figures[0]["similarity_to_previous"]
    page = page_of(animation, alice)
    assert "Color drift by frame" in page
    assert f"At most {figures[-1]['off_by']:.1f}, in frame 3" in page
    assert "as generated" not in page


def test_the_page_says_that_nothing_differs_outside_the_mask_and_shows_what_was_painted(harness: Harness):
    alice = make_person("alice", credits=100)
    page = page_of(ended(harness, alice, frames=2, mask=middle(), mask_follows=True, stop_off_by=50), alice)

    assert "Wherever the painted area hasn&#x27;t been, 0 pixels differ from your picture." in page
    assert "The line is your limit, 50." in page
    assert 'aria-label="Frame 2 as generated"' in page
    assert "following what it covers" in page


def test_the_page_says_why_it_stopped_and_what_came_back(harness: Harness):
    alice = make_person("alice", credits=100)
    page = page_of(ended(harness, alice, frames=8, color_stabilization=0, stop_off_by=5), alice)

    assert "The colors drifted more than you allowed, so we stopped." in page
    assert "credits are back in your balance." in page
