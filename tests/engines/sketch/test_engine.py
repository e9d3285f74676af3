import io
import itertools
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image

from apps.engines.errors import NotSent, RequestRefused
from apps.engines.protocol import Engine, PaintRequest, StrengthRange
from apps.engines.sketch import CATALOG
from apps.engines.sketch.engine import SketchEngine
from tests.engines.sketch.pictures import SIDE, analysis, astronaut, faceless, pixels_of, png

ENGINE = SketchEngine()
SCENE = faceless()
SCENE_PNG = png(SCENE)
HEIGHT, WIDTH = SCENE.shape[:2]
SMALL = 128
NAMES = [reaction.name for reaction in CATALOG]
# Reactions that are half over at their last frame show it to a loop of eight frames, and hardly to one of four.
ENDING = (
    *("silent-fury", "disgust", "jaw-drop", "wink", "blink", "sleepy", "dead-inside", "devil"),
    *("dolly-zoom", "zoom", "melt"),
)
# Of every fourth reaction a short loop is quick; all others, and all long ones, are large.
LOOPS = [
    pytest.param(name, frame_count, marks=[] if is_quick else [pytest.mark.large, pytest.mark.slow])
    for number, name in enumerate(NAMES)
    for frame_count, is_quick in ((4, number % 4 == 0 and name not in ENDING), (8, number % 4 == 0 and name in ENDING))
    if is_quick or frame_count == 8
]
PICTURED = [reaction.name for reaction in CATALOG if not reaction.needs_face]


@cache
def portrait_png(side: int = SIDE) -> bytes:
    return png(astronaut(side))


def request(**changes: object) -> PaintRequest:
    """A frame of a picture without a face."""
    plain = PaintRequest(
        image=SCENE_PNG,
        width=WIDTH,
        height=HEIGHT,
        model="sketch",
        prompt="rage",
        negative_prompt=None,
        strength=None,
        seed=1000,
        mask=None,
        style_preset=None,
        position=4,
        frame_count=8,
    )
    return replace(plain, **changes)


def acting(**changes: object) -> PaintRequest:
    """A frame of the astronaut, at the peak of most reactions."""
    face = {"image": portrait_png(), "analysis": analysis(), "width": SIDE, "height": SIDE, "position": 6}
    return request(**{**face, "frame_count": 12, **changes})


def small_face(**changes: object) -> PaintRequest:
    side = {"width": SMALL, "height": SMALL}
    return acting(**{"image": portrait_png(SMALL), "analysis": analysis(SMALL), **side, **changes})


def paint(wanted: PaintRequest) -> np.ndarray:
    return pixels_of(ENGINE.paint(wanted, deadline=time.monotonic() + 30.0).image)


def change(frame: np.ndarray, since: np.ndarray) -> float:
    return float(np.abs(frame.astype(np.float32) - since.astype(np.float32)).mean())


def test_capabilities_say_what_the_sketch_is() -> None:
    engine: Engine = ENGINE
    model = engine.capabilities.model(engine.capabilities.default_model)
    assert (engine.name, engine.capabilities.label, engine.capabilities.is_ai) == ("sketch", "Sketch", False)
    assert "No AI" in engine.capabilities.blurb
    assert (model.name, model.takes_mask) == ("sketch", True)
    assert model.strength == StrengthRange(0.05, 1.0, 0.5)
    rule = engine.capabilities.size_rule
    assert (rule.min_side, rule.max_side, rule.max_pixels, rule.multiple_of) == (64, 640, 409_600, 16)
    assert engine.endpoint(request()) == "local"


def test_paint_answers_a_plain_png_of_the_wished_size() -> None:
    painted = ENGINE.paint(request(), deadline=time.monotonic() + 30.0)
    picture = Image.open(io.BytesIO(painted.image))
    assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "RGB", (WIDTH, HEIGHT), {})
    assert (painted.seed, painted.finish_reason, painted.http_status) == (1000, "SUCCESS", None)


@pytest.mark.parametrize(("width", "height"), [(64, 64), (64, 160), (176, 64), (77, 101)])
def test_paint_keeps_any_shape(width: int, height: int) -> None:
    for prompt in ("rage", "wink", "glitch", "pixel"):
        frame = paint(request(image=png(faceless(width, height)), width=width, height=height, prompt=prompt))
        assert frame.shape == (height, width, 3)


@pytest.mark.parametrize("name", NAMES)
def test_every_reaction_changes_a_face_at_its_peak(name: str) -> None:
    assert change(paint(small_face(prompt=name, frame_count=8, position=5)), astronaut(SMALL)) > 0.35


@pytest.mark.parametrize(("name", "frame_count"), LOOPS)
def test_every_reaction_moves_a_face_and_its_end_meets_its_beginning(name: str, frame_count: int) -> None:
    source, small = astronaut(SMALL), small_face(prompt=name, frame_count=frame_count)
    positions = range(1, frame_count + 1)
    frames = [paint(replace(small, position=position, seed=1000 + position)) for position in positions]
    assert max(change(frame, source) for frame in frames) > 0.35
    steps = [change(after, before) for before, after in itertools.pairwise(frames)]
    assert change(frames[0], frames[-1]) < 2.0 * max(steps) + 0.5


@pytest.mark.parametrize("name", PICTURED)
def test_what_needs_no_face_changes_a_picture_without_one(name: str) -> None:
    assert max(change(paint(request(prompt=name, position=position)), SCENE) for position in (3, 5)) > 0.5


def test_what_needs_a_face_does_something_gentle_to_a_picture_without_one() -> None:
    assert np.array_equal(paint(request(prompt="wink")), paint(request(prompt="breathe")))


@pytest.mark.parametrize("prompt", ["smile", "sob", "silent fury", "disco", "melt", "money rain"])
def test_more_strength_changes_more(prompt: str) -> None:
    steps = [change(paint(acting(prompt=prompt, strength=strength)), astronaut()) for strength in (0.1, 0.5, 0.9)]
    assert all(more > less for less, more in itertools.pairwise(steps))


@pytest.mark.parametrize("name", ["sob", "rage", "thumbs-up", "on-fire", "deep-fry", "glitch", "mind-blown"])
def test_the_same_request_gives_the_same_bytes_in_another_engine_and_thread(name: str) -> None:
    wanted = acting(prompt=name)
    deadline = time.monotonic() + 30.0
    with ThreadPoolExecutor(max_workers=3) as pool:
        answers = list(pool.map(lambda _: SketchEngine().paint(wanted, deadline=deadline).image, range(3)))
    assert len(set(answers)) == 1


def test_a_frame_stands_alone() -> None:
    """Whatever was painted before it, a frame is the same: nothing is carried from frame to frame."""
    alone = paint(acting(prompt="sob", position=9))
    for position in (1, 5, 12):
        paint(acting(prompt="rage", position=position))
    assert np.array_equal(paint(acting(prompt="sob", position=9)), alone)


def test_another_seed_gives_other_details() -> None:
    frames = [paint(acting(prompt="confetti", seed=seed)).tobytes() for seed in range(1000, 1004)]
    assert len(set(frames)) == 4


def test_what_does_not_move_keeps_its_pixels() -> None:
    """An expression moves the face; the background is the photo's own, pixel for pixel."""
    source = astronaut()
    for prompt in ("grin", "silent fury", "laugh", "jaw drop"):
        frame = paint(acting(prompt=prompt))
        assert np.array_equal(frame[:, :40], source[:, :40])
        assert np.array_equal(frame[220:], source[220:])


def face_mask() -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (130, 95), (62, 78), 0, 0, 360, 255, cv2.FILLED)
    return mask


@pytest.mark.parametrize("name", ["sob", "rage", "facepalm", "on-fire", "laser-eyes", "glitch", "zoom", "deep-fry"])
def test_a_mask_leaves_every_pixel_outside_as_it_was(name: str) -> None:
    mask = face_mask()
    frame = paint(acting(prompt=name, mask=png(mask), strength=1.0))
    outside = mask == 0
    assert np.array_equal(frame[outside], astronaut()[outside])
    assert change(frame[~outside], astronaut()[~outside]) > 0.5


def test_a_face_outside_the_mask_does_not_act() -> None:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[200:, :] = 255
    with_face = paint(acting(prompt="smile", mask=png(mask)))
    without = paint(acting(prompt="smile", mask=png(mask), analysis=None))
    assert np.array_equal(with_face, without)


def test_a_black_mask_changes_nothing_and_a_white_one_is_none() -> None:
    black, white = np.zeros((SIDE, SIDE), np.uint8), np.full((SIDE, SIDE), 255, np.uint8)
    assert np.array_equal(paint(acting(mask=png(black))), astronaut())
    assert np.array_equal(paint(acting(mask=png(white))), paint(acting()))


def test_pixel_makes_squares_that_grow() -> None:
    side = {"image": png(faceless(112, 112)), "width": 112, "height": 112}
    first, peak = (paint(request(prompt="pixel", strength=1.0, position=position, **side)) for position in (1, 4))
    steps = [np.abs(np.diff(one.astype(int), axis=1)) for one in (faceless(112, 112), first, peak)]
    assert steps[1][:, 0::2].mean() < 0.1 * steps[0][:, 0::2].mean()
    assert (steps[2] > 12).mean() < 0.5 * (steps[1] > 12).mean()


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "   \n\t",
        "\x00\u200b\ufeff",
        "😭🔥👩‍🚀🏳️‍🌈",
        "rage " * 400,
        "x" * 2000,
        "صديقي يصرخ من الغضب",
        "我的朋友很生气",
        "'; DROP TABLE frames; --",
        "İstanbul ẞ ﬁre ＲＡＧＥ",
        "a\u0301\u0302\u0303" * 300,
    ],
)
def test_paint_takes_any_prompt(prompt: str) -> None:
    assert change(paint(request(prompt=prompt)), SCENE) > 0.2


@pytest.mark.parametrize(("position", "frame_count"), [(1, 1), (1, 2), (2, 2), (3, 3), (96, 96), (9, 8)])
def test_paint_takes_films_of_any_length(position: int, frame_count: int) -> None:
    assert paint(acting(position=position, frame_count=frame_count)).shape == (SIDE, SIDE, 3)


def test_paint_beyond_full_strength_is_full_strength() -> None:
    assert np.array_equal(paint(acting(strength=7.0)), paint(acting(strength=1.0)))


def test_paint_with_the_largest_seed_and_with_none_left_below() -> None:
    assert paint(request(seed=4_294_967_294)).shape == paint(request(seed=0, position=5)).shape == (HEIGHT, WIDTH, 3)


def test_paint_after_its_deadline_is_not_sent() -> None:
    with pytest.raises(NotSent):
        ENGINE.paint(request(), deadline=time.monotonic() - 0.001)


def damaged(data: bytes) -> bytes:
    """The header stays whole, the pixels do not."""
    return data[:60] + bytes(40) + data[100:]


def announced(data: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its header, its checksum put right."""
    header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"image": b""}, id="nothing"),
        pytest.param({"image": b"GIF89a" + bytes(60)}, id="no PNG"),
        pytest.param({"image": png(SCENE)[:30]}, id="cut in the header"),
        pytest.param({"image": png(SCENE)[:3000]}, id="cut in the pixels"),
        pytest.param({"image": damaged(png(SCENE))}, id="damaged"),
        pytest.param({"image": png(faceless(64, 64))}, id="another size"),
        pytest.param({"image": announced(png(SCENE), 60_000, 60_000)}, id="a bomb"),
        pytest.param({"mask": b"no mask"}, id="no mask"),
        pytest.param({"mask": png(np.zeros((64, 64), np.uint8))}, id="mask of another size"),
        pytest.param({"model": "sd3.5-large"}, id="another engine's model"),
        pytest.param({"width": 656, "height": 80, "image": png(faceless(656, 80))}, id="too wide"),
        pytest.param({"width": 0}, id="no width"),
        pytest.param({"position": 0}, id="no position"),
        pytest.param({"analysis": b"no analysis"}, id="no analysis"),
        pytest.param({"analysis": analysis()}, id="analysis of another picture"),
    ],
)
def test_paint_refuses_what_it_cannot_use(changes: dict[str, object]) -> None:
    with pytest.raises(RequestRefused):
        paint(request(**changes))


def test_paint_takes_a_palette_picture_and_one_with_alpha() -> None:
    picture = Image.fromarray(SCENE)
    for mode in ("P", "RGBA", "L"):
        out = io.BytesIO()
        picture.convert(mode).save(out, "PNG")
        assert paint(request(image=out.getvalue())).shape == (HEIGHT, WIDTH, 3)
