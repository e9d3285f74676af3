"""Making another GIF from one that is there forgets nothing that was to be kept."""

import re

import pytest
from django.test import Client

from apps.animations.models import Animation
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db

MADE = {
    "prompt": "silent fury",
    "strength": 0.3,
    "fps": 12.0,
    "loop": "ping-pong",
    "timeline": {"caption": {"text": "Monday", "position": "top"}},
    "seed": 77,
}


@pytest.fixture
def alice():
    return make_person("alice", credits=20)


@pytest.fixture
def made(alice) -> Animation:
    return finished_animation(alice, **MADE)


def again(client: Client, animation: Animation, keep: str):
    return client.post(f"/animations/{animation.pk}/again/", {"keep": keep}, follow=True)


def shown(answer) -> dict[str, object]:
    form = answer.context["form"]
    return {
        name: form[name].value() for name in ("prompt", "fps", "loop", "caption", "caption_position", "frames", "seed")
    }


KEPT = {"fps": 12.0, "loop": "ping-pong", "caption": "Monday", "caption_position": "top", "frames": 3, "seed": None}


@pytest.mark.parametrize(
    ("keep", "prompt", "has_picture"),
    [("picture", "", True), ("words", "silent fury", False), ("both", "silent fury", True)],
)
def test_what_is_to_be_kept_is_on_the_create_page(alice, made, keep, prompt, has_picture):
    answer = again(signed_in(alice), made, keep)
    assert shown(answer) == {**KEPT, "prompt": prompt}
    draft = answer.context["draft"]
    assert (draft.source_key if draft else None) == (made.source_key if has_picture else None)
    assert draft is None or draft.seed != made.seed
    assert Animation.objects.submitted().count() == 1, "nothing is started before Generate"


def test_the_mask_comes_with_the_picture(alice):
    masked = finished_animation(alice, mask_key="sources/x/mask-1.png")
    draft = again(signed_in(alice), masked, "picture").context["draft"]
    assert draft.mask_key == masked.mask_key


def test_an_engine_that_is_gone_is_said_and_the_words_are_kept(alice):
    gone = finished_animation(alice, **{**MADE, "engine": "elsewhere", "model": "model-7"})
    answer = again(signed_in(alice), gone, "both")
    assert "no longer available" in answer.content.decode()
    assert shown(answer)["prompt"] == "silent fury"


@pytest.mark.parametrize("keep", ["picture", "words", "both"])
def test_nobody_makes_anything_from_somebody_elses(made, keep):
    bob = signed_in(make_person("bob"))
    assert bob.post(f"/animations/{made.pk}/again/", {"keep": keep}).status_code == 404
    assert shown(bob.get(f"/make/?words={made.pk}"))["prompt"] == ""


@pytest.mark.parametrize("page", ["/library/", "/animations/{pk}/"])
def test_the_page_and_the_library_offer_all_three(alice, made, page):
    text = signed_in(alice).get(page.format(pk=made.pk)).content.decode()
    assert re.findall(r'name="keep"\s+value="(\w+)"', text) == ["picture", "words", "both"]
