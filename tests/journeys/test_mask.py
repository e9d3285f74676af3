"""The painted part, in a browser: it follows, it is seen on each frame, and it is corrected by keyboard on one of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.engines.stability.fake import FakeStability
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched, generate
from tests.journeys.test_looks import sign_in
from tests.stack.site import ApiClient, Site


@pytest.fixture(scope="module")
def chained() -> Iterator[Site]:
    """A site with an engine that paints each frame from the one before it, so that a painted part can move away."""
    with (
        FakeStability(limit=None) as fake,
        Site(RATE_LIMITS_ENABLED="0", STABILITY_API_KEY=fake.key, STABILITY_BASE_URL=fake.url) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def alice(chained: Site) -> ApiClient:
    return chained.demo()


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_a_painted_part_follows_is_seen_and_is_corrected(
    chained: Site, watched: Watched, alice, samples, shots, device, theme
):
    name = f"{'phone' if device is PHONE else 'desktop'}-{theme}"
    page = watched.page(**device, color_scheme=theme, bypass_csp=True)
    sign_in(chained, page, alice.person)
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", f"rage {name}")
    page.locator("[data-mask-toggle]").click()
    page.locator("[data-mask-part=top]").click()
    page.get_by_label("Follows the motion").check()
    expect(page.locator("[data-mask-words]")).to_have_text("Only the painted area moves, and it follows the motion.")
    page.locator("#id_frames").fill("3")
    assert page.locator("input[name=choice]:checked").get_attribute("value").startswith("stability/")
    generate(page)
    page.wait_for_url("**/animations/**")
    expect(page.locator("#headline")).to_have_text("Your GIF is ready")
    expect(page.locator("#outside")).to_contain_text("0 pixels differ from your picture")
    shots(page, f"{name}-masks")

    page.locator("#mask-2 a").click()
    expect(page.locator("h1")).to_have_text("Painted area in frame 2")
    assert barriers(page) == []
    page.locator("#mask").focus()
    for key in ["Space", "Shift+ArrowDown", "Shift+ArrowDown", "Space"]:
        page.keyboard.press(key)
    shots(page, f"{name}-retouch")
    page.locator("#save").click()
    page.wait_for_url(f"{chained.url}/animations/*/")
    expect(page.locator("#mask-2")).to_contain_text("2, yours")
    expect(page.locator("#masks-status")).to_have_count(0, timeout=15_000)
    expect(page.locator("#outside")).to_contain_text("0 pixels differ from your picture")
    page.get_by_role("button", name="Undo my edits").click()
    expect(page.locator("#mask-2")).not_to_contain_text("yours")
