"""The built-in engine: every look acts, obeys strength, seed and mask, and survives long chains and odd prompts."""

import io
import time

import numpy as np
import pytest
from PIL import Image

from apps.engines.errors import NotSent, RequestRefused
from apps.engines.protocol import PaintRequest
from apps.engines.sketch.engine import SketchEngine
from apps.engines.sketch.words import LOOKS, looks_for

SIDE = 128
ENGINE = SketchEngine()


@pytest.fixture(scope="module")
def photo(samples) -> bytes:
    out = io.BytesIO()
    Image.open(samples / "astronaut.jpg").convert("RGB").resize((SIDE, SIDE)).save(out, "PNG")
    return out.getvalue()


def paint(
    image: bytes,
    prompt: str,
    *,
    strength: float | None = 0.5,
    seed: int = 7,
    mask: bytes | None = None,
    position: int = 2,
    count: int = 8,
) -> bytes:
    request = PaintRequest(image, SIDE, SIDE, "sketch", prompt, None, strength, seed, mask, None, position, count)
    return ENGINE.paint(request, deadline=time.monotonic() + 60).image


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png))).astype(int)


def change(before: bytes, after: bytes) -> float:
    return float(np.abs(pixels(before) - pixels(after)).mean())


def chain(image: bytes, prompt: str, *, count: int, strength: float = 0.5) -> list[bytes]:
    frames = []
    for position in range(1, count + 1):
        image = paint(image, prompt, strength=strength, seed=100 + position, position=position, count=count)
        frames.append(image)
    return frames


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_look_visibly_acts_on_a_photo(look, photo):
    assert max(change(photo, frame) for frame in chain(photo, look.words[0], count=8)) > 4


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_look_changes_more_the_higher_the_strength(look, photo):
    weak, medium, strong = (
        change(photo, paint(photo, look.words[0], strength=strength)) for strength in (0.05, 0.5, 1.0)
    )
    assert weak < medium < strong


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_chain_of_24_frames_keeps_contrast(look, photo):
    assert pixels(chain(photo, look.words[0], count=24)[-1]).std() > 0.4 * pixels(photo).std()


@pytest.mark.parametrize("prompt", ["rage", "glitch", "rain", "sparkle", "no known word at all"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_picture(prompt, photo):
    assert paint(photo, prompt) == paint(photo, prompt)
    assert paint(photo, prompt) != paint(photo, prompt, seed=8)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_outside_the_mask_every_pixel_stays(look, photo):
    plane = np.zeros((SIDE, SIDE), np.uint8)
    plane[30:90, 40:100] = 255
    out = io.BytesIO()
    Image.fromarray(plane).save(out, "PNG")
    after = pixels(paint(photo, look.words[0], strength=1.0, mask=out.getvalue()))
    changed = (after != pixels(photo)).any(axis=2)
    assert changed.any()
    assert not changed[plane == 0].any()


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("my friend, his face contorts with silent fury", ["rage"]),
        ("she is CRYING in the rain", ["cry", "rain"]),
        ("laugh, spin, melt and explode", ["laugh", "spin", "melt"]),
        ("Everything on fire!!!", ["fire"]),
        ("🔥", ["breathe"]),
        ("", ["breathe"]),
        ("مرحبا", ["breathe"]),
    ],
)
def test_words_call_looks_in_their_order_and_at_most_three(prompt, names):
    assert [look.name for look in looks_for(prompt)] == names


@pytest.mark.parametrize("prompt", ["x" * 2000, "😡" * 300, "\u202eevil", "%s {} <script>"])
def test_any_prompt_paints_something(prompt, photo):
    assert change(photo, paint(photo, prompt)) > 0.2


def test_a_picture_of_another_size_or_none_at_all_is_refused(photo):
    with pytest.raises(RequestRefused):
        paint(b"not a picture", "rage")
    request = PaintRequest(photo, 64, 64, "sketch", "rage", None, 0.5, 1, None, None, 1, 2)
    with pytest.raises(RequestRefused):
        ENGINE.paint(request, deadline=time.monotonic() + 9)


def test_after_the_deadline_nothing_is_drawn(photo):
    request = PaintRequest(photo, SIDE, SIDE, "sketch", "rage", None, 0.5, 1, None, None, 1, 2)
    with pytest.raises(NotSent):
        ENGINE.paint(request, deadline=time.monotonic() - 1)
