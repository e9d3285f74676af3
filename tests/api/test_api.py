"""The API as a client sees it: the same services, problem details, and nobody else's rows."""

import io
import json
import uuid

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from PIL import Image

from apps.animations import media
from apps.animations.exports.versions import encode_export
from apps.animations.models import Animation, OutboxMessage
from apps.animations.rendering.chain import step_animation
from apps.animations.rendering.context import get_render_context
from apps.animations.retention.erase import erase_animation
from apps.api.services import create_token
from apps.credits.findings import findings
from tests.animations.finished import finished_animation
from tests.animations.harness import small_picture
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)


class Api:
    def __init__(self, user) -> None:
        self.user = user
        _, self.secret = create_token(user=user, name="test")
        self.client = Client()

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"}

    def get(self, path: str):
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, body: object = None, *, key: str = "", **files):
        headers = {"authorization": f"Bearer {self.secret}", **({"idempotency-key": key} if key else {})}
        if files:
            return self.client.post(f"/api/v1{path}", files, headers=headers)
        return self.client.post(
            f"/api/v1{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def send(self, method: str, path: str, body: object = None):
        """Send JSON by any other method."""
        words = json.dumps(body) if body is not None else ""
        return self.client.generic(
            method.upper(), f"/api/v1{path}", words, content_type="application/json", headers=self.headers
        )

    def make(self, picture: bytes, *, key: str = "", mask: SimpleUploadedFile | None = None, **recipe):
        wish = {"engine": "sketch", "prompt": "silent fury", "frames": 3, **recipe}
        files = {"image": SimpleUploadedFile("p.jpg", picture), **({"mask": mask} if mask else {})}
        return self.post("/animations", key=key, recipe=json.dumps(wish), **files)


def work() -> None:
    """What the workers would do, until nothing is left to do."""
    while hints := list(OutboxMessage.objects.all()):
        for hint in hints:
            if hint.kind == "step":
                step_animation(animation_id=hint.ref, render_context=get_render_context())
            else:
                from django.utils import timezone

                encode_export(export_id=hint.ref, now=timezone.now())


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


@pytest.fixture
def bob() -> Api:
    return Api(make_person("bob", credits=20))


def test_a_picture_and_a_prompt_become_a_gif_that_can_be_published(alice: Api, portrait: bytes):
    quoted = alice.post("/quotes", {"engine": "sketch", "prompt": "silent fury", "frames": 3}).json()
    assert (quoted["credits"], quoted["available"]) == (3, 20)
    made = alice.make(portrait)
    assert made.status_code == 201
    assert made.json()["receipt"] == {"held": 3, "charged": 0, "released": 0}
    work()
    found = alice.get(f"/animations/{made.json()['id']}").json()
    assert found["state"] == "done"
    assert [
        (frame["position"], frame["state"], frame["credits"], frame["submissions"]) for frame in found["frames"]
    ] == [(1, "stored", 1, 1), (2, "stored", 1, 1), (3, "stored", 1, 1)]
    assert found["receipt"] == {"held": 0, "charged": 3, "released": 0}
    gif = Client().get(found["exports"][0]["url"].removeprefix("http://testserver"))
    content = b"".join(gif.streaming_content)
    assert (gif.headers["content-type"], content[:6], len(content)) == (
        "image/gif",
        b"GIF89a",
        found["exports"][0]["bytes"],
    )
    published = alice.post(f"/animations/{found['id']}/publish", {"title": "Fury"}).json()
    assert published["title"] == "Fury"
    assert b"".join(Client().get(f"/g/{published['slug']}.gif").streaming_content) == content
    assert alice.get(f"/animations/{found['id']}").json()["share_url"] == published["share_url"]
    assert alice.get("/credits").json()["available"] == 17
    assert alice.get("/credits/statement").json()["items"][0]["charged"] == 3
    assert findings(deep=True) == []


def test_the_same_idempotency_key_makes_one_animation_and_another_wish_under_it_is_refused(alice: Api, portrait: bytes):
    first, again = alice.make(portrait, key="k1"), alice.make(portrait, key="k1")
    other = alice.make(portrait, key="k1", frames=4)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["id"] == again.json()["id"] == other.json()["animation"]
    assert alice.get("/credits").json()["held"] == 3


def test_a_key_whose_gif_was_erased_says_so(alice: Api, portrait: bytes):
    made = alice.make(portrait, key="k1").json()
    Animation.objects.filter(pk=made["id"]).update(
        state="cancelled", deleted_at=timezone.now(), ended_at=timezone.now()
    )
    assert erase_animation(animation_id=uuid.UUID(made["id"]), now=timezone.now())
    answer = alice.make(portrait, key="k1")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "It made a GIF that you deleted. Nothing was charged.",
    )


def test_without_enough_credits_nothing_is_charged_and_the_problem_says_so(alice: Api, portrait: bytes):
    answer = alice.make(portrait, frames=24)
    assert (answer.status_code, answer.headers["content-type"]) == (402, "application/problem+json")
    assert (answer.json()["needed"], answer.json()["available"]) == (24, 20)
    assert alice.get("/credits").json()["available"] == 20


@pytest.mark.parametrize(
    ("recipe", "field"),
    [
        ({"frames": 1}, "frames"),
        ({"frames": 25}, "frames"),
        ({"prompt": "   "}, "prompt"),
        ({"engine": "nope"}, "engine"),
        ({"model": "nope"}, "model"),
        ({"strength": 7}, "strength"),
        ({"fps": 0}, "fps"),
        ({"fps": 51}, "fps"),
        ({"seed": -1}, "seed"),
        ({"loop": "sideways"}, "loop"),
        ({"negative_prompt": "hats"}, "negative_prompt"),
        ({"style_preset": "anime"}, "style_preset"),
    ],
)
def test_a_recipe_that_cannot_be_painted_names_its_field_and_costs_nothing(alice: Api, portrait: bytes, recipe, field):
    answer = alice.make(portrait, **recipe)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert "Nothing was charged" in answer.json()["detail"]
    assert Animation.objects.count() == 0


@pytest.mark.parametrize(
    "picture", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe EPSF"]
)
def test_a_file_that_is_no_picture_gets_a_sentence_and_costs_nothing(alice: Api, picture: bytes):
    answer = alice.make(picture)
    assert answer.status_code == 422
    assert "Nothing was charged" in answer.json()["detail"]


def test_emoji_and_markup_in_a_prompt_are_just_words(alice: Api, portrait: bytes):
    prompt = "😡" * 300
    made = alice.make(portrait, prompt=prompt)
    assert made.json()["recipe"]["prompt"] == prompt
    work()
    assert alice.get(f"/animations/{made.json()['id']}").json()["state"] == "done"


def test_nobody_sees_or_touches_somebody_elses_animation(alice: Api, bob: Api, portrait: bytes):
    theirs = alice.make(portrait).json()["id"]
    work()
    export = alice.get(f"/animations/{theirs}").json()["exports"][0]["id"]
    answers = [
        bob.get(f"/animations/{theirs}"),
        bob.post(f"/animations/{theirs}/cancel"),
        bob.post(f"/animations/{theirs}/exports"),
        bob.post(f"/animations/{theirs}/publish"),
        bob.get(f"/exports/{export}"),
        bob.get(f"/animations/{uuid.uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert bob.get("/animations").json()["items"] == []


@pytest.mark.parametrize(
    "path", ["/animations", "/credits", "/credits/statement", "/animations/00000000-0000-4000-8000-000000000000"]
)
def test_without_a_token_there_is_a_problem_and_no_data(path: str):
    for headers in ({}, {"authorization": "Bearer nonsense"}):
        answer = Client().get(f"/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_cancel_gives_back_what_was_not_painted(alice: Api, portrait: bytes):
    made = alice.make(portrait).json()["id"]
    cancelled = alice.post(f"/animations/{made}/cancel").json()
    assert (cancelled["state"], cancelled["receipt"]) == ("cancelled", {"held": 0, "charged": 0, "released": 3})
    assert alice.post(f"/animations/{made}/cancel").status_code == 409


def test_another_export_is_free_and_the_same_wish_is_made_once(alice: Api, portrait: bytes):
    made = alice.make(portrait).json()["id"]
    work()
    first = alice.post(f"/animations/{made}/exports", {"loop": "ping-pong", "max_side": 128})
    assert first.status_code == 202
    work()
    again = alice.post(f"/animations/{made}/exports", {"loop": "ping-pong", "max_side": 128})
    assert (again.status_code, again.json()["id"], again.json()["frames"]) == (200, first.json()["id"], 4)
    assert alice.get("/credits").json()["available"] == 17


def test_too_many_requests_get_a_sentence_and_a_time(alice: Api, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "api": {"account": "2/minute", "address": "100/minute"}}
    answers = [alice.get("/credits") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    assert "Nothing was charged" in answers[2].json()["detail"]


@pytest.mark.parametrize(
    ("rows", "sentence"), [(0, "That mask is all black"), (2, "That painted area is too thin to see any motion")]
)
def test_a_mask_in_which_nothing_would_move_is_refused_and_costs_nothing(alice: Api, portrait: bytes, rows, sentence):
    out = io.BytesIO()
    mask = Image.new("L", Image.open(io.BytesIO(portrait)).size, 0)
    mask.paste(255, (0, 20, mask.width, 20 + rows))
    mask.save(out, "PNG")
    answer = alice.make(portrait, mask=SimpleUploadedFile("m.png", out.getvalue()))
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)
    assert answer.json()["detail"].endswith("Nothing was charged.")
    assert not Animation.objects.exists()


def test_a_mask_sent_beside_the_picture_keeps_the_rest_to_the_pixel(alice: Api, portrait: bytes):
    plane = np.zeros((64, 64), np.uint8)
    plane[:, :32] = 255
    out = io.BytesIO()
    Image.fromarray(plane).save(out, "PNG")
    files = {"image": SimpleUploadedFile("p.jpg", portrait), "mask": SimpleUploadedFile("m.png", out.getvalue())}
    made = alice.post("/animations", recipe=json.dumps({"engine": "sketch", "prompt": "rage", "frames": 2}), **files)
    work()
    animation = Animation.objects.get(pk=made.json()["id"])
    source, frame = (
        np.asarray(Image.open(io.BytesIO(media.read(key))))
        for key in (animation.source_key, animation.frames.last().image_key)
    )
    half = animation.width // 2
    assert animation.mask_key
    assert (source[:, half + 1 :] == frame[:, half + 1 :]).all()
    assert (source[:, :half] != frame[:, :half]).any()


def test_the_description_of_the_api_names_every_operation():
    schema = Client().get("/api/v1/openapi.json").json()
    operations = sorted(f"{method} {path}" for path, methods in schema["paths"].items() for method in methods)
    assert operations == [
        "delete /api/v1/animations/{animation_id}",
        "delete /api/v1/animations/{animation_id}/picture",
        "get /api/v1/animations",
        "get /api/v1/animations/{animation_id}",
        "get /api/v1/credits",
        "get /api/v1/credits/statement",
        "get /api/v1/exports/{export_id}",
        "patch /api/v1/animations/{animation_id}",
        "post /api/v1/animations",
        "post /api/v1/animations/{animation_id}/cancel",
        "post /api/v1/animations/{animation_id}/exports",
        "post /api/v1/animations/{animation_id}/publish",
        "post /api/v1/animations/{animation_id}/restore",
        "post /api/v1/quotes",
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nowhere", 404),
        ("delete", "/animations", 405),
        ("get", "/quotes", 405),
        ("get", "/animations/not-an-id", 422),
    ],
)
def test_what_no_operation_answers_is_a_problem_too(alice: Api, method, path, status):
    answer = getattr(alice.client, method)(f"/api/v1{path}", headers=alice.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith(".")
    if status == 405:
        assert answer.headers["allow"]


FILES = {f"image{number}": SimpleUploadedFile("p.jpg", b"x") for number in range(200)}


def test_a_head_is_answered_as_a_get(alice: Api):
    for path in ("/animations", "/quote", "/openapi.json", "/nowhere"):
        by_get = alice.get(path)
        by_head = alice.client.head(f"/api/v1{path}", headers=alice.headers)
        assert (by_head.status_code, by_head["Content-Type"]) == (by_get.status_code, by_get["Content-Type"])


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        ("/animations", "multipart/form-data", b"x", 400),
        ("/animations", "application/x-www-form-urlencoded; charset=utf-16", b"recipe=x", 400),
        ("/animations", "application/x-www-form-urlencoded", b"a=1&" * 2000, 400),
        ("/animations", MULTIPART_CONTENT, encode_multipart(BOUNDARY, {"image": [b"x"] * 2000}), 400),
        ("/animations", MULTIPART_CONTENT, encode_multipart(BOUNDARY, FILES), 400),
        ("/quotes", "application/json", b'{"prompt": "' + b"x" * (30 << 20) + b'"}', 413),
        ("/quotes", "application/json", b"{", 400),
        ("/quotes", "text/plain", b"\xff\xfe", 400),
        ("/animations/2c4d6d0c-6d5a-4f0f-9f64-0c0e1d0f1a11/cancel", "application/json", b"[" * 10_000, 404),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem_and_never_a_failure_of_ours(
    alice: Api, settings, debug, path, kind, body, status
):
    settings.DEBUG = debug
    answer = alice.client.generic("POST", f"/api/v1{path}", body, content_type=kind, headers=alice.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_recipe_of_thirty_megabytes_is_too_large(alice: Api, portrait: bytes):
    files = {"image": SimpleUploadedFile("p.jpg", portrait), "recipe": "x" * (30 << 20)}
    answer = alice.client.post("/api/v1/animations", files, headers=alice.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_a_quote_needs_no_words(alice: Api):
    answer = alice.post("/quotes")
    assert (answer.status_code, answer.json()["credits"]) == (200, 12)


def test_a_complete_list_has_no_next_page(alice: Api):
    assert alice.get("/animations").json() == {"items": [], "next_before": None}
    statement = alice.get("/credits/statement").json()
    assert (len(statement["items"]), statement["next_before"]) == (1, None)


def test_publishing_without_a_word_about_it_keeps_a_gif_off_the_wall(alice: Api, portrait: bytes):
    made = alice.make(portrait, frames=2).json()
    work()
    published = alice.post(f"/animations/{made['id']}/publish")
    assert published.json()["visibility"] == "unlisted"
    assert alice.client.get("/gallery/").content.decode().count(published.json()["slug"]) == 0


def test_a_mistyped_field_is_named_with_the_nearest_known_one(portrait):
    api = Api(make_person("alice", credits=20))
    quote = {"prompt": "rage", "engine": "sketch"}
    wrong = [
        ({**quote, "engien": "sketch"}, "engien", "Unknown field. Did you mean engine?"),
        ({**quote, "modle": "x"}, "modle", "Unknown field. Did you mean model?"),
        ({**quote, "motion": {"zom": 2}}, "motion.zom", "Unknown field. Did you mean zoom?"),
    ]
    for body, name, sentence in wrong:
        asked, made = api.post("/quotes", body), api.make(portrait, **body)
        assert [answer.status_code for answer in (asked, made)] == [422, 422]
        for answer in (asked, made):
            assert {key.removeprefix("body."): said for key, said in answer.json()["errors"].items()} == {
                name: sentence
            }
    nested = api.post("/quotes", {"recipe": quote}).json()["errors"]
    assert any("Unknown field." in sentence for sentence in nested.values())
    assert Animation.objects.count() == 0


def test_a_mistyped_part_of_the_form_is_named(portrait):
    api = Api(make_person("alice", credits=20))
    files = {"image": SimpleUploadedFile("p.jpg", portrait), "maks": SimpleUploadedFile("m.png", portrait)}
    answer = api.post("/animations", recipe=json.dumps({"prompt": "rage"}), **files)
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"maks": "Unknown field. Did you mean mask?"}


@pytest.mark.parametrize("path", ["exports", "publish"])
def test_every_post_refuses_unknown_fields(path):
    alice = make_person("alice")
    answer = Api(alice).post(f"/animations/{finished_animation(alice).pk}/{path}", {"titel": "x", "formt": "gif"})
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 2


def started(answer) -> Animation:
    assert answer.status_code == 201, answer.content
    return Animation.objects.get(pk=answer.json()["id"])


def test_another_one_is_made_from_an_animation_by_the_api(portrait):
    api = Api(make_person("alice", credits=50))
    first = started(api.make(portrait, loop="ping-pong", fps=12, seed=7, caption={"text": "Monday"}))
    other = SimpleUploadedFile("o.png", small_picture(5, side=128))

    words = started(api.post("/animations", recipe="{}", source=str(first.pk), image=other))
    assert (words.prompt, words.loop, words.fps) == ("silent fury", "ping-pong", 12)
    assert words.source_key != first.source_key

    same = started(api.post("/animations", recipe="{}", source=str(first.pk)))
    assert (same.source_key, same.prompt, same.timeline) == (first.source_key, first.prompt, first.timeline)
    assert same.seed != first.seed

    picture = started(api.post("/animations", recipe=json.dumps({"prompt": "joy", "seed": 9}), source=str(first.pk)))
    assert (picture.source_key, picture.prompt, picture.seed) == (first.source_key, "joy", 9)


def test_a_recipe_as_it_is_answered_may_be_sent_again(portrait):
    api = Api(make_person("alice", credits=50))
    first = api.make(portrait, motion={"zoom": 1.2}, interpolation_factor=2).json()
    again = api.make(portrait, **first["recipe"])
    assert (again.status_code, again.json()["recipe"]) == (201, first["recipe"])


def test_another_one_needs_a_picture_from_somewhere(portrait):
    api = Api(make_person("alice", credits=50))
    theirs = finished_animation(make_person("bob"))
    assert api.post("/animations", recipe="{}", source=str(theirs.pk)).status_code == 404
    nothing = api.post("/animations", recipe=json.dumps({"prompt": "joy"}), key="k", source="")
    assert nothing.status_code == 422
