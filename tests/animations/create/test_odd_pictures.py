"""Pictures that are too small, too long or transparent: asked about before anything is charged, with and without script."""

import io

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from apps.animations import media
from apps.animations.create.draft import picture_of, recipe_of
from apps.animations.create.recipe import RecipeInvalid
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation
from apps.animations.web.create_problem import FIELDS
from apps.credits.selectors import balance_of
from apps.imaging.codecs.frames import decode_png
from tests.animations.web.test_pages import send
from tests.factories.accounts import make_person, signed_in
from tests.imaging.pictures import encoded, gradient
from tests.sizes import large

pytestmark = pytest.mark.django_db(transaction=True)

SMALL, TALL, WIDE = encoded(gradient(40, 40)), encoded(gradient(200, 700)), encoded(gradient(1100, 200))


def clear() -> bytes:
    """White on nothing."""
    sheet = np.zeros((200, 200, 4), np.uint8)
    sheet[50:150, 50:150] = 255
    return encoded(sheet)


@pytest.fixture
def alice():
    return make_person("alice", credits=20)


def drafted(client, picture, **fields) -> Animation:
    answer = send(client, picture, **fields)
    assert answer.status_code == 422, answer.headers
    return Animation.objects.get(state="draft")


def marked(answer) -> set[str]:
    return {
        name for name, (anchor, _) in FIELDS.items() for one in answer.context["problem"].marked if one.anchor == anchor
    }


@pytest.mark.parametrize(
    ("picture", "field", "sentence"),
    [
        (SMALL, "enlarge", "This picture is very small, so the GIF would look blurry."),
        (TALL, "picture_crop", "This picture is very long and narrow. Choose which part to animate."),
        large(WIDE, "picture_crop", "This picture is very long and narrow. Choose which part to animate."),
        (clear(), "background", "This picture has transparent areas, which GIF frames can't keep."),
    ],
)
def test_an_odd_picture_is_asked_about_and_nothing_is_charged(alice, picture, field, sentence):
    client = signed_in(alice)
    answer = send(client, picture, prompt="his face melts")

    draft = Animation.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, draft.state, draft.prompt) == (422, "draft", "his face melts")
    assert answer.context["form"].errors[field][0].startswith(sentence)
    assert field in marked(answer)
    assert (answer.context["problem"].title, answer.context["problem"].kind) == (
        "Your picture needs a choice first",
        "choice",
    )
    assert f'name="{field}"' in page
    assert balance_of(alice.ledger_owner, now=timezone.now()).held == 0
    again = client.get(f"/make/?draft={draft.pk}").content.decode()
    assert "data-asked" in again


@pytest.mark.parametrize(
    ("picture", "choice", "size"),
    [
        (SMALL, {"enlarge": "yes"}, (512, 512)),
        large(SMALL, {"enlarge": "no"}, (64, 64)),
        large(TALL, {"picture_crop": "end"}, (192, 240)),
        (TALL, {"picture_crop": "whole"}, (176, 640)),
        large(WIDE, {"picture_crop": "start"}, (240, 192)),
    ],
)
def test_the_choice_goes_on_from_the_draft_without_the_picture_being_sent_again(alice, picture, choice, size):
    client = signed_in(alice)
    draft = drafted(client, picture)

    answer = send(client, None, draft=str(draft.pk), **choice)

    draft.refresh_from_db()
    assert answer.headers["location"] == f"/animations/{draft.pk}/"
    assert (draft.state, draft.width, draft.height, draft.whole_key) == ("queued", *size, "")


def test_the_choice_may_come_with_the_picture(alice):
    assert send(signed_in(alice), SMALL, enlarge="yes").status_code == 302


@pytest.mark.parametrize(
    ("choice", "color"),
    [
        large({"background": "white"}, (255, 255, 255)),
        ({"background": "black"}, (0, 0, 0)),
        ({"background": "own", "background_color": "#FFCC00"}, (255, 204, 0)),
    ],
)
def test_what_is_transparent_lies_on_the_color_that_was_chosen(alice, choice, color):
    client = signed_in(alice)
    draft = drafted(client, clear())
    assert decode_png(media.read(draft.source_key))[0, 0].tolist() == [0, 0, 0]  # white on white would be nothing

    send(client, None, draft=str(draft.pk), **choice)

    draft.refresh_from_db()
    assert draft.state == "queued"
    assert decode_png(media.read(draft.source_key))[0, 0].tolist() == list(color)


def test_a_choice_that_cannot_be_read_is_asked_again(alice):
    client = signed_in(alice)
    draft = drafted(client, clear())

    for wrong in ({"background": "clear"}, {"background": "own"}, {"background": "own", "background_color": "blue"}):
        answer = send(client, None, draft=str(draft.pk), **wrong)
        assert (answer.status_code, "background" in marked(answer)) == (422, True)
        assert answer.context["problem"].kind == "error"
    assert Animation.objects.get().state == "draft"


def test_a_color_that_was_not_chosen_is_no_matter(alice):
    client = signed_in(alice)
    draft = drafted(client, clear())

    assert send(client, None, draft=str(draft.pk), background="white", background_color="blue").status_code == 302


def test_a_kept_picture_that_is_lost_gets_a_sentence(alice):
    client = signed_in(alice)
    draft = drafted(client, clear())
    Animation.objects.filter(pk=draft.pk).update(whole_key="sources/none/whole-none.png")

    answer = send(client, None, draft=str(draft.pk), background="white")

    assert answer.status_code == 422
    assert answer.context["form"].errors["image"] == ["That picture couldn't be read. Choose it again."]


def test_another_error_keeps_what_was_chosen_and_leaves_it_open(alice):
    client = signed_in(alice)
    draft = drafted(client, TALL, prompt="")

    answer = send(client, None, draft=str(draft.pk), prompt="", picture_crop="end")
    assert (answer.status_code, answer.context["odd"]["picture_crop"]) == (422, "end")
    assert list(answer.context["form"].errors) == ["prompt"]

    send(client, None, draft=str(draft.pk), picture_crop="start")
    draft.refresh_from_db()
    top = decode_png(media.read(draft.source_key))[:, :, 1].mean()
    assert (draft.state, top < 90) == ("queued", True)


@pytest.mark.large
def test_a_picture_may_be_odd_in_every_way(alice):
    sheet = np.zeros((200, 40, 4), np.uint8)
    sheet[20:180, 10:30] = 200
    client = signed_in(alice)
    draft = drafted(client, encoded(sheet))
    assert draft.upload["asks"] == ["crop", "enlarge", "background"]

    answer = send(client, None, draft=str(draft.pk), picture_crop="middle", enlarge="yes")
    assert list(answer.context["form"].errors) == ["background"]
    answer = send(client, None, draft=str(draft.pk), picture_crop="middle", enlarge="yes", background="white")
    assert answer.status_code == 302


def test_leaving_to_buy_keeps_the_question(alice):
    client = signed_in(alice)
    answer = send(client, clear(), keep="1")

    draft = Animation.objects.get()
    assert (answer.status_code, draft.upload["asks"]) == (303, ["background"])
    assert b"data-asked" in client.get(f"/make/?draft={draft.pk}").content


def test_nothing_is_started_from_a_draft_of_which_something_is_open(alice):
    draft = drafted(signed_in(alice), clear())

    with pytest.raises(RecipeInvalid) as invalid:
        submit_animation(
            owner=alice,
            request_key=draft.request_key,
            picture=picture_of(draft),
            recipe=recipe_of(draft),
            price_shown=None,
            now=timezone.now(),
        )
    assert list(invalid.value.errors) == ["background"]


def test_another_one_from_an_odd_picture_is_not_asked_about_again(alice):
    client = signed_in(alice)
    send(client, SMALL, enlarge="yes")
    made = Animation.objects.get()

    address = client.post(f"/animations/{made.pk}/again/", {"keep": "both"}).headers["location"]
    page = client.get(address)

    draft = Animation.objects.get(state="draft")
    assert (draft.source_key, draft.upload) == (made.source_key, {})
    assert b"data-asked" not in page.content
    assert send(client, None, draft=str(draft.pk), request_key="k2").status_code == 302


def test_a_mask_beside_an_odd_picture_is_cropped_with_it(alice):
    mask = np.zeros((700, 200), np.uint8)
    mask[450:] = 255
    client = signed_in(alice)
    with io.BytesIO(encoded(mask)) as file:
        file.name = "mask.png"
        draft = drafted(client, TALL, mask=file)

    send(client, None, draft=str(draft.pk), picture_crop="end")

    draft.refresh_from_db()
    assert draft.state == "queued"
    painted = np.asarray(Image.open(io.BytesIO(media.read(draft.mask_key))))
    assert painted.shape == (draft.height, draft.width)
    assert painted.mean() == 255


@pytest.mark.large
def test_of_a_picture_that_moves_the_first_frame_is_taken_and_the_page_says_so(alice):
    frames = [Image.fromarray(gradient(160, 128, seed)) for seed in range(3)]
    client = signed_in(alice)

    for kind in ("GIF", "PNG", "WEBP", "AVIF"):
        moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        answer = send(client, moving, request_key=kind)

        made = Animation.objects.get(request_key=kind)
        page = client.get(answer.headers["location"]).content.decode()
        assert "That&#x27;s an animated picture. We&#x27;ll use its first frame." in page
        taken = decode_png(media.read(made.source_key)).astype(int)
        assert np.abs(taken - np.asarray(frames[0])).mean() < 12
