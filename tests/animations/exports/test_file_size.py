"""The GIF that is shown and shared fits where people paste it, and full quality lies beside it."""

import numpy as np
import pytest
from django.utils import timezone

from apps.animations import media
from apps.animations.exports.encoding import make_file
from apps.animations.exports.spec import MOST_BYTES, ExportSpec
from apps.animations.exports.timeline import TimelineInput, TimelineInvalid, complete_timeline
from apps.animations.exports.versions import make_version
from apps.animations.models import Animation, FileSize
from apps.animations.selectors import get_owned, main_export
from apps.imaging.codecs.frames import encode_png
from apps.imaging.formats.measure import measure
from tests.animations.finished import encode, finished_animation
from tests.animations.web.test_files import Visitor, section
from tests.factories.accounts import make_person

SIDE, FRAMES = 400, 6


def noise(*, frames: int = FRAMES) -> list[np.ndarray]:
    """Frames that hardly compress: about 150 KB each at the usual quality."""
    random = np.random.default_rng(1)
    return [random.integers(0, 256, (SIDE, SIDE, 3), np.uint8) for _ in range(frames)]


def spec(file_size: str) -> ExportSpec:
    return ExportSpec(complete_timeline(TimelineInput()), file_size=file_size)


@pytest.fixture(scope="module")
def full():
    return make_file(spec("full"), noise(), comment="")


def test_a_gif_that_is_too_large_fits_and_keeps_every_frame(full):
    assert full.measured.size_bytes > MOST_BYTES[FileSize.ONE_MB]

    made = make_file(spec("1mb"), noise(), comment="")

    assert made.was_reduced
    assert 0.8 * MOST_BYTES[FileSize.ONE_MB] < made.measured.size_bytes <= MOST_BYTES[FileSize.ONE_MB]
    assert (made.measured.frames, made.measured.seconds) == (FRAMES, full.measured.seconds)
    assert 0.6 * SIDE < made.measured.width <= SIDE


def test_a_gif_that_fits_is_the_one_of_full_quality(full):
    made = make_file(spec("2mb"), noise(), comment="")

    assert (made.data, made.was_reduced) == (full.data, False)


@pytest.fixture
def alice(db):
    return make_person("alice")


@pytest.fixture
def animation(alice) -> Animation:
    """One whose first file would be too large to paste."""
    return finished_animation(alice, pictures=[encode_png(frame) for frame in noise()], width=SIDE, height=SIDE)


def test_the_page_offers_full_quality_beside_a_reduced_gif(alice, animation):
    visitor = Visitor(alice, animation)
    page = visitor.page()
    assert 'id="reduced"' in page
    assert "Create" in section(page, "file-full")

    visitor.ask("full")
    made = encode(animation.exports.exclude(pk=main_export(get_owned(alice, animation.pk)).pk).get())

    assert made.size_bytes > MOST_BYTES[FileSize.ONE_MB]
    assert measure(media.read(made.key)).width == SIDE
    assert "Download" in section(visitor.page(), "file-full")
    assert main_export(get_owned(alice, animation.pk)).was_reduced  # asked for beside it, not instead of it


def test_a_gif_that_was_not_reduced_has_no_second_one_beside_it(alice):
    page = Visitor(alice, finished_animation(alice)).page()

    assert 'id="file-full"' not in page
    assert 'id="reduced"' not in page


def test_a_version_may_be_larger(alice, animation):
    visitor = Visitor(alice, animation)
    visitor.design(file_size="2mb")
    made = encode(animation.exports.get(file_size="2mb"))

    assert MOST_BYTES[FileSize.ONE_MB] < made.size_bytes <= MOST_BYTES[FileSize.TWO_MB]
    assert main_export(get_owned(alice, animation.pk)).pk == made.pk
    assert '<option value="2mb" selected>' in visitor.page()


def test_only_a_gif_with_no_size_of_its_own_is_made_to_fit(animation):
    for words in ({"format": "mp4"}, {"quality": 50}, {"max_bytes": 50_000}):
        with pytest.raises(TimelineInvalid) as refused:
            make_version(
                animation=animation,
                now=timezone.now(),
                spec=ExportSpec(complete_timeline(TimelineInput()), file_size="1mb", **words),
            )
        assert "file_size" in refused.value.errors
