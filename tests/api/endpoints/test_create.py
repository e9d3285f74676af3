"""What the API makes of odd pictures: it asks, with the choices in the answer, and charges nothing."""

import json

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.animations import media
from apps.animations.models import Animation
from apps.imaging.codecs.frames import decode_png
from apps.imaging.faces.analysis import read_analysis
from tests.animations.create.test_odd_pictures import SMALL, TALL, WIDE, clear
from tests.api.test_api import Api
from tests.factories.accounts import make_person
from tests.imaging.pictures import encoded, gradient
from tests.sizes import large

pytestmark = pytest.mark.django_db(transaction=True)

FACE = "Six numbers from 0 to 1: x and y of one eye, of the other eye and of the mouth."
CROP = "whole, or an object of x, y, width and height in parts of the picture, from 0 to 1, that lies inside it."


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


def make(api: Api, image: bytes, picture: object = None, *, key: str = "", mask: bytes = b""):
    wish = json.dumps({"engine": "sketch", "prompt": "silent fury", "frames": 3})
    parts = {} if picture is None else {"picture": json.dumps(picture)}
    if mask:
        parts["mask"] = SimpleUploadedFile("m.png", mask)
    return api.post("/animations", key=key, recipe=wish, image=SimpleUploadedFile("p.png", image), **parts)


@pytest.mark.parametrize(
    ("image", "field", "options", "suggested"),
    [
        (SMALL, "enlarge", [True, False], True),
        (clear(), "background", ["#rrggbb"], "#000000"),
        (TALL, "crop", None, {"x": 0.0, "y": 0.1548, "width": 1.0, "height": 0.3571}),
        large(WIDE, "crop", None, {"x": 0.3864, "y": 0.0, "width": 0.2273, "height": 1.0}),
    ],
)
def test_an_odd_picture_is_answered_with_its_choices_and_costs_nothing(alice, image, field, options, suggested):
    answer = make(alice, image, key="k")

    told = answer.json()
    assert (answer.status_code, told["type"].rpartition("#")[2]) == (422, "picture")
    assert list(told["choices"]) == [field]
    assert told["choices"][field]["suggested"] == suggested
    assert options is None or told["choices"][field]["options"] == options
    assert list(told["errors"]) == [f"picture.{field}"]
    assert told["detail"].endswith("Nothing was charged.")
    assert not Animation.objects.exists()

    assert make(alice, image, {field: suggested}, key="k").status_code == 201


def test_all_that_is_to_be_said_is_asked_at_once(alice):
    sheet = np.zeros((40, 200, 4), np.uint8)
    sheet[10:30, 20:180] = 90

    told = make(alice, encoded(sheet)).json()

    assert list(told["choices"]) == ["crop", "enlarge", "background"]
    example = {name: one["suggested"] for name, one in told["choices"].items()}
    assert f"picture={json.dumps(example)}" in told["detail"]
    assert make(alice, encoded(sheet), example).status_code == 201


def test_a_crop_counts_for_every_picture_and_for_its_mask(alice):
    mask = np.zeros((300, 300), np.uint8)
    mask[:, 150:] = 255

    made = make(
        alice,
        encoded(gradient(300, 300)),
        {"crop": {"x": 0.5, "y": 0, "width": 0.5, "height": 1}},
        mask=encoded(mask),
    )

    row = Animation.objects.get(pk=made.json()["id"])
    assert (row.width, row.height) == (144, 288)
    assert decode_png(media.read(row.source_key))[..., 0].min() > 120
    assert decode_png(media.read(row.mask_key)).mean() == 255


@pytest.mark.parametrize(
    ("picture", "field", "sentence"),
    [
        ({"backgroud": "#fff"}, "picture.backgroud", "Unknown field. Did you mean background?"),
        ({"background": "clear"}, "picture.background", "A color as # and six digits, as in #ffcc00."),
        ({"enlarge": "perhaps"}, "picture.enlarge", "true or false."),
        ({"crop": "left"}, "picture.crop", CROP),
        ({"crop": {"x": 0.9, "y": 0, "width": 0.5, "height": 1}}, "picture.crop", CROP),
        ({"crop": {"x": 0.9, "y": 0, "wide": 0.5}}, "picture.crop", CROP),
        ({"face": [0.5, 0.5, 0.5]}, "picture.face", FACE),
        ({"face": [0.5, 0.5, 0.5, 0.5, 0.5, 7]}, "picture.face", FACE),
        ([], "picture", "An object, in braces."),
    ],
)
def test_a_choice_that_cannot_be_used_is_named(alice, picture, field, sentence):
    told = make(alice, encoded(gradient(200, 200)), picture).json()

    assert told["status"] == 422
    assert told["errors"][field] == sentence
    assert not Animation.objects.exists()


def test_a_face_is_pointed_at(alice, samples):
    cat = (samples / "chelsea.jpg").read_bytes()
    assert make(alice, cat, {"face": [0.40, 0.38, 0.77, 0.40, 0.60, 0.80]}).status_code == 201
    assert len(read_analysis(media.read(Animation.objects.get().analysis_key)).faces) == 1


def test_places_that_are_no_face_cost_nothing(alice, samples):
    told = make(alice, (samples / "chelsea.jpg").read_bytes(), {"face": [0.5] * 6})
    assert told.status_code == 422
    assert "Both eyes are at the same place" in told.json()["detail"]
    assert not Animation.objects.exists()


def test_the_same_key_with_another_choice_is_another_wish(alice):
    assert make(alice, clear(), {"background": "#ffffff"}, key="k").status_code == 201
    assert make(alice, clear(), {"background": "#FFFFFF"}, key="k").status_code == 200
    assert make(alice, clear(), {"background": "#000000"}, key="k").status_code == 409


def test_choices_need_an_image(alice):
    made = make(alice, encoded(gradient(200, 200))).json()
    source = {"source": made["id"], "recipe": "{}"}

    assert alice.post("/animations", **source).status_code == 201
    refused = alice.post("/animations", **source, picture=json.dumps({"enlarge": True}))
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["picture"])


@pytest.mark.parametrize("kind", ["GIF", *map(large, ["PNG", "WEBP", "AVIF"])])
def test_of_a_picture_that_moves_the_first_frame_is_taken_and_a_note_says_so(alice, kind):
    frames = [Image.fromarray(gradient(160, 128, seed)) for seed in range(3)]
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:])

    made = make(alice, moving).json()
    again = alice.post("/animations", source=made["id"], recipe="{}").json()
    still = make(alice, encoded(frames[0])).json()

    assert made["notes"] == again["notes"] == ["That's an animated picture. We'll use its first frame."]
    assert alice.get(f"/animations/{made['id']}").json()["notes"] == made["notes"]
    assert still["notes"] == []
