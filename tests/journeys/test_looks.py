"""What only a browser can see: what covers what, where the keyboard is, and what is left without script."""

import contextlib
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched, generate
from tests.stack.site import ApiClient, Site, ended


@contextlib.contextmanager
def nobody_paints(site: Site) -> Iterator[None]:
    """The frames worker is stopped, so that a page can be looked at while its frames are waited for."""
    pids = [pid for pid in site.children() if b"\0frames\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert pids
    stop_between_writes(pids)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def stop_between_writes(pids: list[int]) -> None:
    """Stop processes at a moment when none of them holds the database's write lock, for which all others wait."""
    for _ in range(100):
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        while any(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T" for pid in pids):
            time.sleep(0.001)
        if not any(write_lock(line, pids) for line in Path("/proc/locks").read_text().splitlines()):
            return
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("the frames worker holds a lock of the database all the time")


def write_lock(line: str, pids: list[int]) -> bool:
    """Whether a line of `/proc/locks` is SQLite's write lock of one of these processes; the spool has a FLOCK."""
    _, kind, _, access, pid, *_ = line.replace("->", "").split()
    return (kind, access) == ("POSIX", "WRITE") and int(pid) in pids


def lightness(color: str) -> float:
    """How light a color is, from 0 to 1; the theme is written in oklch, whose first number it is."""
    return float(re.match(r"oklch\(([\d.]+)", color)[1])


LONGEST_WORD = "a" * 1990


@pytest.fixture(scope="module")
def alice(site: Site, portrait: bytes) -> ApiClient:
    alice = site.demo()
    alice.made = alice.make(portrait, prompt=LONGEST_WORD, frames=2)
    alice.wait_for(alice.made, ended)
    return alice


def sign_in(site: Site, page: Page, person: dict[str, str]) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.locator("main summary").click()
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{site.url}/make/")


def test_an_endless_word_does_not_push_the_numbers_out_of_the_statement(site: Site, watched: Watched, alice):
    page = watched.page(**DESKTOP)
    sign_in(site, page, alice.person)
    page.goto(f"{site.url}/credits/")
    expect(page.locator(".table-scroll")).to_contain_text("aaaa")
    assert page.locator(".table-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")


REACHED = """() => {
    const reached = document.activeElement, bar = document.querySelector('.create-action');
    const box = reached.getBoundingClientRect(), room = bar.getBoundingClientRect().top;
    const behind = bar.compareDocumentPosition(reached) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY);
    return { name: reached.id || reached.name || reached.textContent.trim(), behind: Boolean(behind), hidden: box.bottom > room || box.top < 0 };
}"""


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desktop"])
def test_the_bar_at_the_bottom_covers_nothing_that_the_keyboard_reaches(site: Site, watched: Watched, size):
    page = watched.page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{site.url}/make/")
    reached, covered = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(REACHED)
        if at["behind"]:
            break
        reached.append(at["name"])
        covered += [at["name"]] if at["hidden"] else []
    assert {"image", "id_prompt", "id_frames", "id_strength", "id_fps"} <= set(reached)
    assert covered == []


def test_a_focused_file_field_shows_its_frame_and_not_the_browsers_own_button(site: Site, watched: Watched):
    page = watched.page(**PHONE)
    page.goto(f"{site.url}/make/")
    before = page.locator("[data-drop]").bounding_box()
    page.locator("#image").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "image"
    assert page.locator("#image").evaluate("field => getComputedStyle(field).opacity") == "0"
    assert page.locator("[data-drop]").evaluate("drop => getComputedStyle(drop).outlineStyle") == "solid"
    assert page.locator("[data-drop]").bounding_box()["height"] == before["height"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_that_waits_is_accessible_and_shows_the_picture_and_the_bar(
    site: Site, watched: Watched, alice, portrait, shots, theme
):
    page = watched.page(**PHONE, color_scheme=theme)
    sign_in(site, page, alice.person)
    with nobody_paints(site):
        made = alice.make(portrait, prompt="rage", frames=4)
        page.goto(f"{site.url}/animations/{made}/")
        expect(page.get_by_alt_text("Your picture")).to_be_visible()
        assert page.locator("#darkroom").bounding_box()["y"] < PHONE["viewport"]["height"] / 2
        bar, paper = page.evaluate(
            "() => [document.getElementById('bar'), document.documentElement].map(one => getComputedStyle(one).backgroundColor)"
        )
        assert abs(lightness(bar) - lightness(paper)) > 0.12
        page.goto("about:blank")  # its polling would never let the network rest
        # Past the policy, because axe styles elements while it measures; other journeys hold this page to it.
        still = watched.page(**PHONE, color_scheme=theme, reduced_motion="reduce", bypass_csp=True)
        still.context.add_cookies(page.context.cookies(site.url))
        still.goto(f"{site.url}/animations/{made}/")
        moving = still.locator("#darkroom img").evaluate("image => getComputedStyle(image).animationDuration")
        assert {float(one.strip().removesuffix("s")) for one in moving.split(",")} == {0.001}
        assert barriers(still) == []
        assert still.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        shots(still, f"phone-{theme}-waiting")
    alice.wait_for(made, ended)


def test_without_script_the_form_shows_the_file_the_figures_and_the_price(site: Site, watched: Watched, alice, samples):
    page = watched.page(**PHONE, java_script_enabled=False)
    sign_in(site, page, alice.person)
    page.goto(f"{site.url}/make/?prompt=she%20bursts%20into%20tears")
    expect(page.locator("#id_prompt")).to_have_value("she bursts into tears")
    invitation, file = page.locator(".drop-invitation").bounding_box(), page.locator("#image").bounding_box()
    assert file["y"] >= invitation["y"] + invitation["height"]  # neither lies over the other
    assert page.locator("#image").evaluate("field => getComputedStyle(field).opacity") == "1"
    page.set_input_files("#image", samples / "chelsea.jpg")
    expect(page.get_by_label("Frames", exact=True)).to_have_value("12")
    expect(page.locator("#generate")).to_have_text("Generate", use_inner_text=True)
    page.fill("#frames-number", "16")
    generate(page)
    expect(page.locator("#problem")).to_contain_text("These settings cost 16 credits")
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#frames-number")).to_have_value("16")
    generate(page)
    page.wait_for_url("**/animations/**")


def test_an_empty_form_says_all_that_is_missing_in_our_own_words_at_once(site: Site, watched: Watched, alice):
    page = watched.page(**DESKTOP)
    sign_in(site, page, alice.person)
    generate(page)
    expect(page.locator("#image-message")).to_have_text("Add a picture first. Nothing was charged.")
    expect(page.locator("#prompt-message")).to_have_text("Describe what should happen.")
    assert page.evaluate("document.getElementById('create-form').noValidate")
    assert page.evaluate("document.activeElement.id") == "image"
    page.fill("#id_prompt", "rage")
    expect(page.locator("#prompt-message")).to_be_hidden()
    assert page.url == f"{site.url}/make/"


def test_going_back_after_generating_finds_the_picture_and_the_words(site: Site, watched: Watched, alice, samples):
    page = watched.page(**DESKTOP)
    sign_in(site, page, alice.person)
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "the cat raises one eyebrow")
    expect(page.locator("#preview")).to_be_visible()
    generate(page)
    page.wait_for_url("**/animations/**")
    first = page.url
    expect(page.locator("#headline")).to_have_text("Your GIF is ready", timeout=60_000)
    page.go_back()
    expect(page.locator("#draft-note")).to_contain_text("Your last GIF's settings are back.")
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#id_prompt")).to_have_value("the cat raises one eyebrow")
    generate(page)
    page.wait_for_url("**/animations/**")
    assert page.url != first  # a new request_id, not the old one again
    other = page.context.new_page()
    other.goto(f"{site.url}/make/")
    expect(other.locator("#draft-note")).to_be_hidden()
