"""Parts of a file, as RFC 9110 has them."""

import pytest
from django.test import RequestFactory

from apps.common.ranges import ranged

TEN = b"0123456789"


def ask(wanted: str | None):
    headers = {} if wanted is None else {"range": wanted}
    return ranged(RequestFactory().get("/", headers=headers), TEN, content_type="video/mp4")


@pytest.mark.parametrize(
    ("wanted", "part", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=8-", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=5-99", b"56789", "bytes 5-9/10"),
        ("bytes=-99", TEN, "bytes 0-9/10"),
    ],
)
def test_a_range_is_answered_with_that_part(wanted, part, told):
    answer = ask(wanted)

    assert (answer.status_code, answer.content, answer["Content-Range"]) == (206, part, told)
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(len(part)), "video/mp4")


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,4-5",
        "frames=0-1",
        "bytes=0-1-2",
        "bytes=-" + "9" * 5000,
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_without_one_range_in_bytes_the_whole_is_sent(wanted):
    answer = ask(wanted)

    assert (answer.status_code, answer.content, answer["Accept-Ranges"]) == (200, TEN, "bytes")
    assert "Content-Range" not in answer


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=5-2"])
def test_a_range_that_is_not_there_is_refused_with_the_length(wanted):
    answer = ask(wanted)

    assert (answer.status_code, answer.content, answer["Content-Range"]) == (416, b"", "bytes */10")
