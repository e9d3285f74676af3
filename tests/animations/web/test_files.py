"""The files on the page of an animation: asked for with a click, watched, downloaded; and other versions of the loop."""

import re
from contextlib import closing
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from apps.animations import media
from apps.animations.exports.versions import encode_export, request_export
from apps.animations.models import Animation, Export, OutboxMessage
from apps.animations.selectors import main_export
from apps.animations.web.create_context import between_for
from apps.imaging.formats.measure import measure
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in


@pytest.fixture
def alice(db):
    return make_person("alice")


@pytest.fixture
def animation(alice) -> Animation:
    return finished_animation(alice)


class Visitor:
    """Somebody on the page of one animation, with or without script."""

    def __init__(self, user, animation: Animation) -> None:
        self.client = signed_in(user)
        self.address = f"/animations/{animation.pk}/"

    def page(self) -> str:
        return words(self.client.get(self.address))

    def ask(self, want: str, *, script: bool = False):
        headers = {"HX-Request": "true"} if script else {}
        return self.client.post(f"{self.address}files/", {"want": want}, headers=headers)

    def look(self, tag: str = ""):
        return self.client.get(f"{self.address}files/", headers={"HX-Request": "true", "HX-PTag": tag})

    def design(self, **fields):
        return self.client.post(f"{self.address}versions/", {"loop": "forward", "fps": "8", **fields})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def section(page: str, name: str) -> str:
    """The part of a page that stands in the list item of this id."""
    return re.search(rf'<li class="[^"]*" id="{name}">.*?(?=<li class="[^"]*" id="|</ul> <h3|</ol>)', page)[0]


def encode_all() -> None:
    for hint in OutboxMessage.objects.filter(kind="encode"):
        encode_export(export_id=hint.ref, now=timezone.now())


def test_a_click_makes_a_file_for_a_place_and_the_page_shows_what_was_measured(alice, animation):
    visitor = Visitor(alice, animation)
    assert "GIF, 128 × 128, up to 128 KB" in section(visitor.page(), "file-slack-emoji").replace(
        "\N{NO-BREAK SPACE}", " "
    )

    asked = visitor.ask("slack-emoji")
    assert asked.url == f"/animations/{animation.pk}/#files"
    assert "Creating…" in section(visitor.page(), "file-slack-emoji")
    assert "Refresh" in visitor.page()
    encode_all()
    row = section(visitor.page(), "file-slack-emoji")
    assert row.count("tick-good") == 5
    assert "The picture is 128 × 128. Slack emoji takes 128 × 128." in row
    assert "Refresh" not in visitor.page()
    address = re.search(r'href="(/media/own/[^"]+)"', row)[1]
    with closing(visitor.client.get(address)) as file:
        assert file["Content-Disposition"].endswith('slack-emoji.gif"')


def test_with_script_the_section_is_answered_and_watched_until_nothing_is_made_any_more(alice, animation):
    visitor = Visitor(alice, animation)

    asked = visitor.ask("mp4", script=True)
    assert words(asked).startswith('<section class="stack" id="files"')
    assert "hx-trigger" in words(asked)
    assert visitor.look(asked["HX-PTag"]).status_code == 304
    encode_all()
    done = visitor.look(asked["HX-PTag"])
    assert done.status_code == 200
    assert "hx-trigger" not in words(done)
    assert 'id="take-mp4"' in words(done)
    link = re.search(r'id="take-mp4" href="([^"]+)"', words(done))[1]
    with closing(visitor.client.get(link)) as file:
        assert file["Content-Type"] == "video/mp4"


def test_what_there_is_not_is_refused_with_a_sentence(alice, animation):
    visitor = Visitor(alice, animation)

    assert "We can&#x27;t make that file from this GIF." in words(visitor.ask("fax", script=True))
    visitor.ask("fax")
    assert "We can&#x27;t make that file from this GIF. Nothing was charged." in visitor.page()
    assert animation.exports.count() == 1


def test_who_asks_too_often_is_told_so_in_the_section(alice, animation, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "submit": {"account": "1/minute", "address": "9/minute"}}
    visitor = Visitor(alice, animation)

    visitor.ask("mp4", script=True)
    late = visitor.ask("web", script=True)
    assert late.status_code == 200
    assert 'role="alert" >' in words(late)
    assert "Too many requests. Nothing was charged." in words(late)
    assert not animation.exports.filter(destination="web").exists()


def test_nobody_asks_for_files_of_somebody_elses_animation(alice, animation):
    bob = Visitor(make_person("bob"), animation)
    version = animation.exports.get()

    answers = [bob.ask("mp4"), bob.look(), bob.design(), bob.client.post(f"{bob.address}versions/{version.pk}/use/")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert animation.exports.count() == 1


def test_a_new_version_is_the_one_that_is_shown_as_soon_as_it_is_ready(alice, animation):
    visitor = Visitor(alice, animation)
    first = animation.exports.get()

    made = visitor.design(
        loop="ping-pong", fps="12", interpolation_factor="2", camera="zoom-in", caption="Monday", shape="square"
    )
    assert made.url == f"/animations/{animation.pk}/#progress", "where it will be seen"
    page = visitor.page()
    assert "Creating version 2." in page
    assert 'value="Monday"' in page, "what was just set stays in the form"
    assert main_export(Animation.objects.get(pk=animation.pk)) == first
    encode_all()
    second = animation.exports.exclude(pk=first.pk).get()
    assert measure(media.read(second.key)).frames == 8
    assert main_export(Animation.objects.get(pk=animation.pk)) == second
    page = visitor.page()
    assert "from version 2" in page
    assert 'value="Monday"' in page
    assert page.index('id="version-2"') < page.index('id="version-1"'), "the newest comes first"
    visitor.ask("slack-emoji")
    assert Export.objects.get(destination="slack-emoji").timeline == second.timeline
    visitor.client.post(f"{visitor.address}versions/{first.pk}/use/")
    assert main_export(Animation.objects.get(pk=animation.pk)) == first, "undone with one click"


def test_the_page_that_waits_for_a_version_is_shown_anew_when_it_is_ready(alice, animation):
    visitor = Visitor(alice, animation)
    first = animation.exports.get()
    visitor.design(loop="ping-pong")
    address = f"/animations/{animation.pk}/files/?shown={first.pk}"
    script = {"hx-request": "true"}
    assert f'hx-get="{address}"' in visitor.page()
    assert "HX-Refresh" not in visitor.client.get(address, headers=script)
    encode_all()
    assert visitor.client.get(address, headers=script)["HX-Refresh"] == "true"


def test_of_two_versions_asked_for_at_once_the_last_one_is_shown(alice, animation):
    visitor = Visitor(alice, animation)
    visitor.design(loop="ping-pong")
    visitor.design(loop="once")
    last = animation.exports.get(loop="once")
    encode_export(export_id=last.pk, now=timezone.now())
    encode_all()
    assert main_export(Animation.objects.get(pk=animation.pk)) == last


def test_the_same_version_is_not_made_twice(alice, animation):
    visitor = Visitor(alice, animation)

    visitor.design(first="1", last="3", camera="")
    assert animation.exports.count() == 1
    assert "You made this version before" in visitor.page()


@pytest.mark.parametrize(
    ("interpolation_factor", "fps", "expected"),
    [("2", "8", 16), ("4", "8", 32), ("3", "24", 24), ("2", "6", 6), ("1", "8", 8)],
)
def test_in_betweens_keep_the_duration_unless_another_speed_is_asked_for(
    alice, animation, interpolation_factor, fps, expected
):
    if fps == "24":
        animation.exports.update(fps=24.0)
    Visitor(alice, animation).design(interpolation_factor=interpolation_factor, fps=fps, loop="once")
    made = animation.exports.get(loop="once")
    wanted = 100 / 3 if fps == "24" else expected
    assert made.fps == pytest.approx(wanted)


REFUSED = (
    ({"first": "3", "last": "1"}, "Choose a first and last frame between 1 and 3, in that order."),
    ({"first": "x"}, "Enter a whole number."),
    ({"fps": "900"}, "Choose between 1 and 50 frames per second."),
    ({"loop": "sideways"}, "Choose one of the six loops."),
    ({"interpolation_factor": "9"}, "Choose from 1 to 4 shown frames per generated frame."),
    ({"camera": "sideways"}, "Choose a camera move from the list."),
    ({"caption": "猫"}, "Captions can&#x27;t include 猫 yet."),
    ({"caption": "x" * 150}, "The caption doesn&#x27;t fit on the picture"),
    ({"shape": "square", "focus_x": "7"}, "two numbers between 0 and 1"),
)


def test_a_design_that_cannot_be_made_comes_back_with_a_sentence(alice, animation):
    visitor = Visitor(alice, animation)
    for fields, sentence in REFUSED:
        answer = visitor.design(**fields)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert '<details class="disclosure" id="design" open>' in words(answer)
    assert animation.exports.count() == 1


def test_a_film_that_ends_where_it_begins_is_not_warned_of_a_jump(alice, animation):
    visitor = Visitor(alice, animation)
    Animation.objects.filter(pk=animation.pk).update(loop_gap={"score": 1.6, "trim": [2, 3], "cut_score": 0.2})
    assert "jumps" not in visitor.page()
    assert "Use only frames" not in visitor.page()


def test_a_loop_that_jumps_says_so_and_a_better_cut_is_one_click(alice, animation):
    visitor = Visitor(alice, animation)
    jumping = {"score": 1.6, "trim": [2, 3], "cut_score": 0.2}
    Animation.objects.filter(pk=animation.pk).update(engine="stability", model="sd3.5-medium", loop_gap=jumping)
    assert "This loop jumps where it starts over." in visitor.page()
    assert "Use only frames 2 to 3" in visitor.page()

    visitor.client.post(f"{visitor.address}versions/", {"proposal": "trim"})
    version = animation.exports.order_by("created_at").last()
    assert (version.timeline, version.loop) == ({"trim": [2, 3]}, "forward")
    Animation.objects.filter(pk=animation.pk).update(loop_gap={"score": 0.1, "trim": [1, 3], "cut_score": 0.1})
    assert "This loop is seamless" in visitor.page()
    assert "Use only frames" not in visitor.page()


def test_a_still_picture_says_so_and_is_no_loop(alice):
    still = finished_animation(alice, frames=2)
    still.frames.filter(position=2).update(state="failed", image_key="", sha256="", stored_at=None)
    still.exports.all().delete()
    encode_export(export_id=request_export(animation=still, now=timezone.now()).pk, now=timezone.now())
    Animation.objects.filter(pk=still.pk).update(loop_gap={"score": 0, "trim": [1, 1], "cut_score": 0}, state="partial")
    visitor = Visitor(alice, still)
    visitor.ask("discord-sticker")
    encode_all()
    page = visitor.page()

    assert "1 frame · still picture · 64 × 64" in page
    assert "1 frames" not in page
    assert "seamless" not in page
    row = section(page, "file-discord-sticker")
    assert "It is a still picture. Discord sticker takes what lasts up to 5 s." in row
    assert "0.00 s" not in row


def test_frames_that_were_left_out_for_a_place_are_counted(alice, animation):
    visitor = Visitor(alice, animation)
    visitor.ask("slack-emoji")
    visitor.ask("discord-emoji")
    encode_all()
    assert "of 184 frames" not in visitor.page()

    animation.exports.filter(destination="").update(frame_count=184)
    assert '<span aria-hidden="true">3 of 184 frames</span>' in section(visitor.page(), "file-slack-emoji")
    assert "It shows 3 of the 184 frames, at the same total length." in section(visitor.page(), "file-slack-emoji")
    assert "3 of 184 frames" in section(visitor.page(), "file-discord-emoji")


def test_the_preview_of_a_caption_is_drawn_as_the_file_will_have_it(alice, animation):
    visitor = Visitor(alice, animation)
    address = f"{visitor.address}caption.png"

    drawn = visitor.client.get(address, {"text": "Hi 🔥", "position": "top", "shape": "9:16"})
    with Image.open(BytesIO(drawn.content)) as picture:
        assert (picture.mode, picture.size) == ("RGBA", (36, 64))
    refused = visitor.client.get(address, {"text": "x" * 150})
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert refused.content.decode().startswith("The caption doesn't fit on the picture")
    assert "Captions can't include 猫" in visitor.client.get(address, {"text": "猫"}).content.decode()
    assert visitor.client.get(address, {"text": " "}).status_code == 404
    assert signed_in(make_person("bob")).get(address, {"text": "Hi"}).status_code == 404


def test_who_types_too_fast_gets_no_more_previews_for_a_while(alice, animation, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "preview": {"account": "1/minute", "address": "9/minute"}}
    visitor = Visitor(alice, animation)

    answers = [visitor.client.get(f"{visitor.address}caption.png", {"text": text}) for text in ("a", "b")]
    assert [answer.status_code for answer in answers] == [200, 429]


def test_a_file_that_cannot_be_made_says_why_and_one_that_failed_can_be_tried_again(alice, animation):
    visitor = Visitor(alice, animation)
    visitor.ask("web")
    visitor.ask("mp4")
    Export.objects.filter(format="mp4", destination="").update(state="failed", failure="The file is too large.")
    Export.objects.filter(destination="web").update(state="failed")

    assert "The file is too large." in section(visitor.page(), "file-mp4")
    assert "Try again" not in section(visitor.page(), "file-mp4")
    assert "This didn't work, and nothing was charged." in section(visitor.page(), "file-web")
    visitor.ask("web")
    assert "Creating…" in section(visitor.page(), "file-web")


def test_a_public_page_of_another_version_says_so(alice, animation):
    visitor = Visitor(alice, animation)
    visitor.client.post(f"{visitor.address}publish/", {"title": "no", "visibility": "unlisted"})
    assert "The page shows the version you published." not in visitor.page()

    visitor.design(loop="reverse")
    encode_all()
    version = animation.exports.get(loop="reverse")
    visitor.client.post(f"{visitor.address}versions/{version.pk}/use/")
    assert "The page shows the version you published." in visitor.page()


def make(client, picture: bytes, **fields):
    spec = {"prompt": "rage", "choice": "sketch/sketch", "frames": "3", "request_key": "k1", "loop": "once", **fields}
    return client.post("/make/", {**spec, "image": SimpleUploadedFile("p.jpg", picture)})


def test_the_create_page_sends_what_is_to_be_shown_and_the_price_is_that_of_the_painted_frames(portrait, db):
    client = signed_in(make_person("alice", credits=20))

    make(client, portrait, interpolation_factor="4", ease="in-out", camera="shake", caption="no", price_shown="3")
    made = Animation.objects.get()
    assert (made.frame_count * made.credits_per_frame, made.loop) == (3, "once")
    assert made.timeline == {
        "interpolation_factor": 4,
        "ease": "in-out",
        "motion": {"shake": 0.02},
        "caption": {"text": "no", "position": "bottom"},
    }


def test_a_caption_without_room_keeps_the_picture_and_what_was_set_and_charges_nothing(portrait, db):
    client = signed_in(make_person("alice", credits=20))

    answer = make(client, portrait, caption="x" * 150, interpolation_factor="2", camera="left", camera_returns="stays")
    assert answer.status_code == 422
    page = words(answer)
    assert '<a href="#field-caption">Caption</a>: The caption doesn&#x27;t fit on the picture' in page
    draft = Animation.objects.get()
    assert draft.state == "draft"
    back = words(client.get(f"/make/?draft={draft.pk}"))
    assert '<option value="left" selected>' in back
    assert '<option value="stays" selected>' in back
    assert '<option value="2" selected>' in back


def test_the_fewer_frames_are_paid_the_more_are_filled_in():
    assert [between_for(painted) for painted in (2, 3, 4, 6, 7, 8, 24)] == [4, 4, 3, 2, 2, 1, 1]
