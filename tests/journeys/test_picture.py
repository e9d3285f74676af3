"""What is shown is what is sent: pictures that cannot be read, and pictures that move."""

import io

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.imaging.pictures import encoded, gradient

SENT = "document.getElementById('image').files"


def upload(name: str, kind: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": data}


def test_a_file_that_cannot_be_read_takes_the_place_of_the_one_before(site, watched, samples):
    page = watched.page()
    page.goto(f"{site.url}/make/")
    page.set_input_files("#image", samples / "chelsea.jpg")
    expect(page.locator("#preview")).to_be_visible()

    page.set_input_files("#image", upload("broken.png", "image/png", b"not a picture"))

    expect(page.locator("#image-message")).to_have_text("We can't read that file. Use JPEG, PNG, WebP, AVIF or GIF.")
    expect(page.locator("#preview")).to_be_hidden()
    assert page.evaluate(f"{SENT}.length") == 0
    page.wait_for_timeout(1000)  # the draft is kept 400 ms later
    page.reload()
    watched.settle(page)
    expect(page.locator("#preview")).to_be_hidden()
    assert page.evaluate(f"{SENT}.length") == 0


def test_of_a_picture_that_moves_the_first_frame_is_sent_and_the_page_says_so(site, watched):
    page = watched.page()
    page.goto(f"{site.url}/make/")
    frames = [Image.fromarray(gradient(128, 128, seed)) for seed in range(3)]
    for kind, options in (("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {})):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)

        page.set_input_files("#image", upload(f"moves.{kind.lower()}", f"image/{kind.lower()}", data))

        expect(page.get_by_text("That's an animated picture. We'll use its first frame.")).to_be_visible()
        sent = page.evaluate(f"async () => [...new Uint8Array(await {SENT}[0].arrayBuffer())]")
        still = Image.open(io.BytesIO(bytes(sent)))
        assert getattr(still, "n_frames", 1) == 1
        off = np.abs(np.asarray(still.convert("RGB")).astype(int) - np.asarray(frames[0]))
        assert off.mean() < 12  # a GIF has 256 colors
        page.set_input_files("#image", upload("still.png", "image/png", encoded(frames[1])))
        expect(page.get_by_text("That's an animated picture. We'll use its first frame.")).to_be_hidden()
