"""Captions are laid out on the server; a browser is asked whether it would have put the words in the same order."""

from tests.imaging.mixed_lines import LINES
from tests.journeys.conftest import DESKTOP, Watched

SHOW = """lines => lines.map(line => {
  const paragraph = document.createElement("p");
  paragraph.dir = "auto";
  paragraph.style.whiteSpace = "nowrap";
  paragraph.textContent = line;
  document.body.append(paragraph);
  const text = paragraph.firstChild;
  const places = [...new Intl.Segmenter("en", {granularity: "grapheme"}).segment(line)].map(({segment, index}) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + segment.length);
    const box = range.getBoundingClientRect();
    return [box.left + box.width / 2, segment];
  });
  return places.sort((one, other) => one[0] - other[0]).map(([, segment]) => segment).join("");
})"""


def test_chromium_shows_mixed_lines_in_the_order_that_captions_are_drawn_in(watched: Watched):
    page = watched.page(**DESKTOP)

    assert page.evaluate(SHOW, list(LINES)) == list(LINES.values())
