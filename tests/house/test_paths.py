"""How far one has to walk through the code to follow a click: a limit for each of the three longest ways.

Counted are the files that run, in `animations` and `credits`, where the way is decided. Pixels, engines and `common` are
leaves: they are called and come back.
"""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.animations.models import Animation
from apps.animations.rendering.chain import step_animation
from tests.animations.harness import Harness, small_picture
from tests.factories.accounts import make_person, signed_in
from tests.house.trace import Trace, traced

pytestmark = pytest.mark.django_db


def deciding(trace: Trace) -> list[str]:
    """The files on the way that decide something."""
    return [name for name in trace.files if name.startswith(("/animations/", "/credits/"))]


@pytest.fixture
def person():
    return make_person(credits=100, password=None)


def test_the_create_page_does_not_price_every_model_against_every_other(settings, person):
    settings.STABILITY_API_KEY = "sk-fake"
    client = signed_in(person)
    client.get(reverse("library"))  # addresses are imported at the first request
    with traced() as trace:
        assert client.get(reverse("make")).status_code == 200
    assert sum(trace.jumps.values()) <= 250, trace.jumps.most_common(5)
    assert sum(count for (_, into), count in trace.jumps.items() if into == "/engines/prices.py") <= 40


def test_an_order_crosses_few_files_from_the_click_to_the_row(person):
    client = signed_in(person)
    client.get(reverse("library"))  # addresses are imported at the first request
    picture = SimpleUploadedFile("a.png", small_picture(side=256), "image/png")
    words = {"prompt": "rage", "choice": "sketch/sketch", "frames": 4, "fps": 8, "loop": "forward"}
    with traced() as trace:
        answer = client.post(reverse("make"), {"image": picture, "request_key": uuid.uuid4().hex, **words})
    assert (answer.status_code, Animation.objects.get().state) == (302, "queued")
    assert len(deciding(trace)) <= 20, deciding(trace)
    assert len(trace.files) <= 46, trace.files


def test_a_frame_crosses_few_files_from_claim_to_settle(harness: Harness, person):
    animation = harness.start(person, frames=3)
    render_context = harness.render_context()
    with traced() as trace:
        step_animation(animation_id=animation.pk, render_context=render_context)
    assert animation.frames.filter(state="stored").count() == 1
    assert len(deciding(trace)) <= 25, deciding(trace)
    assert len(trace.files) <= 45, trace.files
