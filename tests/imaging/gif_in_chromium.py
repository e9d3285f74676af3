"""A third reader of a GIF, and the one that people use: a browser's own decoder hands over every frame it would show."""

import base64
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.imaging.gif_decoders import Shown

ANSWER_MS = 60_000  # the largest of our cases takes 100 ms; what takes this long even on a busy machine has hung

READ = """async gif => {
  const data = Uint8Array.from(atob(gif), character => character.charCodeAt(0));
  const decoder = new ImageDecoder({data, type: "image/gif"});
  await decoder.tracks.ready;
  await decoder.completed;
  const track = decoder.tracks.selectedTrack;
  const shown = {frames: [], microseconds: [], repetitions: track.repetitionCount};
  for (let frameIndex = 0; frameIndex < track.frameCount; frameIndex++) {
    const {image} = await decoder.decode({frameIndex});
    const pixels = new Uint8Array(image.allocationSize({format: "RGBA"}));
    await image.copyTo(pixels, {format: "RGBA"});
    [shown.width, shown.height] = [image.visibleRect.width, image.visibleRect.height];
    shown.microseconds.push(image.duration);
    shown.frames.push(btoa(Array.from(pixels, byte => String.fromCharCode(byte)).join("")));
    image.close();
  }
  decoder.close();
  return shown;
}"""


@contextlib.contextmanager
def chromium_reader() -> Iterator[Callable[[bytes], Shown]]:
    """One browser for many GIFs; yields what shows a GIF in it.

    Playwright keeps an event loop running in the thread that uses it, and Django refuses its database to such a
    thread. So the browser has a thread of its own, and tests of the database may come after it in one process.
    """
    with _blank_page() as address, ThreadPoolExecutor(1, "chromium") as thread:
        opened = contextlib.ExitStack()
        try:
            page = thread.submit(_open, opened, address).result()
            yield lambda gif: thread.submit(_show, page, gif).result()
        finally:
            thread.submit(opened.close).result()


@contextlib.contextmanager
def _blank_page() -> Iterator[str]:
    """Serve an empty page on the loopback address, which counts as secure: elsewhere there is no `ImageDecoder`."""

    class Blank(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing between the tests' dots."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def _open(opened: contextlib.ExitStack, address: str) -> Page:
    playwright = opened.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=ANSWER_MS)
    opened.callback(browser.close)
    page = browser.new_page()
    page.set_default_timeout(ANSWER_MS)
    page.goto(address)
    return page


def _show(page: Page, gif: bytes) -> Shown:
    read = page.evaluate(READ, base64.b64encode(gif).decode())
    pixels = np.frombuffer(b"".join(base64.b64decode(frame) for frame in read["frames"]), np.uint8)
    pixels = pixels.reshape(-1, read["height"], read["width"], 4)
    if not (pixels[..., 3] == 255).all():
        raise ValueError("a frame can be seen through")
    delays = tuple(microseconds / 1000 for microseconds in read["microseconds"])
    return Shown(pixels[..., :3], delays, read["repetitions"] > 0)
