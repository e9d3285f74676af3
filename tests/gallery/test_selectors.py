"""Which pages are listed, in which order, and how they are found."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.common.cursors import one_page
from apps.gallery import selectors
from apps.gallery.models import Publication
from tests.factories.accounts import make_person
from tests.factories.gallery import make_publication

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def pages_of(rows_before) -> list[list[Publication]]:
    """Every page of a list, as a person sees them who always asks for the next."""
    pages, before = [], None
    while True:
        rows, more = one_page(rows_before(before), selectors.PAGE_SIZE)
        pages.append(rows)
        if not more:
            return pages
        before = (rows[-1].published_at, rows[-1].pk)


@pytest.mark.parametrize("count", [0, 1, 24, 25, 49])
def test_each_public_page_is_listed_once_newest_first_also_among_equal_moments(count):
    alice = make_person(password=None)
    made = [make_publication(alice, at=NOW - timedelta(days=number // 20)) for number in range(count)]
    newest_first = sorted(made, key=lambda one: (one.published_at, one.pk), reverse=True)
    pages = pages_of(lambda before: selectors.public_listing(before=before))
    assert [row for page in pages for row in page] == newest_first
    assert [len(page) for page in pages[:-1]] == [24] * (len(pages) - 1)


def test_unlisted_pages_and_those_taken_back_are_not_listed():
    alice = make_person(password=None)
    public = make_publication(alice)
    make_publication(alice, visibility="unlisted")
    make_publication(alice, revoked_at=NOW)
    assert list(selectors.public_listing()) == [public]


def test_a_listed_page_needs_no_further_query(django_assert_num_queries):
    alice = make_person(password=None)
    for _ in range(3):
        make_publication(alice)
    with django_assert_num_queries(1):
        for row in selectors.public_listing():
            assert (row.export.width, row.animation.owner.public_name) == (64, "Alice")


def test_a_page_is_found_by_its_address_until_it_is_taken_back(django_assert_num_queries):
    publication = make_publication(make_person(password=None))
    with django_assert_num_queries(1):
        found = selectors.get_live(publication.slug)
        assert (found.export.width, found.video, found.animation.owner.public_name) == (64, None, "Alice")
    Publication.objects.update(revoked_at=NOW)
    with pytest.raises(Publication.DoesNotExist):
        selectors.get_live(publication.slug)
    assert selectors.find_publication_of(publication.animation) is None


def test_an_animation_has_one_live_page_and_any_number_that_were_taken_back():
    first = make_publication(make_person(password=None))
    again = {"animation": first.animation, "export": first.export, "title": "x", "visibility": "public"}
    with pytest.raises(IntegrityError, match="one_live_publication_per_animation"), transaction.atomic():
        Publication.objects.create(slug="second", **again)
    Publication.objects.update(revoked_at=NOW)
    second = Publication.objects.create(slug="second", **again)
    assert selectors.find_publication_of(first.animation) == second


@pytest.mark.parametrize("base", ["", "https://media.example.com"])
def test_files_are_addressed_on_the_media_host_where_there_is_one(settings, base):
    settings.SITE_URL, settings.MEDIA_PUBLIC_URL = "https://gifsite.example.com", base
    publication = make_publication(make_person(password=None), slug="abc")
    assert (selectors.page_url(publication), selectors.gif_url(publication), selectors.poster_url(publication)) == (
        "https://gifsite.example.com/g/abc/",
        f"{base}/public/abc.gif" if base else "https://gifsite.example.com/g/abc.gif",
        f"{base}/public/abc.jpg" if base else "https://gifsite.example.com/g/abc.jpg",
    )
