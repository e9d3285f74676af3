import time

import pytest

from apps.engines.protocol import PaintRequest
from tests.engines.pictures import IMAGE
from tests.engines.sdapi.fake import FakeSdapi
from tests.engines.stability.fake import FakeStability


@pytest.fixture(scope="module")
def running_stability():
    with FakeStability(limit=None) as fake:
        yield fake


@pytest.fixture
def stability(running_stability):
    running_stability.forget()
    return running_stability


@pytest.fixture(scope="module")
def running_sdapi():
    with FakeSdapi(auth="alice:secret") as fake:
        yield fake


@pytest.fixture
def sdapi(running_sdapi):
    running_sdapi.forget()
    return running_sdapi


@pytest.fixture
def wish():
    """A request for one frame; keyword arguments replace what it says."""

    def make(**changes):
        return PaintRequest(
            **{
                "image": IMAGE,
                "width": 64,
                "height": 64,
                "model": "sd3.5-medium",
                "prompt": "a cat (red:0.5)",
                "negative_prompt": None,
                "strength": 0.45,
                "seed": 7,
                "mask": None,
                "style_preset": None,
                "position": 1,
                "frame_count": 8,
                "user_reference": "u-3f9a",
                **changes,
            }
        )

    return make


@pytest.fixture
def soon():
    """A deadline for a call to a server on this machine."""
    return time.monotonic() + 5
