"""Cursors come from strangers: whatever they say, it is a place or the first page."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

from apps.common.cursors import decode_cursor, encode_cursor

PK = uuid.uuid4()


def test_a_cursor_leads_back_to_its_place_in_utc():
    moment = datetime(2026, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    assert decode_cursor(encode_cursor(moment, PK)) == (moment.astimezone(UTC), PK)


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+00:00",
        "2026-05-01T12:00:00",
        "x",
        "",
    ],
)
def test_a_moment_that_no_calendar_or_zone_holds_is_the_first_page(moment):
    assert decode_cursor(f"{moment}_{PK}") is None
