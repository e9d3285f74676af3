"""A picture is painted from as the browser shows it: every color chunk and profile against Chromium's own pixels."""

import base64

import numpy as np
import pytest

from apps.imaging.codecs.ingest import ingest
from tests.imaging.pictures import colored, decoded

LEVELS = 3  # a JPEG's own rounding, and that of two ways to calculate
READ = """async address => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 64});
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  return [...pen.getImageData(0, 32, 64, 1).data];
}"""
KINDS = {b"\x89P": "png", b"\xff\xd8": "jpeg", b"RI": "webp", b"GI": "gif", b"\0\0": "avif"}
COLORED = colored()


@pytest.fixture(scope="module")
def blank(browser):
    page = browser.new_context().new_page()
    yield page
    page.context.close()


@pytest.mark.parametrize("name", COLORED)
def test_a_picture_has_the_colors_that_the_browser_shows(blank, name):
    data = COLORED[name]
    address = f"data:image/{KINDS[data[:2]]};base64,{base64.b64encode(data).decode()}"
    shown = np.array(blank.evaluate(READ, address)).reshape(64, 4)[4::8, :3]

    taken = decoded(ingest(data, multiple_of=8, max_pixels=4096, max_side=64, min_side=64).png)[32, 4::8]

    assert np.abs(taken.astype(int) - shown).max() <= LEVELS
