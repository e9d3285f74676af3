"""One case in a process of its own: thirty calls, thirty more, and what the process holds afterwards."""

import contextlib
import gc
import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from apps.engines.errors import EngineError
from apps.engines.protocol import Engine, PaintRequest
from apps.engines.sdapi.client import MODEL, SdapiEngine
from apps.engines.stability.client import StabilityEngine
from tests.engines.stability.fake import DEFAULT_KEY
from tests.fault_cases import namespace
from tests.fault_cases.cases import FaultCase
from tests.fault_cases.conversations import SIDE, SOURCE
from tests.fault_cases.judge import Judge
from tests.fault_cases.servers import AUTH

CALLS = 30
DEADLINE_SECONDS = 3.0
FAR_SECONDS = 60.0
"""The deadline that the chain names: the engine's own limit of `DEADLINE_SECONDS` must come first."""

LEAVING_SECONDS = 5.0
"""How long a thread or a file may outlive its call: a thread that asks a silent name server does so for a second."""


Answered = tuple[int | None, str | None, str]
"""Status and name of a whole answer, and the class that the engine gave it."""


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What sixty calls came to. Bytes of the first round and of the second, beside the round before."""

    classes: dict[str, int]
    answers: frozenset[Answered]
    slowest_seconds: float
    first_bytes: int
    second_bytes: int
    threads_left: int
    files_left: tuple[str, ...]
    """What the open files are that were not open before, in the kernel's words: `socket:[4711]` or a path."""
    skipped: str = ""


def run_case(case: FaultCase, mark: str, address: str, pipe: Connection) -> None:
    """Runs in the process that is measured; sends a CaseRun."""
    if case.place == "silent name server" and (refusal := namespace.silence_the_name_server()):
        pipe.send(CaseRun({}, frozenset(), 0.0, 0, 0, 0, (), skipped=refusal))
        return
    engine = _engine(case, address)
    request = _request(case, mark)
    judge = Judge() if case.judged else None
    classes: list[str] = []  # appended to by several threads: a count would lose some
    answers: set[Answered] = set()
    seconds: list[float] = []

    def call(_number: int) -> None:
        began = time.monotonic()
        try:
            painted = engine.paint(request, deadline=began + FAR_SECONDS)
            seconds.append(time.monotonic() - began)
            answers.add((painted.http_status, painted.finish_reason, type(painted).__name__))
            if judge is not None:
                judge.accept(painted.image)
        except EngineError as error:
            seconds.append(time.monotonic() - began)
            classes.append(type(error).__name__)
            answers.add((error.http_status, error.vendor_name, type(error).__name__))
        else:
            classes.append(type(painted).__name__)

    def round_of_calls() -> int:
        # The threads stay from round to round, as a worker's do, and calls that raise unnoticed are raised here.
        list(pool.map(call, range(CALLS)))
        gc.collect()
        return resident_bytes()

    threads, files = threading.active_count(), open_files()
    before = resident_bytes()
    with ThreadPoolExecutor(case.at_once) as pool:
        first = round_of_calls()
        second = round_of_calls()
    if judge is not None:
        judge.close()
    until = time.monotonic() + LEAVING_SECONDS
    while (threading.active_count() > threads or open_files() - files) and time.monotonic() < until:
        time.sleep(0.05)
    pipe.send(
        CaseRun(
            dict(Counter(classes)),
            frozenset(answers),
            max(seconds),
            first - before,
            second - first,
            threading.active_count() - threads,
            tuple((open_files() - files).elements()),
        )
    )


def open_files() -> Counter[str]:
    """What this process has open now, and how often."""
    names: Counter[str] = Counter()
    for file in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the file that lists them is closed again
            names[str(file.readlink())] += 1
    return names


def resident_bytes() -> int:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _engine(case: FaultCase, address: str) -> Engine:
    if case.engine == "sdapi":
        return SdapiEngine(base_url=address, auth=case.key or AUTH, call_seconds=DEADLINE_SECONDS)
    return StabilityEngine(api_key=case.key or DEFAULT_KEY, base_url=address, call_seconds=DEADLINE_SECONDS)


def _request(case: FaultCase, mark: str) -> PaintRequest:
    wish = {
        "image": SOURCE,
        "width": SIDE,
        "height": SIDE,
        "model": MODEL if case.engine == "sdapi" else "sd3.5-flash",
        "prompt": "silent fury",
        "negative_prompt": None,
        "strength": 0.5,
        "seed": 7,
        "mask": None,
        "style_preset": None,
        "position": 1,
        "frame_count": 8,
        "user_reference": mark,
        **case.wish,
    }
    return PaintRequest(**{**wish, "prompt": f"{wish['prompt']} {mark}"})
