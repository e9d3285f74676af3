"""From a finished GIF to the file for the chat: one click, a tick for each limit, the download. And another loop."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from apps.imaging.formats.measure import measure
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.journeys.test_looks import sign_in
from tests.stack.site import ApiClient, Site, ended


@pytest.fixture(scope="module")
def alice(site: Site, portrait: bytes) -> ApiClient:
    alice = site.demo()
    alice.made = alice.make(portrait, prompt="silent fury", frames=3)
    alice.wait_for(alice.made, ended)
    return alice


def download(page: Page, slug: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"#take-{slug}").click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_finished_gif_becomes_a_slack_emoji_and_an_mp4_with_ticks(
    site: Site, watched: Watched, shots, alice: ApiClient, device
):
    name = "phone" if device is PHONE else "desktop"
    page = watched.page(probed=True, **device)
    sign_in(site, page, alice.person)
    page.goto(f"{site.url}/animations/{alice.made}/")
    address = page.url
    for slug in ("slack-emoji", "mp4"):
        if page.locator(f"#make-{slug}").count():
            page.locator(f"#make-{slug} button").click()
        expect(page.locator(f"#take-{slug}")).to_be_visible()
    assert page.url == address  # nobody had to load the page again
    ticks = page.locator("#ticks-slack-emoji .tick-good")
    expect(ticks).to_have_count(5)
    assert "128 × 128" in ticks.nth(2).inner_text()
    shots(page, f"{name}-files")
    page.locator("#design summary").click()  # looked at open
    assert barriers(page) == []
    emoji = download(page, "slack-emoji")
    with Image.open(io.BytesIO(emoji)) as picture:
        assert (picture.format, picture.size) == ("GIF", (128, 128))
    assert len(emoji) < 128_000
    assert measure(download(page, "mp4")).kind == "MP4"


@pytest.mark.parametrize(("failure", "slug"), [("no network", "web"), ("bad gateway", "x-post")])
def test_a_button_whose_request_fails_says_so(site: Site, watched: Watched, shots, alice: ApiClient, failure, slug):
    page = watched.page(**PHONE)
    sign_in(site, page, alice.person)
    page.goto(f"{site.url}/animations/{alice.made}/")
    answer = (lambda route: route.abort()) if failure == "no network" else (lambda route: route.fulfill(status=502))
    page.route("**/files/", lambda route: answer(route) if route.request.method == "POST" else route.continue_())
    page.locator(f"#make-{slug} button").click()
    toast = page.locator(".toast")
    expect(toast).to_have_text("That didn't work, and nothing was charged. Check your connection and try again.")
    shots(page, "request-failed")
    toast.get_by_label("Close this message").click()
    expect(toast).to_have_count(0)
    page.unroute_all()
    page.locator(f"#make-{slug} button").click()
    expect(page.locator(f"#take-{slug}")).to_be_visible()
    watched.complaints.clear()  # the browser's own lines about the failures above


def test_another_loop_is_previewed_made_and_chosen(site: Site, watched: Watched, shots, alice: ApiClient):
    page = watched.page(**DESKTOP)
    sign_in(site, page, alice.person)
    page.goto(f"{site.url}/animations/{alice.made}/")
    page.locator("#design summary").click()
    page.locator("#field-loop").get_by_label("Ping-pong").check()
    page.select_option("#id_interpolation_factor", "2")
    page.fill("#id_caption", "Monday")
    expect(page.locator("#preview-words")).to_have_text(re.compile(r"8 frames · 0\.4 s · 20 fps · about \d+ KB"))
    page.select_option("#id_shape", "9:16")
    lettering = page.locator("#preview-lettering")
    expect(lettering).to_be_visible()
    assert lettering.evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth / picture.naturalHeight)"
    ) == (pytest.approx(9 / 16, abs=0.01))
    stage = page.locator("#preview").bounding_box()
    assert stage["width"] / stage["height"] == pytest.approx(9 / 16, abs=0.01)
    shots(page, "desktop-loop-editor")
    page.fill("#id_first", "3")
    page.fill("#id_last", "1")
    expect(page.locator("#preview-words")).to_have_text("Choose a first and last frame between 1 and 3, in that order.")
    page.fill("#id_last", "3")
    expect(page.locator("#preview-words")).to_have_text("Keep at least 2 frames.")
    page.fill("#id_first", "1")
    page.locator("#design-form button[type=submit]").click()
    expect(page.locator("#version-picture-2 img")).to_be_visible()
    expect(page.locator("#version-2 .badge")).to_have_text("shown")
    expect(page.locator("#export-facts")).to_contain_text("8 frames")
