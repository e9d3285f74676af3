import pytest

from apps.imaging.errors import TooHeavy
from apps.imaging.sandbox import analyses
from apps.imaging.sandbox.process import Sandbox


class CountingSandbox(Sandbox):
    """A sandbox that finds a picture's own bytes in it, and counts how often it looks."""

    def __init__(self) -> None:
        super().__init__(1)
        self.looked: list[bytes] = []

    def analyze(self, picture: bytes) -> bytes:
        self.looked.append(picture)
        if picture == b"heavy":
            raise TooHeavy("It was stopped.")
        return b"found in " + picture


@pytest.fixture
def sandbox():
    analyses._recent.clear()
    sandbox = CountingSandbox()
    yield sandbox
    sandbox.close()
    analyses._recent.clear()


def test_the_same_picture_is_looked_at_once(sandbox):
    found = [analyses.analysis_of(picture, sandbox=sandbox) for picture in (b"cat", b"dog", b"cat")]

    assert found == [b"found in cat", b"found in dog", b"found in cat"]
    assert sandbox.looked == [b"cat", b"dog"]


def test_what_failed_is_tried_again(sandbox):
    for _ in range(2):
        with pytest.raises(TooHeavy):
            analyses.analysis_of(b"heavy", sandbox=sandbox)

    assert sandbox.looked == [b"heavy", b"heavy"]


def test_the_last_pictures_are_remembered_and_no_more(sandbox):
    for number in range(analyses.KEPT):
        analyses.analysis_of(b"%d" % number, sandbox=sandbox)
    analyses.analysis_of(b"0", sandbox=sandbox)
    analyses.analysis_of(b"new", sandbox=sandbox)
    sandbox.looked.clear()

    for picture in (b"0", b"new", b"1"):
        analyses.analysis_of(picture, sandbox=sandbox)

    assert sandbox.looked == [b"1"]
