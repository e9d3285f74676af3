"""What color chunks and profiles make of the pixels. `tests/journeys/test_colors.py` compares the same with a browser."""

import numpy as np
import pytest
from PIL import Image

from apps.imaging import errors
from apps.imaging.codecs.color import of_cicp, profile_is_high_dynamic_range
from apps.imaging.codecs.ingest import ingest
from apps.imaging.codecs.painted import accept_painted
from tests.imaging.pictures import INKS, colored, decoded, encoded, high_dynamic_range, press_profile

RULE = {"multiple_of": 8, "max_pixels": 4096, "max_side": 64, "min_side": 64}
CASES = colored()
EXPECTED = {
    # orange, gray and green of `pictures.PATCHES`, as Chromium shows them within 3 levels
    "linear": ((244, 182, 110), (188, 188, 188), (79, 229, 160)),
    "gamma 1.8": ((235, 139, 53), (146, 146, 146), (26, 210, 109)),
    "the gamma of sRGB": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "chromaticities alone": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "gamma and those of sRGB": ((231, 121, 35), (129, 129, 129), (12, 201, 90)),
    "gamma and those of Adobe RGB": ((255, 121, 25), (129, 129, 129), (0, 201, 80)),
    "gamma and those of ProPhoto": ((255, 100, 0), (146, 146, 146), (0, 230, 79)),
    "sRGB over gamma": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "a profile": ((120, 230, 40), (128, 128, 128), (200, 20, 90)),
    "a profile over gamma": ((120, 230, 40), (128, 128, 128), (200, 20, 90)),
    "a profile over sRGB": ((120, 230, 40), (128, 128, 128), (200, 20, 90)),
    "cICP over a profile": ((247, 112, 0), (128, 128, 128), (0, 204, 73)),
    "cICP of sRGB over a profile": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "cICP over sRGB and gamma": ((247, 112, 0), (128, 128, 128), (0, 204, 73)),
    "cICP 1 1": ((229, 113, 28), (121, 121, 121), (7, 197, 81)),
    "cICP 1 4": ((231, 121, 35), (129, 129, 129), (12, 201, 90)),
    "cICP 1 5": ((224, 98, 17), (106, 106, 106), (3, 189, 66)),
    "cICP 1 6": ((229, 113, 28), (121, 121, 121), (7, 197, 81)),
    "cICP 1 8": ((244, 182, 110), (188, 188, 188), (79, 229, 160)),
    "cICP 1 13": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "cICP 1 14": ((229, 113, 28), (121, 121, 121), (7, 197, 81)),
    "cICP 5 1": ((232, 113, 31), (121, 121, 121), (0, 197, 84)),
    "cICP 5 4": ((234, 121, 38), (129, 129, 129), (0, 201, 92)),
    "cICP 5 5": ((228, 98, 20), (106, 106, 106), (0, 189, 69)),
    "cICP 5 6": ((232, 113, 31), (121, 121, 121), (0, 197, 84)),
    "cICP 5 8": ((246, 182, 112), (188, 188, 188), (61, 229, 161)),
    "cICP 5 13": ((233, 120, 42), (128, 128, 128), (0, 200, 92)),
    "cICP 5 14": ((232, 113, 31), (121, 121, 121), (0, 197, 84)),
    "cICP 6 1": ((224, 115, 25), (121, 121, 121), (49, 194, 80)),
    "cICP 6 4": ((226, 123, 33), (129, 129, 129), (52, 198, 89)),
    "cICP 6 5": ((219, 101, 13), (106, 106, 106), (45, 186, 65)),
    "cICP 6 6": ((224, 115, 25), (121, 121, 121), (49, 194, 80)),
    "cICP 6 8": ((240, 183, 109), (188, 188, 188), (96, 227, 160)),
    "cICP 6 13": ((225, 122, 38), (128, 128, 128), (54, 197, 89)),
    "cICP 6 14": ((224, 115, 25), (121, 121, 121), (49, 194, 80)),
    "cICP 9 1": ((255, 84, 0), (121, 121, 121), (0, 208, 53)),
    "cICP 9 4": ((255, 96, 0), (129, 129, 129), (0, 213, 66)),
    "cICP 9 5": ((255, 59, 0), (106, 106, 106), (0, 199, 25)),
    "cICP 9 6": ((255, 84, 0), (121, 121, 121), (0, 208, 53)),
    "cICP 9 8": ((255, 173, 94), (188, 188, 188), (0, 241, 152)),
    "cICP 9 13": ((255, 95, 0), (128, 128, 128), (0, 211, 67)),
    "cICP 9 14": ((255, 84, 0), (121, 121, 121), (0, 208, 53)),
    "cICP 12 1": ((246, 104, 0), (121, 121, 121), (0, 201, 61)),
    "cICP 12 4": ((247, 113, 0), (129, 129, 129), (0, 205, 72)),
    "cICP 12 5": ((242, 87, 0), (106, 106, 106), (0, 192, 38)),
    "cICP 12 6": ((246, 104, 0), (121, 121, 121), (0, 201, 61)),
    "cICP 12 8": ((255, 179, 96), (188, 188, 188), (0, 233, 154)),
    "cICP 12 13": ((247, 112, 0), (128, 128, 128), (0, 204, 73)),
    "cICP 12 14": ((246, 104, 0), (121, 121, 121), (0, 201, 61)),
    "a profile in JPEG": ((120, 231, 39), (128, 128, 128), (200, 20, 90)),
    "a profile in WebP": ((120, 230, 40), (128, 128, 128), (200, 20, 90)),
    "Exif's color space": ((231, 120, 39), (128, 128, 128), (20, 200, 90)),
    "print colors": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "a GIF": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "AVIF 1 1": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 1 2": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 1 4": ((231, 121, 35), (129, 129, 129), (11, 201, 88)),
    "AVIF 1 5": ((224, 98, 17), (106, 106, 106), (2, 189, 65)),
    "AVIF 1 6": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 1 8": ((244, 182, 110), (188, 188, 188), (77, 229, 159)),
    "AVIF 1 13": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 1 14": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 2 1": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 2 2": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 2 4": ((231, 121, 35), (129, 129, 129), (11, 201, 88)),
    "AVIF 2 5": ((224, 98, 17), (106, 106, 106), (2, 189, 65)),
    "AVIF 2 6": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 2 8": ((244, 182, 110), (188, 188, 188), (77, 229, 159)),
    "AVIF 2 13": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 2 14": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF 5 1": ((233, 120, 42), (128, 128, 128), (0, 200, 91)),
    "AVIF 5 2": ((233, 120, 42), (128, 128, 128), (0, 200, 91)),
    "AVIF 5 4": ((234, 121, 38), (129, 129, 129), (0, 201, 91)),
    "AVIF 5 5": ((228, 98, 20), (106, 106, 106), (0, 189, 68)),
    "AVIF 5 6": ((233, 120, 42), (128, 128, 128), (0, 200, 91)),
    "AVIF 5 8": ((246, 182, 112), (188, 188, 188), (59, 229, 161)),
    "AVIF 5 13": ((233, 120, 42), (128, 128, 128), (0, 200, 91)),
    "AVIF 5 14": ((233, 120, 42), (128, 128, 128), (0, 200, 91)),
    "AVIF 6 1": ((225, 122, 38), (128, 128, 128), (53, 197, 88)),
    "AVIF 6 2": ((225, 122, 38), (128, 128, 128), (53, 197, 88)),
    "AVIF 6 4": ((226, 123, 33), (129, 129, 129), (51, 198, 88)),
    "AVIF 6 5": ((219, 101, 13), (106, 106, 106), (45, 186, 64)),
    "AVIF 6 6": ((225, 122, 38), (128, 128, 128), (53, 197, 88)),
    "AVIF 6 8": ((240, 183, 109), (188, 188, 188), (94, 227, 159)),
    "AVIF 6 13": ((225, 122, 38), (128, 128, 128), (53, 197, 88)),
    "AVIF 6 14": ((225, 122, 38), (128, 128, 128), (53, 197, 88)),
    "AVIF 9 1": ((255, 95, 0), (128, 128, 128), (0, 211, 65)),
    "AVIF 9 2": ((255, 95, 0), (128, 128, 128), (0, 211, 65)),
    "AVIF 9 4": ((255, 96, 0), (129, 129, 129), (0, 213, 64)),
    "AVIF 9 5": ((255, 59, 0), (106, 106, 106), (0, 199, 21)),
    "AVIF 9 6": ((255, 95, 0), (128, 128, 128), (0, 211, 65)),
    "AVIF 9 8": ((255, 173, 94), (188, 188, 188), (0, 241, 151)),
    "AVIF 9 13": ((255, 95, 0), (128, 128, 128), (0, 211, 65)),
    "AVIF 9 14": ((255, 95, 0), (128, 128, 128), (0, 211, 65)),
    "AVIF 12 1": ((247, 112, 0), (128, 128, 128), (0, 204, 72)),
    "AVIF 12 2": ((247, 112, 0), (128, 128, 128), (0, 204, 72)),
    "AVIF 12 4": ((247, 113, 0), (129, 129, 129), (0, 205, 71)),
    "AVIF 12 5": ((242, 87, 0), (106, 106, 106), (0, 192, 36)),
    "AVIF 12 6": ((247, 112, 0), (128, 128, 128), (0, 204, 72)),
    "AVIF 12 8": ((255, 179, 96), (188, 188, 188), (0, 233, 153)),
    "AVIF 12 13": ((247, 112, 0), (128, 128, 128), (0, 204, 72)),
    "AVIF 12 14": ((247, 112, 0), (128, 128, 128), (0, 204, 72)),
    "a profile in AVIF": ((120, 230, 40), (128, 128, 128), (200, 19, 89)),
    "a profile over codes in AVIF": ((120, 230, 40), (128, 128, 128), (200, 19, 89)),
    "AVIF of half the colors": ((230, 120, 40), (128, 128, 128), (19, 200, 89)),
    "AVIF of television's range": ((229, 122, 40), (128, 128, 128), (19, 201, 90)),
    "an AVIF sequence": ((245, 114, 0), (128, 128, 128), (0, 205, 73)),
    "AVIF of ten bits": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "print colors without Adobe's mark": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "print colors with their profile": ((222, 175, 106), (180, 163, 154), (105, 161, 142)),
    "print colors with their profile, without Adobe's mark": ((222, 175, 106), (180, 163, 154), (105, 161, 142)),
    "print colors with a profile of light": ((230, 120, 40), (128, 128, 128), (20, 200, 90)),
    "print colors as YCCK": ((231, 120, 41), (128, 128, 128), (20, 200, 91)),
    "print colors as YCCK with their profile": ((223, 175, 107), (180, 163, 154), (105, 161, 142)),
}


@pytest.mark.parametrize("name", CASES)
def test_ingest_brings_colors_to_srgb_as_browsers_do(name):
    taken = decoded(ingest(CASES[name], **RULE).png)[32, 4::8].astype(int)

    assert np.abs(taken[[0, 2, 3]] - EXPECTED[name]).max() <= 3


def test_a_painted_frame_that_says_its_gamma_is_brought_to_srgb():
    frame = accept_painted(CASES["linear"], width=64, height=64)

    assert (frame.kept, tuple(decoded(frame.png)[32, 20])) == (False, (188, 188, 188))


HDR = "That picture is HDR, which GIFs can't show. Export it as a standard (SDR) picture and upload that."


@pytest.mark.parametrize("transfer", [16, 18], ids=["PQ", "HLG"])
def test_ingest_refuses_high_dynamic_range_with_a_sentence(transfer):
    with pytest.raises(errors.HighDynamicRange) as refused:
        ingest(high_dynamic_range(transfer), **RULE)

    assert refused.value.message == HDR


def test_ingest_refuses_a_profile_of_high_dynamic_range():
    tag = b"cicp" + (144).to_bytes(4, "big") + (12).to_bytes(4, "big")
    profile = bytes(128) + (1).to_bytes(4, "big") + tag + b"cicp" + bytes(4) + bytes([9, 16, 0, 1])

    assert profile_is_high_dynamic_range(profile)
    assert not profile_is_high_dynamic_range(profile.replace(bytes([9, 16]), bytes([9, 13])))
    with pytest.raises(errors.HighDynamicRange):
        ingest(encoded(np.zeros((64, 64, 3), np.uint8), icc_profile=profile), **RULE)


@pytest.mark.parametrize(
    "payload", [b"", b"\x09\x10", bytes([9, 13, 1, 1]), bytes([200, 13, 0, 1]), bytes([9, 99, 0, 1])]
)
def test_a_code_that_is_not_known_says_nothing(payload):
    assert of_cicp(payload) is None


def test_print_colors_are_those_of_their_profile():
    inks = np.zeros((64, 64, 4), np.uint8)
    inks[:, :, 0], inks[:, :, 3] = 255, 64
    data = encoded(Image.fromarray(inks, "CMYK"), "JPEG", quality=100, icc_profile=press_profile())

    light = INKS[0] * (1 - 64 / 255 * (1 - INKS[3]))
    expected = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    assert np.abs(decoded(ingest(data, **RULE).png)[32, 32] - expected).max() < 6
