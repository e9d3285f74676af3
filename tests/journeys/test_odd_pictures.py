"""What is asked about an odd picture as soon as it is chosen, and that the answer is what is sent."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.imaging.pictures import encoded, gradient
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_picture import SENT, upload

TALL = gradient(400, 1600)


def open_with(page, site, data: bytes, kind: str = "png") -> None:
    page.goto(f"{site.url}/make/")
    page.set_input_files("#image", upload(f"odd.{kind}", f"image/{kind}", data))
    expect(page.locator("#preview")).to_be_visible()


def sent(page) -> Image.Image:
    read = f"async () => [...new Uint8Array(await {SENT}[0].arrayBuffer())]"
    return Image.open(io.BytesIO(bytes(page.evaluate(read)))).convert("RGBA")


def radio(page, name: str):
    return page.get_by_role("radio", name=name, exact=True)


def begins_at(picture: Image.Image) -> int:
    """Which row of the tall picture is the first: its green grows by the row."""
    return round(int(np.asarray(picture)[0, 5, 1]) * 1599 / 255)


def until(page, check) -> bool:
    """Whether something about the picture that is sent becomes true, once it is cut out."""
    for _ in range(200):
        if page.evaluate(f"{SENT}.length") and check(sent(page)):
            return True
        page.wait_for_timeout(50)
    return False


def sends_from(page, row: float) -> bool:
    return until(page, lambda picture: abs(begins_at(picture) - row) < 8)


@pytest.mark.parametrize("options", [DESKTOP, PHONE])
def test_of_a_tall_picture_the_part_in_the_frame_is_shown_and_sent(site, watched, options):
    page = watched.page(**options)
    open_with(page, site, encoded(TALL))
    frame = page.get_by_role("slider", name="Crop")
    expect(page.get_by_text("This picture is very long and narrow. Choose which part to animate.")).to_be_visible()
    expect(radio(page, "Upper third")).to_be_checked()
    assert sent(page).size == (400, 500)
    assert sends_from(page, 1600 / 3 - 250)

    frame.focus()
    frame.press("End")
    expect(radio(page, "Bottom")).to_be_checked()
    assert sends_from(page, 1100)
    frame.press("ArrowUp")
    assert sends_from(page, 1078)

    radio(page, "Top").check()
    assert sends_from(page, 0)

    radio(page, "Whole picture").check()
    assert until(page, lambda picture: picture.size == (384, 1536))


def test_the_frame_follows_the_pointer(site, watched):
    page = watched.page(**DESKTOP)
    open_with(page, site, encoded(TALL))
    frame = page.get_by_role("slider", name="Crop")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 400, steps=4)
    page.mouse.up()

    assert sends_from(page, 0)
    expect(radio(page, "Top")).to_be_checked()


def test_the_part_that_was_chosen_comes_back_with_the_draft(site, watched):
    page = watched.page(**DESKTOP)
    open_with(page, site, encoded(TALL))
    radio(page, "Bottom").check()
    page.wait_for_timeout(1000)  # the draft is kept 400 ms later
    page.reload()
    watched.settle(page)

    expect(radio(page, "Bottom")).to_be_checked()
    expect(page.get_by_text("Your draft is back.")).to_be_visible()
    assert sends_from(page, 1100)


def test_a_transparent_picture_is_shown_on_the_color_that_is_sent(site, watched):
    page = watched.page(**DESKTOP)
    sheet = np.zeros((256, 256, 4), np.uint8)
    sheet[64:192, 64:192] = 255
    open_with(page, site, encoded(sheet))
    shown = "getComputedStyle(document.getElementById('preview')).backgroundColor"
    posted = (
        "[...new FormData(document.getElementById('create-form'))].filter(([n]) => n.startsWith('background')).flat()"
    )

    expect(radio(page, "Black")).to_be_checked()
    assert page.evaluate(shown) == "rgb(0, 0, 0)"
    radio(page, "White").check()
    assert page.evaluate(shown) == "rgb(255, 255, 255)"
    page.get_by_label("Color of the background").fill("#2266aa")

    expect(radio(page, "Custom")).to_be_checked()
    assert page.evaluate(shown) == "rgb(34, 102, 170)"
    assert page.evaluate(posted) == ["background", "own", "background_color", "#2266aa"]


def test_a_small_picture_is_asked_about_and_an_ordinary_one_is_not(site, watched):
    page = watched.page(probed=True, **PHONE)
    open_with(page, site, encoded(gradient(40, 40)))
    posted = "[...new FormData(document.getElementById('create-form')).keys()]"

    expect(radio(page, "Enlarge")).to_be_checked()
    assert "enlarge" in page.evaluate(posted)
    assert barriers(page) == []

    page.set_input_files("#image", upload("usual.png", "image/png", encoded(gradient(300, 200))))
    expect(radio(page, "Enlarge")).to_be_hidden()
    assert not {"enlarge", "background", "picture_crop"} & set(page.evaluate(posted))


def test_a_long_picture_is_cropped_to_its_face(site, watched, samples):
    sheet = np.full((3000, 400, 3), 210, np.uint8)
    with Image.open(samples / "astronaut.jpg") as photo:
        sheet[100:500] = np.asarray(photo.convert("RGB").resize((400, 400)))
    page = watched.page(**DESKTOP)
    open_with(page, site, encoded(sheet))
    slider = page.get_by_role("slider", name="Crop")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    assert sent(page).size == (400, 500)
    radio(page, "Bottom").check()
    page.wait_for_timeout(300)
    expect(slider).to_have_attribute("aria-valuenow", "100")


def test_a_picture_that_is_too_small_says_so_under_its_field(site, watched):
    page = watched.page(**DESKTOP)
    page.goto(f"{site.url}/make/")
    page.set_input_files("#image", upload("dot.png", "image/png", encoded(np.zeros((1, 1, 3), np.uint8))))
    expect(page.locator("#image-message")).to_contain_text("That picture is 1 × 1 pixels")
