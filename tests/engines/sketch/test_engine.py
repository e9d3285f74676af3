import io
import itertools
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from apps.engines.errors import NotSent, RequestRefused
from apps.engines.protocol import Engine, PaintRequest, StrengthRange
from apps.engines.sketch import LOOKS, Look
from apps.engines.sketch.engine import SketchEngine

WIDTH, HEIGHT = 96, 80

NAMES = [look.name for look in LOOKS]

HARDLY_VISIBLE = 12.0
"""Mean levels by which a frame may differ at the lowest strength: a picture shaken by a pixel already differs by ten."""


def photo(width: int = WIDTH, height: int = HEIGHT, *, seed: int = 4) -> np.ndarray:
    """A face-like picture with soft shapes, hard edges and some texture, from black to white."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    sky = 60.0 + 130.0 * y / height
    picture = np.dstack((sky, 0.8 * sky + 30.0, 210.0 - 0.6 * sky))
    head = np.hypot(x - width * 0.5, (y - height * 0.42) * 0.85) < 0.3 * height
    picture[head] = (222, 170, 140)
    for eye in (0.41, 0.59):
        picture[np.hypot(x - width * eye, y - height * 0.36) < 0.045 * height] = (20, 16, 14)
    picture[(abs(y - height * 0.55) < 0.03 * height) & (abs(x - width * 0.5) < 0.1 * width)] = (150, 30, 40)
    picture[int(height * 0.8) :, : width // 2] = (245, 245, 240)
    return np.clip(picture + rng.normal(0.0, 6.0, picture.shape), 0, 255).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def pixels_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


SOURCE = photo()


def request(**wishes: object) -> PaintRequest:
    plain = PaintRequest(
        image=png(SOURCE),
        width=WIDTH,
        height=HEIGHT,
        model="sketch",
        prompt="rage",
        negative_prompt=None,
        strength=None,
        seed=1000,
        mask=None,
        style_preset=None,
        position=2,
        frame_count=8,
    )
    return replace(plain, **wishes)


def paint(**wishes: object) -> np.ndarray:
    painted = SketchEngine().paint(request(**wishes), deadline=time.monotonic() + 30.0)
    return pixels_of(painted.image)


def film(frame_count: int, *, seed_step: int = 1, **wishes: object) -> list[np.ndarray]:
    """Each frame painted from the frame before it, as the chain does it."""
    frames = [SOURCE]
    for position in range(1, frame_count + 1):
        frames.append(
            paint(
                image=png(frames[-1]),
                position=position,
                frame_count=frame_count,
                seed=1000 + seed_step * (position - 1),
                **wishes,
            )
        )
    return frames[1:]


def change(frame: np.ndarray, since: np.ndarray = SOURCE) -> float:
    return float(np.abs(frame.astype(np.float32) - since.astype(np.float32)).mean())


def word_for(look: Look) -> str:
    """A word that means this look alone."""
    return next(word for word in look.words if sum(word in other.words for other in LOOKS) == 1)


WORDS = {look.name: word_for(look) for look in LOOKS}


def test_capabilities_say_what_the_sketch_is() -> None:
    engine: Engine = SketchEngine()
    model = engine.capabilities.model(engine.capabilities.default_model)
    assert (engine.name, engine.capabilities.label, engine.capabilities.is_ai) == ("sketch", "Sketch", False)
    assert "No AI" in engine.capabilities.blurb
    assert (model.name, model.takes_mask) == ("sketch", True)
    assert model.strength == StrengthRange(0.05, 1.0, 0.5)
    rule = engine.capabilities.size_rule
    assert (rule.min_side, rule.max_side, rule.max_pixels, rule.multiple_of) == (64, 640, 409_600, 16)
    assert engine.endpoint(request()) == "local"


def test_paint_answers_a_plain_png_of_the_wished_size() -> None:
    painted = SketchEngine().paint(request(), deadline=time.monotonic() + 30.0)
    picture = Image.open(io.BytesIO(painted.image))
    assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "RGB", (WIDTH, HEIGHT), {})
    assert (painted.seed, painted.finish_reason, painted.http_status) == (1000, "SUCCESS", None)


@pytest.mark.parametrize(("width", "height"), [(64, 64), (64, 160), (176, 64), (77, 101)])
def test_paint_keeps_any_shape(width: int, height: int) -> None:
    for word in ("rage", "cry", "glitch", "pixel"):
        frame = paint(image=png(photo(width, height)), width=width, height=height, prompt=word)
        assert frame.shape == (height, width, 3)


@pytest.mark.parametrize("name", NAMES)
def test_every_look_changes_more_with_more_strength(name: str) -> None:
    steps = [
        change(paint(prompt=WORDS[name], strength=strength, position=1)) for strength in (0.05, 0.25, 0.5, 0.75, 1.0)
    ]
    assert steps == sorted(steps)
    assert all(more - less > 0.2 for less, more in itertools.pairwise(steps))
    assert steps[0] < HARDLY_VISIBLE
    assert steps[2] > 3.0


@pytest.mark.parametrize("name", NAMES)
def test_every_look_moves_on_with_every_frame(name: str) -> None:
    frames = film(8, prompt=WORDS[name])
    moved = [change(later, earlier) for earlier, later in itertools.pairwise(frames)]
    assert min(moved) > 0.05
    assert max(moved) > 1.0


@pytest.mark.parametrize("name", NAMES)
def test_every_look_keeps_a_picture_after_twenty_four_frames(name: str) -> None:
    last = film(24, prompt=WORDS[name])[-1].astype(np.float32)
    contrast = float(last.std()) / float(SOURCE.std())
    assert 0.5 < contrast < 1.5
    gray, before = last.mean(axis=2), SOURCE.astype(np.float32).mean(axis=2)
    detail = [float(np.abs(np.diff(layer, axis=1)).mean()) for layer in (gray, before)]
    assert detail[0] > 0.4 * detail[1]


@pytest.mark.parametrize("name", NAMES)
def test_paint_with_the_same_seed_gives_the_same_bytes(name: str) -> None:
    wish = request(prompt=WORDS[name], position=3)
    deadline = time.monotonic() + 30.0
    assert SketchEngine().paint(wish, deadline=deadline).image == SketchEngine().paint(wish, deadline=deadline).image


SEEDLESS = {"zoom", "mind-blown", "cringe", "pixel"}
"""Looks with nothing in them that could be otherwise."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SEEDLESS])
def test_paint_with_another_seed_gives_other_details(name: str) -> None:
    frames = [paint(prompt=WORDS[name], seed=seed, position=1).tobytes() for seed in range(1000, 1006)]
    assert len(set(frames)) > 1


def test_paint_in_many_threads_gives_the_same_bytes_as_in_one() -> None:
    engine = SketchEngine()
    wishes = [request(prompt=word, position=3) for word in ("rage", "snow", "disco", "melt")] * 3
    deadline = time.monotonic() + 30.0
    alone = [engine.paint(wish, deadline=deadline).image for wish in wishes]
    with ThreadPoolExecutor(max_workers=6) as pool:
        together = [painted.image for painted in pool.map(lambda wish: engine.paint(wish, deadline=deadline), wishes)]
    assert together == alone


def half_mask() -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[20:64, 24:72] = 255
    return mask


@pytest.mark.parametrize("name", NAMES)
def test_paint_with_a_mask_leaves_every_pixel_outside_as_it_was(name: str) -> None:
    mask = half_mask()
    frames = film(4, prompt=WORDS[name], mask=png(mask), strength=1.0)
    outside = mask == 0
    for frame in frames:
        assert np.array_equal(frame[outside], SOURCE[outside])
    assert max(change(frame[~outside], SOURCE[~outside]) for frame in frames) > 3.0


def test_paint_with_a_mask_changes_its_rim_less_than_its_middle() -> None:
    frame = paint(prompt="underwater", mask=png(half_mask()), strength=1.0, position=1)
    assert change(frame[20:21, 24:72], SOURCE[20:21, 24:72]) < 0.6 * change(frame[32:52, 36:60], SOURCE[32:52, 36:60])


def test_paint_with_a_black_mask_changes_nothing() -> None:
    frame = paint(mask=png(np.zeros((HEIGHT, WIDTH), np.uint8)))
    assert np.array_equal(frame, SOURCE)


def test_paint_with_a_white_mask_equals_no_mask() -> None:
    frame = paint(mask=png(np.full((HEIGHT, WIDTH), 255, np.uint8)))
    assert np.array_equal(frame, paint())


def test_sunglasses_land_where_the_mask_is() -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[8:60, 20:76] = 255
    with_place = film(8, prompt="sunglasses", mask=png(mask))[-1]
    without = film(8, prompt="sunglasses")[-1]
    eyes = slice(26, 36), slice(30, 66)
    assert float(with_place[eyes].mean()) < 0.7 * float(without[eyes].mean())


def test_pixel_ends_in_squares() -> None:
    source = photo(112, 112, seed=9)
    frame = source
    for position in range(1, 9):
        frame = paint(image=png(frame), width=112, height=112, prompt="pixel", position=position, seed=position)
    within = [float(np.abs(np.diff(picture.astype(int), axis=1))[:, 0::2].mean()) for picture in (source, frame)]
    assert within[1] < 0.1 * within[0]


@pytest.mark.parametrize("seed_step", [1, 0])
def test_drawn_things_leave_no_trail(seed_step: int) -> None:
    """Thirty-odd scraps a frame: if the old ones stayed, most of the picture would be paper after twelve frames."""
    frames = film(12, prompt="confetti", strength=0.8, seed_step=seed_step)
    sheets = [float((np.abs(frame.astype(int) - SOURCE).max(axis=2) > 90).mean()) for frame in (frames[0], frames[-1])]
    assert sheets[1] < 1.6 * sheets[0]


def test_a_loop_that_comes_and_goes_ends_where_it_began() -> None:
    frames = film(8, prompt="dizzy", strength=0.4)
    assert change(frames[-1]) < 0.6 * change(frames[1])


def test_rage_contorts_and_reddens() -> None:
    frames = film(4, prompt="my friend, his face contorts with silent fury")
    red = [float(frame[..., 0].mean()) - float(frame[..., 1:].mean()) for frame in (SOURCE, frames[0], frames[-1])]
    assert red[0] + 10.0 < red[1] < red[2]
    eyes = [np.argwhere(frame[18:40, 30:66].mean(axis=2) < 60).mean(axis=0) for frame in (SOURCE, frames[1])]
    assert float(np.abs(eyes[0] - eyes[1]).max()) > 0.5


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
        "חבר שלי",
        "我的朋友很生气",
        "'; DROP TABLE frames; --",
        "İstanbul ẞ ﬁre ＲＡＧＥ",
        "a\u0301\u0302\u0303" * 300,
    ],
)
def test_paint_takes_any_prompt(prompt: str) -> None:
    assert change(paint(prompt=prompt)) > 0.2


@pytest.mark.parametrize(("position", "frame_count"), [(1, 1), (1, 2), (2, 2), (3, 3), (5, 5), (96, 96), (9, 8)])
def test_paint_takes_films_of_any_length(position: int, frame_count: int) -> None:
    assert change(paint(position=position, frame_count=frame_count, prompt="happy")) > 0.0


def test_paint_of_a_single_frame_is_no_empty_one() -> None:
    assert {name for name in NAMES if change(paint(prompt=WORDS[name], position=1, frame_count=1)) < 2.0} == set()


@pytest.mark.parametrize("strength", [0.0, -3.0])
def test_paint_without_strength_changes_next_to_nothing(strength: float) -> None:
    assert change(paint(prompt="rage", strength=strength)) < 0.1


def test_paint_beyond_full_strength_is_full_strength() -> None:
    assert np.array_equal(paint(strength=7.0), paint(strength=1.0))


def test_paint_with_the_largest_seed_and_with_none_left_below() -> None:
    assert paint(seed=4_294_967_294).shape == paint(seed=0, position=5).shape == (HEIGHT, WIDTH, 3)


def test_paint_after_its_deadline_is_not_sent() -> None:
    with pytest.raises(NotSent):
        SketchEngine().paint(request(), deadline=time.monotonic() - 0.001)


def damaged(data: bytes) -> bytes:
    """The header stays whole, the pixels do not."""
    return data[:60] + bytes(40) + data[100:]


def announced(data: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its header, its checksum put right."""
    header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


@pytest.mark.parametrize(
    "wishes",
    [
        pytest.param({"image": b""}, id="nothing"),
        pytest.param({"image": b"GIF89a" + bytes(60)}, id="no PNG"),
        pytest.param({"image": png(SOURCE)[:30]}, id="cut in the header"),
        pytest.param({"image": png(SOURCE)[:3000]}, id="cut in the pixels"),
        pytest.param({"image": damaged(png(SOURCE))}, id="damaged"),
        pytest.param({"image": png(photo(64, 64))}, id="another size"),
        pytest.param({"image": announced(png(SOURCE), 60_000, 60_000)}, id="a bomb"),
        pytest.param({"mask": b"no mask"}, id="no mask"),
        pytest.param({"mask": png(np.zeros((64, 64), np.uint8))}, id="mask of another size"),
        pytest.param({"model": "sd3.5-large"}, id="another engine's model"),
        pytest.param({"width": 656, "height": 80, "image": png(photo(656, 80))}, id="too wide"),
        pytest.param({"width": 0}, id="no width"),
        pytest.param({"position": 0}, id="no position"),
    ],
)
def test_paint_refuses_what_it_cannot_use(wishes: dict[str, object]) -> None:
    with pytest.raises(RequestRefused):
        paint(**wishes)


def test_paint_takes_a_palette_picture_and_one_with_alpha() -> None:
    picture = Image.fromarray(SOURCE)
    for mode in ("P", "RGBA", "L"):
        out = io.BytesIO()
        picture.convert(mode).save(out, "PNG")
        assert paint(image=out.getvalue()).shape == (HEIGHT, WIDTH, 3)
