"""A browser for the tests that ask one, started when the first asks."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests import chromium
from tests.imaging.gif_decoders import DECODERS, Shown
from tests.imaging.gif_in_chromium import chromium_reader


@pytest.fixture(scope="session")
def show_in_chromium() -> Iterator[Callable[[bytes], Shown]]:
    if chromium.is_missing() and os.environ.get("CI") != "true":  # there, a missing browser is a failure
        pytest.skip(f"there is no Chromium at {chromium.CHROMIUM}")
    with chromium_reader() as show:
        yield show


@pytest.fixture(params=[*DECODERS, pytest.param("Chromium", marks=pytest.mark.large)])
def show(request: pytest.FixtureRequest) -> Callable[[bytes], Shown]:
    return DECODERS.get(request.param) or request.getfixturevalue("show_in_chromium")
