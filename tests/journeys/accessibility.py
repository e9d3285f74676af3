"""What axe holds against a page that has come to rest."""

import functools
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe-4.14.1.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Half faded in, any text is too pale. What moves for ever is not waited for; what leaves while it moves has no end.
ARRIVED = """() => Promise.allSettled(
  document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime < Infinity)
    .map(one => one.finished)
)"""
# Words stand in the document before its styles do, and unstyled any link is too small.
UNSTYLED = """() => [...document.querySelectorAll("link[rel=stylesheet]")]
  .filter(link => !link.sheet)
  .map(link => `no stylesheet came from ${link.href}`)"""
PROBE = """tags => axe.run(document, {runOnly: tags}).then(
  result => result.violations.map(found => found.id + " " + found.nodes.map(node => node.target.join(" ")).join(", "))
)"""


def barriers(page: Page) -> list[str]:
    """Each rule that the page breaks, with the elements that break it. For pages opened as `probed` or past the policy."""
    page.wait_for_load_state("load")
    if unstyled := page.evaluate(UNSTYLED):
        return unstyled
    page.evaluate(ARRIVED)
    page.evaluate(_axe())
    return page.evaluate(PROBE, TAGS)


def flaws(page: Page) -> list[str]:
    """Barriers, what the page's own policy forbade it (so only where it was `probed`), and scrolling sideways."""
    found = page.evaluate("violations.slice()")  # the page's own: axe has not come yet
    found += barriers(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return found


@functools.cache
def _axe() -> str:
    return AXE.read_text() + ";0"
