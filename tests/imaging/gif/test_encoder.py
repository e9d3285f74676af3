import subprocess
import sys

import cv2
import numpy as np
import pytest

from apps.imaging.gif import TooLarge, encode_gif
from apps.imaging.gif.container import TRAILER
from apps.imaging.gif.encoder import paint
from apps.imaging.gif.plain import encode as encode_plainly
from tests.imaging.banding import GRADIENTS, band_width
from tests.imaging.gif_cases import GIF_CASES, two_colors
from tests.imaging.gif_decoders import show_in_pillow
from tests.imaging.gif_timelines import timeline
from tests.imaging.pictures import gradient, noise
from tests.sizes import large


def encoded(frames, **options):
    return encode_gif(frames, [100] * len(frames), **{"loop": 0, "comment": None, **options})


def textured(seed: int) -> np.ndarray:
    """A picture with flat, smooth and rough parts, as photos have them."""
    rough = (noise(96, 72, seed).astype(float) - 128) * (np.arange(96) > 48)[None, :, None] * 0.3
    return np.clip(cv2.GaussianBlur(gradient(96, 72).astype(float) * 0.7 + 30 + rough, (0, 0), 0.7), 0, 255).astype(
        np.uint8
    )


def far_sighted_error(frame: np.ndarray, other: np.ndarray) -> float:
    """Mean squared error of both pictures seen from a distance."""
    return float(np.square(cv2.GaussianBlur(frame.astype(float) - other, (0, 0), 2.0)).mean())


@pytest.mark.large
@pytest.mark.parametrize("seed", [3, 11, 17, 40])
def test_readers_show_what_the_encoder_believes_to_stand_on_its_canvas(seed, show):
    wanted = timeline(seed)
    painted = [
        (one.data, one.canvas.copy())
        for one in paint(
            wanted.frames, wanted.delays_ms, loop=wanted.loop, comment=wanted.comment, price_of_bit=wanted.price_of_bit
        )
    ]

    shown = show(b"".join(data for data, _ in painted) + TRAILER)

    assert shown.delays_ms == wanted.delays_ms
    assert len(painted) == 1 or shown.repeats == (wanted.loop is not None)
    assert np.array_equal(shown.frames, np.stack([canvas for _, canvas in painted]))


@pytest.mark.parametrize("name", ["one pixel", "equal neighbors", "one pixel changes", "variable delays", "shown once"])
def test_every_frame_keeps_its_place_and_time(name, show):
    case = GIF_CASES[name]

    shown = show(encode_gif(case.frames(), case.delays_ms, loop=case.loop, comment=case.comment))

    assert shown.delays_ms == case.delays_ms
    assert len(shown.frames) == len(case.frames())
    assert shown.repeats == (case.loop is not None)


def test_pixels_that_stand_still_never_flicker():
    frames = [textured(1) for _ in range(6)]
    for index, frame in enumerate(frames):
        frame[10:30, 10 + 5 * index : 30 + 5 * index] = textured(20 + index)[:20, :20]

    shown = show_in_pillow(encoded(frames, quality=20)).frames

    still = np.ones((72, 96), bool)
    still[10:30, 10:55] = False
    assert np.array_equal(shown[:, still], np.repeat(shown[:1, still], 6, axis=0))


def test_drift_too_slow_for_one_frame_is_painted_when_it_adds_up():
    frames = [np.full((16, 16, 3), 100 + index, np.uint8) for index in range(30)]

    shown = show_in_pillow(encoded(frames, quality=100)).frames

    assert np.abs(shown[:, 0, 0].astype(int) - [frame[0, 0] for frame in frames]).max() <= 2


def test_few_colors_are_kept_to_the_pixel_at_best_quality():
    frames = [two_colors(seed) for seed in range(4)]

    assert np.array_equal(show_in_pillow(encoded(frames, quality=100)).frames, np.stack(frames))


def test_encoder_is_nearer_and_smaller_than_the_plain_writer():
    frames = [textured(seed) for seed in range(4)]

    ours, plain = encoded(frames, quality=60), encode_plainly(frames, [100] * 4, loop=0, comment=None)

    assert len(ours) < 0.7 * len(plain)
    errors = [
        sum(far_sighted_error(frame, other) for frame, other in zip(frames, show_in_pillow(data).frames, strict=True))
        for data in (ours, plain)
    ]
    assert errors[0] < 0.5 * errors[1]


def test_quality_is_a_dial_of_bytes():
    frames = [textured(seed) for seed in range(2)]

    sizes = [len(encoded(frames, quality=quality)) for quality in (1, 20, 40, 60, 80, 100)]

    assert sizes == sorted(sizes)
    assert sizes[-1] > 3 * sizes[0]


@pytest.mark.parametrize("quality", [0, 101])
def test_quality_beyond_the_dial_is_refused(quality):
    with pytest.raises(ValueError, match="from 1 to 100"):
        encoded([noise(4, 4)], quality=quality)


def test_same_frames_give_the_same_bytes():
    frames = [textured(seed) for seed in range(3)]

    assert encoded(frames) == encoded(frames)


def test_a_pixel_that_changes_costs_a_pixel():
    frame = textured(1)
    changed = frame.copy()
    changed[50, 60] = (255, 0, 255)

    painted = [len(one.data) for one in paint([frame, changed], [80, 80], loop=0, comment=None, price_of_bit=2.0)]

    assert painted[0] > 3_000
    assert painted[1] < 40


def test_small_frames_share_one_palette():
    one, many = (len(encoded([textured(seed) for seed in range(count)], quality=1)) for count in (1, 5))

    assert many - one < 4 * 768


@pytest.mark.parametrize("share", [large(0.9), 0.5, large(0.3)])
def test_a_limit_of_bytes_is_kept_and_used(share):
    frames = [textured(seed) for seed in range(4)]
    limit = int(share * len(encoded(frames, quality=90)))

    data = encoded(frames, quality=90, max_bytes=limit)

    assert 0.9 * limit < len(data) <= limit


def test_a_limit_that_leaves_room_changes_nothing():
    frames = [textured(1)]

    assert encoded(frames, quality=60, max_bytes=10**6) == encoded(frames, quality=60)


def test_a_limit_that_cannot_be_kept_is_told_with_the_smallest_file():
    frames = [textured(seed) for seed in range(2)]

    with pytest.raises(TooLarge) as raised:
        encoded(frames, quality=60, max_bytes=900, lowest_quality=30)

    assert raised.value.smallest == encoded(frames, quality=30)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (np.zeros((1, 65_536, 3), np.uint8), "cannot be 65536 × 1 pixels"),
        (np.zeros((65_536, 1, 3), np.uint8), "cannot be 1 × 65536 pixels"),
        (np.zeros((0, 4, 3), np.uint8), "cannot be 4 × 0 pixels"),
        (np.zeros((4, 4), np.uint8), "a frame is"),
    ],
)
def test_what_a_gif_cannot_hold_is_refused(frame, message):
    with pytest.raises(ValueError, match=message):
        encoded([frame])


def test_the_widest_frame_there_can_be_is_written():
    shown = show_in_pillow(encoded([np.arange(65_535 * 3, dtype=np.uint32).astype(np.uint8).reshape(1, 65_535, 3)]))

    assert shown.frames.shape == (1, 1, 65_535, 3)


def test_package_is_imported_without_numba_and_works_without_it():
    script = """
import logging, sys
logging.basicConfig(format="%(message)s")
import numpy as np
from apps.imaging.gif import encode_gif, plain
assert "numba" not in sys.modules
sys.modules["numba"] = None  # as if it were not installed
frames = [np.full((4, 4, 3), 9, np.uint8)]
assert encode_gif(frames, [100], loop=0, comment=None) == plain.encode(frames, [100], loop=0, comment=None)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.startswith("the plain GIF writer is used, for the encoder does not work here")


@pytest.mark.parametrize(("name", "most"), [("ramp", 9), large("vignette", 6), large("face in the dark", 12)])
def test_a_dark_gradient_does_not_fall_into_bands_at_the_default_quality(name, most):
    frames = GRADIENTS[name]()[:2]
    data = encode_gif(frames, [80, 80], loop=0, comment=None)

    assert max(map(band_width, show_in_pillow(data).frames)) <= most
