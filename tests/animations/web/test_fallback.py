"""The fallback as people meet it: in the create page, on the page of their GIF, and in the statement."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.animations.copy import format_frames
from apps.animations.models import Animation, EnginePause
from tests.animations.harness import Harness
from tests.animations.rendering.test_fallback import CHEAP, DEAR, FLASH, LARGE, rest, start
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(harness: Harness):
    return make_person("alice", credits=100)


def send(client, picture: bytes | None, **fields: str):
    wish = {"prompt": "rage", "choice": f"stability/{LARGE}", "frames": "3", "request_key": "k1", **fields}
    if picture is not None:
        wish["image"] = SimpleUploadedFile("p.jpg", picture)
    return client.post("/make/", wish)


def select(page: str) -> str:
    return re.search(r'<div class="[^"]*"\s+id="field-fallback".*?</select>', page, re.DOTALL).group(0)


def test_the_create_page_offers_to_wait_first_and_then_every_model_that_costs_less(harness: Harness, alice):
    client = signed_in(alice)
    page = client.get("/make/")
    # Medium is suggested, for which only Flash is cheaper; the others stand there for who has no script.
    assert re.findall(r"<option [^>]*>(.*)</option>", select(page.content.decode())) == [
        "Wait until it's back",
        "Switch to Flash, 4 credits per frame",
        "Switch to Large, 9 credits per frame",
        "Switch to Structure, 7 credits per frame",
        "Switch to Large Turbo, 6 credits per frame",
        "Switch to Medium, 5 credits per frame",
    ]
    assert "for-no-script" not in select(page.content.decode())
    large = next(one for one in page.context["choices"] if one["value"] == f"stability/{LARGE}")
    assert [one["label"] for one in large["fallbacks"]] == ["Structure", "Large Turbo", "Medium", "Flash"]
    assert large["masked_fallbacks"] == []


def test_a_model_that_nothing_is_cheaper_than_shows_the_choice_only_without_script(harness: Harness, alice, portrait):
    page = send(signed_in(alice), portrait, choice=f"stability/{FLASH}", prompt="").content.decode()
    assert "for-no-script" in select(page)


def test_without_an_engine_of_several_prices_there_is_no_such_choice(alice, settings):
    settings.STABILITY_API_KEY = ""
    assert "field-fallback" not in signed_in(alice).get("/make/").content.decode()


def test_nobody_falls_back_who_did_not_say_so(harness: Harness, alice, portrait):
    send(signed_in(alice), portrait)
    made = Animation.objects.get()
    assert (made.state, made.model, made.fallback_model, made.fallback_credits_per_frame) == ("queued", LARGE, "", 0)


def test_who_says_so_is_held_the_chosen_models_price_and_sees_the_wish(harness: Harness, alice, portrait):
    client = signed_in(alice)
    answer = send(client, portrait, fallback_model=FLASH, price_shown=str(3 * DEAR))
    made = Animation.objects.get()
    assert (answer.status_code, made.fallback_model, made.fallback_credits_per_frame) == (302, FLASH, CHEAP)
    page = client.get(f"/animations/{made.pk}/")
    assert (page.context["receipt"].held, page.context["stepped_in"]) == (3 * DEAR, "")
    assert "Flash, 4 credits per frame" in page.content.decode()


def test_a_draft_keeps_the_wish(harness: Harness, alice, portrait):
    client = signed_in(alice)
    answer = send(client, portrait, fallback_model=FLASH, frames="24")  # 216 credits
    draft = Animation.objects.get(state="draft")
    assert (answer.status_code, draft.fallback_model) == (402, FLASH)
    for page in (answer.content.decode(), client.get(f"/make/?draft={draft.pk}").content.decode()):
        assert re.search(r'value="sd3.5-flash"\s+selected', select(page))
    assert send(client, None, fallback_model=FLASH, draft=str(draft.pk)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"fallback_model": "ultra"}, "Ultra is not cheaper than Large, so it can't be the backup."),
        ({"fallback_model": "x" * 41}, "That model isn't available."),
        ({"fallback_model": "a\x00b"}, "That model isn't available."),
        (
            {"fallback_model": FLASH, "choice": "sketch/sketch"},
            "Sketch has no model called “sd3.5-flash” to use as a backup.",
        ),
    ],
)
def test_what_cannot_step_in_is_said_beside_the_choice_and_the_picture_is_kept(
    harness: Harness, alice, portrait, fields, sentence
):
    answer = send(signed_in(alice), portrait, **fields)
    assert (answer.status_code, [field.label for field in answer.context["problem"].marked]) == (422, ["Backup"])
    assert [str(error) for error in answer.context["form"].errors["fallback_model"]] == [sentence]
    assert Animation.objects.get().state == "draft"


def test_a_kept_mask_counts_when_it_is_looked_at_what_may_step_in(harness: Harness, alice, portrait):
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (64, 64), 255).save(out, "PNG")
    client = signed_in(alice)
    mask = SimpleUploadedFile("m.png", out.getvalue())
    send(client, portrait, prompt="", mask=mask)
    draft = Animation.objects.get(state="draft")
    answer = send(client, None, draft=str(draft.pk), fallback_model=FLASH)
    assert answer.status_code == 422
    assert "painted area" in str(answer.context["form"].errors["fallback_model"])


def test_the_page_and_the_statement_say_who_painted_what_and_what_it_cost(harness: Harness, alice):
    rest(harness, LARGE)
    animation = start(harness, alice, frames=4)
    render_context = harness.render_context()
    harness.look(render_context)
    harness.look(render_context)
    client = signed_in(alice)
    address = f"/animations/{animation.pk}/"
    running = client.get(address)
    assert running.context["stepped_in"] == (
        "Large was unavailable, so Flash generated frames 1 and 2, at 4 credits each instead of 9."
    )
    assert 'alt="Frame 2, made with Flash"' in running.content.decode()
    harness.clock.forward(31)
    harness.run(render_context)
    done = client.get(address)
    assert running.context["stepped_in"] == done.context["stepped_in"]
    shown = re.search(r'id="shares">(.*?)</ul>', done.content.decode(), re.DOTALL).group(1)
    assert re.findall(r"<li>(.*?)</li>", shown) == [
        "Large: frames 3 and 4, 9 credits each",
        "Flash: frames 1 and 2, 4 credits each",
    ]
    assert "4 frames, 26 credits charged, 10 refunded" in " ".join(done.content.decode().split())
    statement = client.get("/credits/").content.decode()
    assert "2 frames made with Flash for less" in statement


def test_who_waits_for_a_model_reads_which_one(harness: Harness, alice):
    rest(harness, LARGE)
    animation = start(harness, alice, fallback_model=None)
    harness.look(harness.render_context())
    client = signed_in(alice)

    def explained() -> str:
        # A page reads the clock on the wall, before which the harness's stays late in the evening.
        EnginePause.objects.update(until=timezone.now() + timedelta(seconds=30))
        return client.get(f"/animations/{animation.pk}/").context["explanation"]

    assert explained().startswith("Large is temporarily unavailable.")
    rest(harness, "")
    assert explained().startswith("This style is temporarily unavailable.")


@pytest.mark.parametrize(
    ("positions", "words"),
    [
        ([4], "frame 4"),
        ([1, 2], "frames 1 and 2"),
        ([1, 2, 3], "frames 1 to 3"),
        ([3, 1, 2, 6], "frames 1 to 3 and 6"),
        ([1, 3, 5, 6, 8, 9, 10], "frames 1, 3, 5, 6 and 8 to 10"),
    ],
)
def test_frame_numbers_are_said_as_people_say_them(positions, words):
    assert format_frames(positions) == words
