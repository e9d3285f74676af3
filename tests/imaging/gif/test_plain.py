import io
import weakref

import numpy as np
import pytest
from PIL import Image

from apps.imaging.gif.plain import encode as encode_gif
from apps.imaging.gif.plain import quantize
from tests.imaging.gif_cases import GIF_CASES, two_colors
from tests.imaging.pictures import gradient, noise


def encode(case):
    return encode_gif(iter(case.frames()), case.delays_ms, loop=case.loop, comment=case.comment)


@pytest.mark.parametrize("name", GIF_CASES)
def test_gif_shows_the_frames_delays_and_loop_it_was_given(name, show):
    case = GIF_CASES[name]

    shown = show(encode(case))

    expected = np.stack([np.asarray(quantize(frame).convert("RGB")) for frame in case.frames()])
    assert shown.delays_ms == case.delays_ms
    assert shown.repeats == (case.loop is not None)
    assert np.array_equal(shown.frames, expected)


@pytest.mark.parametrize("frame", [two_colors(2), np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(16, 16, 3)])
def test_quantize_keeps_up_to_256_colors_to_the_pixel(frame):
    assert np.array_equal(np.asarray(quantize(frame).convert("RGB")), frame)


def test_quantize_stays_close_to_a_picture_of_many_colors():
    frame = gradient(128, 96)

    error = np.asarray(quantize(frame).convert("RGB")).astype(float) - frame

    assert np.sqrt((error**2).mean()) < 15


def test_gif_is_the_same_to_the_byte_when_encoded_twice():
    case = GIF_CASES["noise"]

    assert encode(case) == encode(case)


@pytest.mark.parametrize(("loop", "expected"), [(0, b"\x03\x01\x00\x00\x00"), (7, b"\x03\x01\x07\x00\x00")])
def test_gif_says_how_often_it_repeats(loop, expected):
    gif = encode_gif([gradient(8, 8)], [100], loop=loop, comment=None)

    assert gif[13:32] == b"\x21\xff\x0bNETSCAPE2.0" + expected


def test_gif_has_no_extension_for_loops_when_shown_once():
    gif = encode_gif([gradient(8, 8)], [100], loop=None, comment=None)

    assert gif[:13] == b"GIF89a\x08\x00\x08\x00\x70\x00\x00"
    assert gif[13:15] == b"\x21\xf9"


def test_gif_carries_its_comment_whole():
    comment = "Animation from gifsite — " * 30

    with Image.open(io.BytesIO(encode_gif([gradient(8, 8)], [100], loop=0, comment=comment))) as gif:
        assert gif.info["comment"].decode() == comment


def test_gif_lets_go_of_a_frame_before_it_takes_the_next():
    seen, alive = [], []

    def frames():
        for n in range(12):
            frame = gradient(32, 24, n)
            seen.append(weakref.ref(frame))
            yield frame
            del frame
            alive.append(sum(reference() is not None for reference in seen))

    encode_gif(frames(), [100] * 12, loop=0, comment=None)

    assert alive == [0] * 12


@pytest.mark.parametrize(
    ("frames", "delays", "loop", "message"),
    [
        ([], [], 0, "0 frames and 0 delays"),
        ([], [100], 0, "0 frames and 1 delays"),
        ([noise(4, 4)] * 2, [100], 0, "more frames than the 1 delays"),
        ([noise(4, 4)], [100, 100], 0, "1 frames and 2 delays"),
        ([noise(4, 4), noise(4, 5)], [100, 100], 0, "frame 1 is 4 × 5, the first was 4 × 4"),
        ([noise(4, 4)], [85], 0, "a delay of 85 ms"),
        ([noise(4, 4)], [10], 0, "a delay of 10 ms"),
        ([noise(4, 4)], [100], -1, "cannot repeat -1 times"),
        ([noise(4, 4)], [100], 65536, "cannot repeat 65536 times"),
        ([noise(4, 4)[..., 0]], [100], 0, "a frame is"),
        ([noise(4, 4).astype(float)], [100], 0, "a frame is"),
        ([np.zeros((1, 65536, 3), np.uint8)], [100], 0, "cannot be 65536 × 1 pixels"),
    ],
)
def test_encode_gif_refuses(frames, delays, loop, message):
    with pytest.raises(ValueError, match=message):
        encode_gif(frames, delays, loop=loop, comment=None)
