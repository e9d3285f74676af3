"""Files beside the first one: other loops, other formats, and places with limits."""

import io
from dataclasses import replace

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from apps.animations import media
from apps.animations.exports.encoding import make_file
from apps.animations.exports.spec import ExportSpec
from apps.animations.exports.timeline import TimelineInput, complete_timeline, read_timeline
from apps.animations.exports.versions import NotAVersion, choose_export, encode_export, request_export
from apps.animations.models import Animation, Export, OutboxMessage
from apps.animations.selectors import get_owned, main_export
from apps.gallery.services import publish_animation
from apps.imaging.effects.crop import Box
from apps.imaging.formats.measure import measure
from tests.animations.finished import encode, finished_animation
from tests.animations.harness import Harness
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.both_databases]


@pytest.fixture
def alice(db):
    return make_person("alice")


@pytest.fixture
def animation(alice) -> Animation:
    return get_owned(alice, finished_animation(alice).pk)


def make(animation: Animation, spec: ExportSpec | None = None) -> Export:
    return encode(request_export(animation=animation, now=timezone.now(), spec=spec))


def spec(*, place: str = "", **words) -> ExportSpec:
    timeline = {
        name: words.pop(name) for name in ("fps", "loop", "interpolation_factor", "caption", "trim") if name in words
    }
    file = ExportSpec(complete_timeline(TimelineInput(**timeline), painted=3), **words)
    return file.for_place(place) if place else file


def test_a_wished_timeline_is_what_the_first_file_shows(harness: Harness):
    alice = make_person("alice", credits=100)
    made = harness.start(alice, frames=2, interpolation_factor=4, loop="once", caption={"text": "no"})
    harness.run(harness.render_context())

    export = made.exports.get()
    assert (export.frame_count, export.timeline) == (
        5,
        {"interpolation_factor": 4, "caption": {"text": "no", "position": "bottom"}},
    )
    assert measure(media.read(export.key)).frames == 5
    assert made.credits_per_frame * 2 == sum(made.frames.values_list("credits", flat=True))


def test_a_file_for_a_place_is_measured_against_every_limit_of_it(animation):
    for place, kind, width in (("slack-emoji", "GIF", 128), ("whatsapp-sticker", "WEBP", 512), ("web", "MP4", 64)):
        export = make(animation, spec(place=place, loop="ping-pong"))
        data = media.read(export.key)
        assert (measure(data).kind, measure(data).width, export.size_bytes) == (kind, width, len(data))
        assert export.fits
        assert [check["passed"] for check in export.checks] == [True] * len(export.checks)
        assert {"the format", "the file"} <= {check["what"] for check in export.checks}
        assert make(animation, spec(place=place, loop="ping-pong")).pk == export.pk


def test_twins_show_the_same_for_as_long(animation):
    for kind, measured in (("mp4", "MP4"), ("webp", "WEBP"), ("apng", "PNG")):
        export = make(animation, spec(format=kind))
        found = measure(media.read(export.key))
        assert (found.kind, found.frames, export.format) == (measured, 3, kind)
        assert export.duration_ms == pytest.approx(375, abs=10)
        assert export.fits is None


def test_quality_and_bytes_are_kept_or_the_reason_is_said(animation):
    fine, coarse = (make(animation, spec(format="webp", quality=quality)) for quality in (90, 5))
    assert coarse.size_bytes < fine.size_bytes
    within = make(animation, spec(format="webp", max_bytes=coarse.size_bytes + 800))
    assert within.size_bytes <= coarse.size_bytes + 800
    impossible = make(animation, spec(format="apng", max_bytes=1000))
    assert (impossible.state, impossible.key) == ("failed", "")
    assert "Choose a smaller size or fewer frames" in impossible.failure
    assert (
        request_export(animation=animation, now=timezone.now(), spec=spec(format="apng", max_bytes=1000)).state
        == "failed"
    )
    assert not OutboxMessage.objects.filter(ref=impossible.pk).exists()


def test_the_first_file_is_shown_until_another_version_is_chosen(animation, alice):
    first = main_export(animation)
    other = make(animation, spec(fps=12))
    assert main_export(get_owned(alice, animation.pk)) == first

    choose_export(animation=animation, export=other)
    assert main_export(get_owned(alice, animation.pk)) == other
    published = publish_animation(animation=animation, title="", alt_text="", visibility="", now=timezone.now())
    assert published.export == other

    choose_export(animation=animation, export=first)
    assert main_export(get_owned(alice, animation.pk)) == first


def test_only_a_finished_gif_of_its_own_can_be_chosen(animation):
    first = animation.exports.get()
    choose_export(animation=animation, export=first)
    for file in (make(animation, spec(place="slack-emoji")), make(animation, spec(format="mp4"))):
        with pytest.raises(NotAVersion):
            choose_export(animation=animation, export=file)
    assert animation.exports.get(is_chosen=True) == first


def test_the_seam_of_the_painted_loop_is_on_record_with_the_first_file(animation):
    animation.refresh_from_db()

    assert animation.loop_gap["score"] >= 0
    first, last = animation.loop_gap["trim"]
    assert 1 <= first < last <= 3


def test_while_somebody_makes_a_long_file_nobody_else_begins(animation):
    now = timezone.now()
    export = request_export(animation=animation, now=now, spec=spec(fps=9))
    hints = OutboxMessage.objects.filter(ref=export.pk)
    hints.update(due_at=now + 2 * (hints.get().due_at - now))  # as a look does that takes longer than a message

    encode_export(export_id=export.pk, now=now)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("pending", 0)
    hints.update(due_at=now)
    encode_export(export_id=export.pk, now=now)
    export.refresh_from_db()
    assert export.state == "ready"


def test_for_a_square_place_the_square_around_the_focus_is_shown():
    wide = np.zeros((64, 128, 3), np.uint8)
    wide[:, 64:, 2] = 250
    timeline = complete_timeline(TimelineInput(crop={"shape": "16:9", "focus": (1, 0.5)}))

    made = make_file(ExportSpec(timeline).for_place("slack-emoji"), [wide, wide[:, ::-1]], comment="")
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.convert("RGB").resize((1, 1)).getpixel((0, 0))[2] > 240


def test_for_a_square_place_the_face_is_shown_where_nobody_chose_a_crop():
    faced = ExportSpec(complete_timeline(TimelineInput()), head=(0.25, 0.4, 0.5))

    emoji = faced.for_place("slack-emoji")
    assert emoji.timeline.box(640, 480, square=True) == Box(40, 72, 240, 240)
    assert read_timeline(10, "forward", emoji.timeline.as_words()).box(640, 480, square=True) == Box(40, 72, 240, 240)
    assert faced.for_place("discord-upload").timeline.crop is None
    chosen = replace(faced, timeline=complete_timeline(TimelineInput(crop={"shape": "square"})))
    assert chosen.for_place("slack-emoji").timeline == chosen.timeline


def test_a_head_that_is_far_away_is_shown_no_closer_than_it_stays_sharp():
    small = ExportSpec(complete_timeline(TimelineInput()), head=(0.5, 0.5, 0.05)).for_place("slack-emoji")
    assert small.timeline.box(640, 640, square=True).width == 192
