"""Which files of ours a block of code runs through, and how often it jumps from one to another."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

APPS = str(Path(__file__).parents[2] / "apps")


@dataclass
class Trace:
    """Files of `apps/` in the order they were entered, and the calls from one of them into another."""

    files: list[str] = field(default_factory=list)
    jumps: Counter[tuple[str, str]] = field(default_factory=Counter)

    def enter(self, frame: FrameType, event: str, argument: object) -> None:
        """Count one call; for `sys.setprofile`."""
        name = frame.f_code.co_filename
        if event != "call" or not name.startswith(APPS):
            return
        entered = name.removeprefix(APPS)
        if entered not in self.files:
            self.files.append(entered)
        above = frame.f_back
        while above is not None and not above.f_code.co_filename.startswith(APPS):
            above = above.f_back
        if above is not None and above.f_code.co_filename != name:
            self.jumps[above.f_code.co_filename.removeprefix(APPS), entered] += 1


@contextmanager
def traced() -> Iterator[Trace]:
    """Trace this thread and those that the block starts."""
    trace = Trace()
    threading.setprofile(trace.enter)
    sys.setprofile(trace.enter)
    try:
        yield trace
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
