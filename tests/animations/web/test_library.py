"""One's own library: everything that was submitted, newest first, a page at a time, and nobody else's."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_person, signed_in
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_show_more_leads_through_the_whole_library_without_a_repeat_and_shows_nobody_elses():
    alice, bob = make_person("alice"), make_person("bob")
    wanted = {str(make_animation(alice, created_at=NOW).pk) for _ in range(26)}
    make_animation(bob, created_at=NOW)
    browser, seen, address = signed_in(alice), [], "/library/"
    while address:
        page = browser.get(address).content.decode()
        seen += re.findall(r'class="card-title">\s*<a href="/animations/([^/"]+)/"', page)
        following = re.search(r'href="(/library/\?before=[^"]+)"', page)
        address = following[1] if following else ""
    assert len(seen) == 26
    assert set(seen) == wanted


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    alice = make_person()
    for number in range(count):
        make_animation(alice, prompt=f"number {number}", created_at=NOW - timedelta(minutes=number))
    browser = signed_in(alice)
    browser.get("/library/")
    with django_assert_num_queries(14):
        page = browser.get("/library/").content.decode()
    assert re.findall(r"(number \d)</bdi></a>", page) == [f"number {number}" for number in range(count)]


def test_the_empty_library_invites_to_make_the_first():
    assert 'href="/make/"' in signed_in(make_person()).get("/library/").content.decode()
