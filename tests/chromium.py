"""Which Chromium the tests drive, and how it is started."""

import os
import shutil

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def is_missing() -> bool:
    """Whether tests may do without it: it is not installed, and this is not CI, where that is a failure."""
    return shutil.which(CHROMIUM) is None and os.environ.get("CI") != "true"
