"""What the page of an animation offers to take away, and which file a button asks for."""

from dataclasses import replace

import pytest
from django.utils import timezone

from apps.animations.exports.versions import request_export
from apps.animations.media_links import open_own_link
from apps.animations.models import Animation, Export
from apps.animations.web.downloads import Files, files_of, main_spec, wanted_file
from apps.animations.web.files import figures
from apps.imaging.formats.destinations import DESTINATIONS
from tests.animations.finished import encode, finished_animation
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def animation() -> Animation:
    return finished_animation(make_person("alice"))


def files(animation: Animation) -> Files:
    found = files_of(Animation.objects.get(pk=animation.pk))
    assert found is not None
    return found


def asked_for(animation: Animation, want: str) -> Export:
    wanted = wanted_file(animation.exports.get(digest=files(animation).versions[0].export.digest), want)
    assert wanted is not None
    return request_export(animation=animation, spec=wanted, now=timezone.now())


def named(link: str) -> str:
    """The name under which a browser saves what an address leads to; empty for one that is shown."""
    return open_own_link(link.removeprefix("/media/own/").removesuffix("/"))[1]


def test_before_anything_is_asked_for_every_place_and_format_is_offered_and_nothing_is_made(animation):
    offered = files(animation)
    assert [one.slug for one in offered.places] == [place.slug for place in DESTINATIONS]
    assert [one.slug for one in offered.video_formats] == ["mp4", "webp", "apng"]
    both = [*offered.places, *offered.video_formats]
    assert {(one.state, one.url, one.fits, one.ticks, one.export) for one in both} == {("", "", None, (), None)}
    assert (offered.number, offered.being_made, offered.polling) == (1, 0, False)
    assert [version.number for version in offered.versions] == [1]


@pytest.mark.parametrize("state", ["queued", "active", "draft"])
def test_an_animation_that_has_not_ended_offers_nothing(animation, state):
    Animation.objects.filter(pk=animation.pk).update(state=state, ended_at=None)
    assert files_of(Animation.objects.get(pk=animation.pk)) is None


def test_an_animation_without_a_gif_offers_nothing(animation):
    animation.exports.all().delete()
    assert files_of(Animation.objects.get(pk=animation.pk)) is None


def test_a_file_that_was_asked_for_is_watched_and_then_saved_under_its_own_name(animation):
    for want in ("slack-emoji", "webp"):
        export = asked_for(animation, want)
        before = list(figures(files(animation)))
        assert files(animation).polling is True
        encode(export)
        assert files(animation).polling is False
        assert list(figures(files(animation))) != before, "the section is shown anew"
    offered = files(animation)
    made = {one.slug: one for one in (*offered.places, *offered.video_formats) if one.state == "ready"}
    start = f"gifsite-{str(animation.pk)[:8]}"
    assert {slug: named(one.url) for slug, one in made.items()} == {
        "slack-emoji": f"{start}-slack-emoji.gif",
        "webp": f"{start}-webp.webp",
    }
    assert made["slack-emoji"].fits is True
    assert [tick.passed for tick in made["slack-emoji"].ticks] == [True] * 5
    assert named(offered.poster_url) == f"{start}-poster.jpg"


def test_a_frame_that_was_not_painted_is_in_no_file(animation):
    last = animation.frames.order_by("position").last()
    last.state, last.image_key, last.sha256, last.stored_at = "failed", "", "", None
    last.save()
    Animation.objects.filter(pk=animation.pk).update(state="partial")
    animation.exports.all().delete()
    encode(request_export(animation=animation, now=timezone.now()))
    encode(asked_for(animation, "mp4"))
    assert [one.state for one in files(animation).video_formats] == ["ready", "", ""]


def test_versions_come_newest_first_and_the_one_in_the_making_is_told_by_its_number(animation):
    first = animation.exports.get()
    main = main_spec(first)
    for loop in ("ping-pong", "reverse"):
        second = request_export(
            animation=animation, spec=replace(main, timeline=replace(main.timeline, loop=loop)), now=timezone.now()
        )
    assert files(animation).being_made == 0, "neither of them was asked for to be shown"
    animation.exports.filter(pk=second.pk).update(choose_when_ready=True)
    offered = files(animation)
    assert [version.number for version in offered.versions] == [3, 2, 1]
    assert [version.is_main for version in offered.versions] == [False, False, True]
    assert (offered.number, offered.being_made, offered.polling, offered.main_pk) == (1, 3, True, first.pk)
    for export in animation.exports.exclude(pk=first.pk):
        encode(export)
    offered = files(animation)
    assert (offered.number, offered.being_made, offered.polling) == (3, 0, False)
    assert [named(version.url) for version in offered.versions] == [""] * 3
    assert named(offered.versions[0].download_url) == f"gifsite-{str(animation.pk)[:8]}-version-3.gif"


def test_a_gif_that_was_made_smaller_is_offered_in_full_quality_first(animation):
    animation.exports.update(was_reduced=True, size_bytes=979_000)
    first, *others = files(animation).places
    assert (first.slug, first.name, first.state) == ("full", "Full quality", "")
    assert first.promise == "Larger and sharper than the 1\N{NO-BREAK SPACE}MB GIF above."
    assert len(others) == len(DESTINATIONS)
    asked_for(animation, "full")
    assert files(animation).places[0].state == "pending"


def test_every_other_file_shows_what_the_main_one_shows(animation):
    main = animation.exports.get()
    main.max_side, main.quality, main.max_bytes = 320, 50, 10_000
    spec = main_spec(main)
    assert (spec.max_side, spec.file_size, spec.quality, spec.max_bytes) == (320, main.file_size, None, None)


@pytest.mark.parametrize(("shown", "thinned"), [(4, True), (3, False)])
def test_a_place_that_took_fewer_frames_than_the_gif_has_says_so_beside_their_number(animation, shown, thinned):
    encode(asked_for(animation, "slack-emoji"))
    animation.exports.filter(destination="").update(frame_count=shown)
    place = next(one for one in files(animation).places if one.slug == "slack-emoji")
    saying = [tick.sentence for tick in place.ticks if tick.sentence.endswith("at the same total length.")]
    assert len(saying) == thinned
    assert all("It shows 3 of the 4 frames" in sentence for sentence in saying)
    assert len(place.ticks) == 5
    format_ticks = [tick for one in files(animation).video_formats for tick in one.ticks]
    assert format_ticks == []


@pytest.mark.parametrize("want", ["", "fax", "gif", "GIF", "1mb"])
def test_a_file_that_is_not_offered_is_none(animation, want):
    assert wanted_file(animation.exports.get(), want) is None


def test_a_button_asks_for_the_file_that_it_names(animation):
    main = animation.exports.get()
    spec = main_spec(main)
    assert wanted_file(main, "slack-emoji") == spec.for_place("slack-emoji")
    assert wanted_file(main, "full") == spec.in_full()
    assert [wanted_file(main, want) for want in ("mp4", "webp", "apng")] == [
        spec.in_format(kind) for kind in ("mp4", "webp", "apng")
    ]
