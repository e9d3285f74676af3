"""The picture acts on the create page before anything is ordered; where no face is found, somebody points at one."""

import re
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched, generate
from tests.journeys.test_looks import sign_in
from tests.stack.site import Site

SAMPLES = Path(__file__).parent.parent.parent / "static" / "samples"
FACE = SAMPLES / "astronaut.jpg"
FACELESS = SAMPLES / "chelsea.jpg"


def opened(site: Site, watched: Watched, picture: Path = FACE, **device: object) -> Page:
    page = watched.page(**device)
    page.goto(f"{site.url}/make/")
    page.locator("#image").set_input_files(picture)
    expect(page.locator("[data-easel]")).to_be_visible()
    return page


def click_on_a_face(page: Page) -> None:
    """Click where the cat's eyes and its mouth are."""
    box = page.locator("[data-pointing]").bounding_box()
    for x, y in [(0.40, 0.38), (0.77, 0.40), (0.60, 0.80)]:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_choosing_a_reaction_shows_it_on_ones_own_picture(site: Site, watched: Watched, shots, device, theme):
    page = opened(site, watched, **device, color_scheme=theme)
    page.locator("#id_prompt").fill("she bursts into tears")
    loop = page.locator("[data-acting-small]" if device is PHONE else "[data-acting]")
    expect(loop).to_be_visible()
    expect(loop).to_have_attribute("alt", "Preview: she bursts into tears")
    shots(page, f"acting-{'phone' if device is PHONE else 'desktop'}-{theme}")
    page.locator("[data-acting-toggle]").click()
    expect(loop).to_be_hidden()


def test_a_slider_and_another_prompt_change_the_loop(site: Site, watched: Watched):
    page = opened(site, watched, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    loop = page.locator("[data-acting]")
    expect(loop).to_be_visible()
    first = loop.get_attribute("src")
    page.locator("#id_strength").fill("1")
    expect(loop).not_to_have_attribute("src", first)
    second = loop.get_attribute("src")
    page.locator("[data-example]").first.click()
    expect(loop).not_to_have_attribute("src", second)


def test_nothing_moves_by_itself_for_somebody_who_wants_less_motion(site: Site, watched: Watched):
    page = opened(site, watched, **DESKTOP, reduced_motion="reduce")
    page.locator("#id_prompt").fill("smile")
    toggle = page.locator("[data-acting-toggle]")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-understood] .chip-on")).to_have_count(1)
    expect(page.locator("[data-acting]")).to_be_hidden()
    toggle.click()
    expect(page.locator("[data-acting]")).to_be_visible()


def test_the_list_of_reactions_acts_on_ones_own_picture(site: Site, watched: Watched, shots):
    page = opened(site, watched, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    page.locator("[data-reactions] > summary").click()
    first = page.locator("[data-reactions-list] img").first
    expect(first).to_have_attribute("src", re.compile("^blob:"))
    shots(page, "acting-list")


@pytest.mark.parametrize("hand", ["mouse", "keyboard"])
def test_somebody_points_at_a_face_that_is_not_found(site: Site, watched: Watched, shots, hand):
    page = opened(site, watched, FACELESS, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    words = page.locator("[data-face-words]")
    expect(words).to_contain_text("No face found")
    page.locator("[data-pointing-toggle]").click()
    layer = page.locator("[data-pointing]")
    for number, (x, y) in enumerate([(0.40, 0.45), (0.60, 0.45), (0.50, 0.65)]):
        expect(words).to_contain_text(["one eye", "other eye", "mouth"][number])
        if hand == "mouse":
            box = layer.bounding_box()
            page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        else:
            for key in [["ArrowLeft"] * 10, ["ArrowRight"] * 20, ["ArrowLeft"] * 10 + ["ArrowDown"] * 20][number]:
                page.keyboard.press(key)
            page.keyboard.press("Enter")
    places = [round(float(share), 2) for share in page.locator("[name=face]").input_value().split(",")]
    assert places == [0.4, 0.45, 0.6, 0.45, 0.5, 0.65]
    expect(page.locator("[data-acting]")).to_be_visible()
    expect(words).to_have_text("")
    shots(page, f"pointed-{hand}")
    page.locator("[data-pointing-clear]").click()
    expect(words).to_contain_text("No face found")


def test_pointing_is_free_of_barriers_and_can_be_left(site: Site, watched: Watched, shots):
    page = watched.page(**PHONE, bypass_csp=True)
    page.goto(f"{site.url}/make/")
    page.locator("#image").set_input_files(FACELESS)
    page.locator("#id_prompt").fill("smile")
    page.locator("[data-pointing-toggle]").click()
    expect(page.locator("[data-pointing]")).to_be_visible()
    assert barriers(page) == []
    shots(page, "pointing-phone")
    page.keyboard.press("Escape")
    expect(page.locator("[data-pointing]")).to_be_hidden()


def test_a_loop_is_there_half_a_second_after_the_choice(site: Site, watched: Watched):
    """Shown as a figure in the log: how long a machine takes is no promise of a test."""
    page = opened(site, watched, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    expect(page.locator("[data-acting]")).to_be_visible()
    taken = []
    for prompt in ("sob", "rage", "wink", "shock", "facepalm"):
        before = page.locator("[data-acting]").get_attribute("src")
        began = time.monotonic()
        page.locator("#id_prompt").fill(prompt)
        expect(page.locator("[data-acting]")).not_to_have_attribute("src", before)
        taken.append(round(1000 * (time.monotonic() - began)))
    print("preview after ms:", taken)


def test_a_click_paints_what_is_in_the_picture(site: Site, watched: Watched, shots):
    page = opened(site, watched, **DESKTOP)
    page.locator("[data-mask-toggle]").click()
    words = page.locator("[data-mask-words]")
    page.locator("[data-found-part=head]").click()
    expect(words).to_have_text("Only the painted area moves.")
    shots(page, "found-head")
    page.locator("[data-mask-undo]").click()
    expect(words).to_contain_text("Nothing painted")


def test_what_is_painted_does_not_lie_over_the_preview_once_the_brush_is_closed(site: Site, watched: Watched, shots):
    page = opened(site, watched, **DESKTOP)
    page.locator("#id_prompt").fill("rage")
    loop, painted, brush = (page.locator(name) for name in ("[data-acting]", "#mask", "[data-mask-toggle]"))
    expect(loop).to_be_visible()
    whole = loop.get_attribute("src")
    brush.click()
    page.locator("[data-found-part=mouth]").click()
    expect(loop).not_to_have_attribute("src", whole)
    expect(painted).to_be_visible()
    brush.click()
    expect(loop).to_be_visible()
    expect(painted).to_be_hidden()
    shots(page, "acting-masked")
    page.locator("[data-acting-toggle]").click()
    expect(painted).to_be_visible()


def states(page: Page):
    """What is said of the preview, beside the picture or, on a phone, below the prompt."""
    return page.locator("[data-acting-state]:visible")


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_preview_that_is_empty_late_or_lost_says_so_and_is_tried_again(site: Site, watched: Watched, shots, device):
    name = "phone" if device is PHONE else "desktop"
    page = opened(site, watched, **device)
    expect(states(page)).to_contain_text("Describe what should happen")
    shots(page, f"preview-empty-{name}")

    held: list[Route] = []
    page.route("**/make/preview/", lambda route: held.append(route))  # noqa: PLW0108 # Playwright marks the function
    page.locator("#id_prompt").fill("smile")
    expect(states(page)).to_contain_text("Loading the preview")
    shots(page, f"preview-late-{name}")
    held[0].abort()
    expect(states(page)).to_contain_text("didn't load")
    shots(page, f"preview-lost-{name}")

    page.unroute("**/make/preview/")
    page.locator("[data-acting-state] button:visible").click()
    expect(page.locator("[data-acting-small]" if device is PHONE else "[data-acting]")).to_be_visible()
    expect(states(page)).to_have_count(0)


def test_whether_there_is_a_face_is_said_before_a_prompt_is_typed(site: Site, watched: Watched):
    page = opened(site, watched, FACELESS, **DESKTOP)
    expect(page.locator("[data-face-words]")).to_contain_text("No face found")


def test_a_part_that_the_picture_does_not_show_is_said(site: Site, watched: Watched):
    page = opened(site, watched, FACELESS, **DESKTOP)
    page.locator("[data-mask-toggle]").click()
    page.locator("[data-found-part=eyes]").click()
    expect(page.locator("[data-found-words]")).to_contain_text("can't find that")
    expect(page.locator("[data-mask-words]")).to_contain_text("Nothing painted")


def test_a_caption_keeps_off_a_face_that_is_low_in_the_picture(site: Site, watched: Watched, tmp_path):
    low = tmp_path / "low.jpg"
    with Image.open(FACE) as photo:
        sheet = Image.new("RGB", (photo.width, round(1.2 * photo.height)), "white")
        sheet.paste(photo.crop((0, 0, photo.width, round(0.55 * photo.height))), (0, round(0.65 * photo.height)))
        sheet.save(low)
    page = opened(site, watched, low, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    expect(page.locator("[data-acting]")).to_be_visible()
    expect(page.locator("[name=caption_position]")).to_have_value("top")
    page.locator("summary", has_text="Advanced").click()
    page.locator("[name=caption_position]").select_option("bottom")
    page.locator("#id_prompt").fill("sob")
    expect(page.locator("[data-acting]")).to_have_attribute("alt", "Preview: sob")
    expect(page.locator("[name=caption_position]")).to_have_value("bottom")


def test_a_face_that_somebody_pointed_at_is_kept_with_the_draft_and_forgotten_with_the_picture(site, watched):
    page = opened(site, watched, FACELESS, **DESKTOP)
    page.locator("#id_prompt").fill("smile")
    page.locator("[data-pointing-toggle]").click()
    click_on_a_face(page)
    kept = page.locator("[name=face]").input_value()
    assert kept.count(",") == 5
    page.wait_for_timeout(600)  # a draft is written once somebody stops
    page.reload()
    expect(page.locator("#draft-note")).to_be_visible()
    expect(page.locator("[name=face]")).to_have_value(kept)
    expect(page.locator("[data-pointing-clear]")).to_be_visible()
    page.locator("#image").set_input_files(FACE)
    expect(page.locator("[name=face]")).to_have_value("")


def test_a_pointed_face_comes_back_with_the_last_gif(site: Site, watched: Watched):
    alice = site.demo()
    page = watched.page(**DESKTOP)
    sign_in(site, page, alice.person)
    page.locator("#image").set_input_files(FACELESS)
    page.locator("#id_prompt").fill("smile")
    page.locator("[data-pointing-toggle]").click()
    click_on_a_face(page)
    kept = page.locator("[name=face]").input_value()
    generate(page)
    page.wait_for_url("**/animations/**")
    expect(page.locator("#headline")).to_have_text("Your GIF is ready")
    page.go_back()
    expect(page.locator("#draft-note")).to_be_visible()
    expect(page.locator("[data-acting]")).to_be_visible()  # the picture is there again, and has been looked at
    expect(page.locator("[data-pointing-clear]")).to_be_visible()
    assert page.locator("[name=face]").input_value() == kept
    expect(page.locator("[data-face-words]")).to_have_text("")
