"""What is found in a picture is looked for once, at upload, and goes with the picture wherever it is used again."""

import logging
import uuid
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from apps.animations import media
from apps.animations.create.draft import draft_from, keep_draft, picture_of, recipe_of
from apps.animations.create.picture import take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import submit_animation
from apps.animations.exports.spec import head_of
from apps.animations.models import Animation
from apps.imaging.codecs.frames import decode_png
from apps.imaging.errors import Broken, TooHeavy
from apps.imaging.faces.analysis import analyze, read_analysis
from apps.imaging.sandbox.process import Sandbox, SandboxUnavailable, default_sandbox
from tests.animations.create.test_odd_pictures import TALL, drafted
from tests.animations.web.test_pages import send
from tests.factories.accounts import make_person, signed_in
from tests.sizes import large

pytestmark = pytest.mark.django_db(transaction=True)


class FailingSandbox(Sandbox):
    """A sandbox that reads pictures and finds nothing out about them."""

    def __init__(self, error: Exception) -> None:
        super().__init__(1)
        self.error = error

    def analyze(self, picture: bytes) -> bytes:
        raise self.error


@pytest.fixture
def alice():
    return make_person("alice", credits=40)


@pytest.fixture
def unseen(portrait) -> bytes:
    """A picture that no other test sends: what was found in those is remembered."""
    out = BytesIO()
    with Image.open(BytesIO(portrait)) as photo:
        photo.crop((2, 2, photo.width, photo.height)).save(out, "PNG")
    return out.getvalue()


def taken(portrait: bytes, sandbox: Sandbox | None = None):
    return take_picture(image=portrait, mask=None, engine="sketch", sandbox=sandbox or default_sandbox())


def test_the_face_in_a_picture_is_kept_beside_it(portrait):
    picture = taken(portrait)

    kept = media.read(picture.analysis_key)
    assert picture.analysis_key.rpartition("/")[0] == picture.source_key.rpartition("/")[0]
    assert picture.analysis_key.rpartition("/")[2].startswith("faces-")
    assert kept == analyze(decode_png(media.read(picture.source_key))).as_bytes()
    found = read_analysis(kept)
    assert (found.width, found.height, len(found.faces)) == (picture.width, picture.height, 1)


@pytest.mark.parametrize(
    "error", [TooHeavy("It was stopped."), *map(large, [Broken("It failed."), SandboxUnavailable("busy")])]
)
def test_a_picture_that_could_not_be_looked_at_is_taken_without_an_analysis_and_logged(unseen, error, caplog):
    sandbox = FailingSandbox(error)
    with caplog.at_level(logging.WARNING, logger="apps.animations"):
        picture = taken(unseen, sandbox)
    sandbox.close()

    assert picture.analysis_key == ""
    assert media.read(picture.source_key)
    assert [(record.name, type(error).__name__ in record.getMessage()) for record in caplog.records] == [
        ("apps.animations.create.picture", True)
    ]


def test_a_picture_without_an_analysis_can_be_ordered(alice, unseen):
    sandbox = FailingSandbox(TooHeavy("It was stopped."))
    animation = submit_animation(
        owner=alice,
        request_key=uuid.uuid4().hex,
        picture=taken(unseen, sandbox),
        recipe=complete(RecipeInput("rage", engine="sketch"), masked=False),
        price_shown=None,
        now=timezone.now(),
    )
    sandbox.close()

    assert (animation.state, animation.analysis_key) == ("queued", "")


def test_the_analysis_goes_with_the_picture_into_a_draft_an_order_and_another_one(alice, portrait):
    picture, now = taken(portrait), timezone.now()
    recipe = complete(RecipeInput("rage", engine="sketch"), masked=False)
    draft = keep_draft(owner=alice, request_key="k1", picture=picture, recipe=recipe, now=now)
    made = submit_animation(
        owner=alice,
        request_key="k1",
        picture=picture_of(draft),
        recipe=recipe_of(draft),
        price_shown=None,
        now=now,
    )
    another = draft_from(made, keep_words=True, now=now)

    assert {one.analysis_key for one in (picture, draft, made, another)} == {picture.analysis_key}
    assert made.pk != another.pk


def test_a_file_that_is_sent_on_the_page_is_looked_at(alice, portrait):
    send(signed_in(alice), portrait)

    assert len(read_analysis(media.read(Animation.objects.get().analysis_key)).faces) == 1


def test_an_odd_picture_is_looked_at_again_as_it_is_chosen(alice):
    client = signed_in(alice)
    draft = drafted(client, TALL)
    before = draft.analysis_key

    send(client, None, draft=str(draft.pk), picture_crop="end")

    draft.refresh_from_db()
    found = read_analysis(media.read(draft.analysis_key))
    assert draft.state == "queued"
    assert draft.analysis_key != before
    assert (found.width, found.height) == (draft.width, draft.height)


def test_where_the_head_is_goes_with_the_picture_and_the_order(alice, samples):
    picture = taken((samples / "astronaut.jpg").read_bytes())
    x, y, side = picture.upload.head
    assert 0.35 < x < 0.55
    assert 0.1 < y < 0.35
    assert 0.3 < side < 0.9
    recipe = complete(RecipeInput("rage", engine="sketch"), masked=False)
    made = submit_animation(
        owner=alice, request_key="k", picture=picture, recipe=recipe, price_shown=None, now=timezone.now()
    )
    assert head_of(made) == (x, y, side)
    assert taken((samples / "chelsea.jpg").read_bytes()).upload.head == ()
