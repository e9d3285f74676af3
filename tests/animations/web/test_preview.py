from io import BytesIO

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from apps.animations import media
from apps.animations.models import Animation
from apps.animations.web import preview
from apps.animations.web.preview import MAX_BYTES
from apps.imaging.faces.analysis import read_analysis
from tests.animations.web.test_pages import send
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db

CAT_FACE = "0.40,0.38,0.77,0.40,0.60,0.80"


def ask(client, image: bytes, **words):
    file = SimpleUploadedFile("a.jpg", image, "image/jpeg")
    return client.post(reverse("preview"), {"image": file, "prompt": "smile", "choice": "sketch/sketch", **words})


def test_anybody_sees_a_picture_act_before_anything_is_ordered(client, portrait):
    answer = ask(client, portrait)

    assert (answer.status_code, answer["Content-Type"], answer["Gifsite-Faces"]) == (200, "image/webp", "1")
    assert 0.1 < float(answer["Gifsite-Face-Height"]) < 0.6
    assert 0.2 < float(answer["Gifsite-Face-Across"]) < 0.8
    assert answer.content[8:12] == b"WEBP"
    assert not Animation.objects.exists()


@pytest.mark.parametrize("prompt", ["", "\x00", "quixotic", "do not cry"])
def test_a_prompt_that_asks_for_nothing_only_says_which_faces_are_there(client, portrait, prompt):
    answer = ask(client, portrait, prompt=prompt)
    assert (answer.status_code, answer.content, answer["Gifsite-Faces"]) == (204, b"", "1")


@pytest.mark.large
def test_where_somebody_points_a_face_acts(client, samples):
    cat = (samples / "chelsea.jpg").read_bytes()
    assert [ask(client, cat, **words)["Gifsite-Faces"] for words in ({}, {"face": CAT_FACE})] == ["0", "1"]


@pytest.mark.parametrize("choice", ["nobody/x", "", "stability/sd3.5-medium"])
def test_a_style_without_a_preview_answers_nothing(client, portrait, settings, choice):
    settings.STABILITY_API_KEY = "sk-fake"
    assert ask(client, portrait, choice=choice).status_code in (204, 422)


@pytest.mark.parametrize(
    "words",
    [
        {"strength": "7"},
        {"frames": "400"},
        {"face": "1,2,3"},
        {"face": "a,b,c,d,e,f"},
        {"face": "nan,0,0,0,0,0"},
        {"face": "0.5,0.5,0.5,0.5,0.5,0.5"},
        {"prompt": "x" * 2_001},
    ],
)
def test_what_cannot_be_shown_is_refused(client, portrait, words):
    assert ask(client, portrait, **words).status_code == 422


@pytest.mark.parametrize("image", [b"no picture", b"x" * (MAX_BYTES + 1)], ids=["no picture", "too large"])
def test_what_is_no_small_picture_is_refused(client, image):
    assert ask(client, image).status_code == 422


def test_a_page_of_another_site_cannot_ask(portrait):
    from django.test import Client

    assert ask(Client(enforce_csrf_checks=True), portrait).status_code == 403


def test_previews_are_limited(client, portrait, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "rehearsal": {"account": "1/minute", "address": "1/minute"}}
    assert [ask(client, portrait).status_code for _ in range(2)] == [200, 429]


def test_the_face_that_somebody_pointed_at_is_kept_with_the_picture(samples):
    client = signed_in(make_person("alice", credits=40))
    cat = (samples / "chelsea.jpg").read_bytes()

    assert send(client, cat, face=CAT_FACE).status_code == 302

    animation = Animation.objects.get()
    assert len(read_analysis(media.read(animation.analysis_key)).faces) == 1
    assert animation.upload["face"] == [0.4, 0.38, 0.77, 0.4, 0.6, 0.8]


def test_a_draft_keeps_its_face_and_takes_another_one(samples):
    client = signed_in(make_person("alice", credits=40))
    cat = (samples / "chelsea.jpg").read_bytes()
    page = send(client, cat, face=CAT_FACE, prompt="")
    draft = Animation.objects.get()
    assert f'value="{CAT_FACE}"' in page.content.decode()

    again = client.get(f"{reverse('make')}?draft={draft.pk}").content.decode()
    assert 'value="0.4,0.38,0.77,0.4,0.6,0.8"' in again
    words = {"prompt": "smile", "choice": "sketch/sketch", "draft": str(draft.pk), "face": "0.4,0.4,0.7,0.4,0.6,0.7"}
    assert client.post(reverse("make"), words).status_code == 302

    made = Animation.objects.exclude(state="draft").get()
    assert made.upload["face"] == [0.4, 0.4, 0.7, 0.4, 0.6, 0.7]
    assert len(read_analysis(media.read(made.analysis_key)).faces) == 1


def test_places_that_are_no_face_are_refused_before_anything_is_charged(samples):
    client = signed_in(make_person("alice", credits=40))
    page = send(client, (samples / "chelsea.jpg").read_bytes(), face="0.5,0.5,0.5,0.5,0.5,0.5")
    assert page.status_code == 422
    assert "Both eyes are at the same place" in page.content.decode()
    assert not Animation.objects.filter(state="queued").exists()


def ask_part(client, image: bytes, **words):
    file = SimpleUploadedFile("a.jpg", image, "image/jpeg")
    return client.post(reverse("part"), {"image": file, "part": "face", **words})


def test_a_part_of_a_picture_is_a_mask_of_its_shape(client, portrait):
    answer = ask_part(client, portrait)
    with Image.open(BytesIO(answer.content)) as mask, Image.open(BytesIO(portrait)) as photo:
        assert (mask.mode, mask.size) == ("L", photo.size)
        assert 0.01 < np.mean(np.asarray(mask) == 255) < 0.5


def test_a_face_that_is_pointed_at_is_a_part(client, samples):
    cat = (samples / "chelsea.jpg").read_bytes()
    assert [ask_part(client, cat, **words).status_code for words in ({}, {"face": CAT_FACE})] == [204, 200]


@pytest.mark.parametrize("words", [{"part": "nose"}, {"part": ""}, {"face": "1"}])
def test_a_part_that_does_not_exist_is_refused(client, portrait, words):
    assert ask_part(client, portrait, **words).status_code == 422


def test_while_one_is_painted_and_one_waits_a_third_is_told_to_come_back(client, portrait):
    with preview._places, preview._places:
        answer = ask(client, portrait)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert ask(client, portrait).status_code == 200


@pytest.mark.parametrize("address", ["preview", "part"])
def test_somebody_who_opens_the_address_comes_to_the_page(client, address):
    assert client.get(reverse(address))["Location"] == reverse("make")
