"""The share page and its files, as strangers and search engines get them."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from apps.gallery.models import Publication
from apps.gallery.services import publish_animation, revoke_publication
from tests.animations.finished import encode, finished_animation
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def published(visibility: str) -> Publication:
    return publish_animation(
        animation=finished_animation(make_person("alice")),
        title="Silent fury",
        alt_text="",
        visibility=visibility,
        now=timezone.now(),
    )


@pytest.mark.parametrize(("visibility", "robots"), [("public", None), ("unlisted", "noindex, nofollow, noarchive")])
def test_search_engines_leave_out_what_is_only_for_those_with_the_link(visibility, robots):
    slug = published(visibility).slug
    for path in (f"/g/{slug}/", f"/g/{slug}/embed/", f"/g/{slug}.gif", f"/g/{slug}.jpg"):
        answer = Client().get(path)
        assert (answer.status_code, answer.get("X-Robots-Tag")) == (200, robots), path
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, which closes the file


@pytest.mark.parametrize(("path", "encoding"), [("/g/{}/", "gzip"), ("/g/{}.gif", None), ("/g/{}.jpg", None)])
def test_pages_are_compressed_and_pictures_keep_their_length(path, encoding):
    answer = Client().get(path.format(published("public").slug), headers={"accept-encoding": "gzip"})
    assert (answer.get("Content-Encoding"), "Content-Length" in answer) == (encoding, True)
    if answer.streaming:
        list(answer.streaming_content)


def test_the_page_plays_a_video_as_soon_as_there_is_one():
    publication = published("unlisted")
    page, video = f"/g/{publication.slug}/", f"/g/{publication.slug}.mp4"
    assert "<video" not in Client().get(page).content.decode()
    assert Client().get(video).status_code == 404

    encode(publication.video)

    assert f'<video src="http://testserver{video}"' in Client().get(page).content.decode()
    answer = Client().get(video, headers={"range": "bytes=4-7"})
    assert (answer.status_code, answer.content, answer["X-Robots-Tag"]) == (
        206,
        b"ftyp",
        "noindex, nofollow, noarchive",
    )

    revoke_publication(publication=publication, now=timezone.now())
    assert Client().get(video).status_code == 404


@pytest.mark.parametrize(("loop", "repeats"), [("forward", True), ("once", False)])
def test_the_video_repeats_as_the_gif_does(loop, repeats):
    animation = finished_animation(make_person("alice"), loop=loop)
    publication = publish_animation(animation=animation, title="", alt_text="", visibility="public", now=timezone.now())
    encode(publication.video)

    video = re.search(r"<video[^>]*>", Client().get(f"/g/{publication.slug}/").content.decode())[0]
    assert (" loop" in video) is repeats
