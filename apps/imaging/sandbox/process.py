"""Untrusted pictures are decoded in a child process that can do nothing else, and is stopped when it takes too much.

`Sandbox` keeps a few *zygotes*: processes that have imported the decoders and wait. For every upload, and for every few
dozen painted frames, a zygote forks a child, ahead of time, which limits itself (address space, CPU, no files, no
sockets, no processes), decodes, answers over a pipe and is ended. So a decoder bug meets a process without settings,
without database and without descriptors, and nothing an upload does lasts until the next picture.

Its methods `ingest`, `ingest_whole`, `ingest_mask` and `accept_painted` promise what their namesakes in `apps.imaging.codecs`
promise, `analyze` what its own in `apps.imaging.faces.analysis` promises, and all raise `TooHeavy` when a limit was hit.
"""

import atexit
import contextlib
import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import asdict, astuple
from pathlib import Path

from apps.imaging.codecs import png
from apps.imaging.codecs.ingest import Ingested, Whole
from apps.imaging.codecs.likeness import LAYOUT_SIDE
from apps.imaging.codecs.odd import BACKGROUND, BLACK, CROP, ENLARGE, UNASKED, WHITE, WHOLE, Box, Choices
from apps.imaging.codecs.opened import check_bytes
from apps.imaging.codecs.painted import AcceptedFrame
from apps.imaging.codecs.sizes import working_size
from apps.imaging.errors import REJECTIONS, Broken, TooHeavy
from apps.imaging.faces.analysis import read_analysis
from apps.imaging.sandbox import wire
from apps.imaging.sandbox.limits import DEFAULT_LIMITS, Limits

logger = logging.getLogger(__name__)

DEFAULT_WORKERS = 2
"""Zygotes per process: pictures decode on a core each, and the smallest machine we run on has two."""

START_SECONDS = 30.0
"""How long a zygote may take to import the decoders and load the networks: 0.3 s measured, a cold disk under load some seconds."""

QUEUE_SECONDS = 60.0
"""How long a caller waits for a free zygote: four times the longest job, after which the machine is overloaded."""

GRACE_SECONDS = 5.0
"""How much longer than the child's own wall time the zygote may stay silent before it counts as stuck."""

CLOSE_SECONDS = 1.0
"""How long `close` waits for a zygote that sees its pipe close: it ends at once unless it is stopped."""

MAX_MESSAGE_CHARACTERS = 300
"""Longest sentence taken over from a child: ours are shorter, and a child is not trusted to write essays to people."""

_ROOT = Path(__file__).resolve().parents[3]

_PASSED_ON = ("PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What a Python may need to find its own libraries. Everything else in the environment may be a secret."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""A zygote must have a single thread, or its forks could inherit a lock that nobody will open."""

_TOO_HEAVY = "That picture is too complex to read. Save it as a standard PNG or JPEG and upload that."
_BROKEN = "That picture is damaged or incomplete. Save it again and upload the new file."


class SandboxUnavailable(Exception):
    """No zygote could be started or became free. It is not the picture's fault: the same bytes may be tried later."""


class _ZygoteLost(Exception):
    """The zygote is gone. `started` says whether the job had begun."""

    def __init__(self, *, started: bool) -> None:
        super().__init__(started)
        self.started = started


class Sandbox:
    """A pool of zygotes, started when first needed. Safe to use from many threads, and after a fork of this process.

    `python` names the interpreter of the zygotes, for hosts in which `sys.executable` is something else.
    """

    def __init__(
        self, workers: int = DEFAULT_WORKERS, *, limits: Limits = DEFAULT_LIMITS, python: str = sys.executable
    ) -> None:
        self.workers = workers
        self.python = python
        self.limits = limits
        self._free: queue.LifoQueue[_Zygote | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._living: set[_Zygote] = set()
        self._fill()
        _SANDBOXES.add(self)

    def ingest(
        self,
        data: bytes,
        *,
        multiple_of: int,
        max_pixels: int,
        max_side: int,
        min_side: int,
        good_side: int = 0,
        choices: Choices = UNASKED,
    ) -> Ingested:
        """Like `apps.imaging.codecs.ingest.ingest`. Also raises `TooHeavy` and `SandboxUnavailable`."""
        sizes = {"multiple_of": multiple_of, "max_pixels": max_pixels, "max_side": max_side, "min_side": min_side}
        working_size(min_side, min_side, **sizes)  # a wrong rule is the caller's ValueError, not a broken picture
        # What the child says is not trusted: each value is checked for its type, and the PNG for its announced size.
        facts, payload = self._run("ingest", data, {**sizes, "good_side": good_side, "choices": choices.as_words()})
        width, height = _integer(facts, "width"), _integer(facts, "height")
        _check_png(payload, width=width, height=height, color_type=png.RGB)
        return Ingested(
            payload,
            width,
            height,
            _integer(facts, "received_width"),
            _integer(facts, "received_height"),
            _boolean(facts, "moving"),
            _asks(facts),
            BLACK if facts.get("background") == BLACK else WHITE,
        )

    def ingest_whole(self, data: bytes, *, max_pixels: int) -> Whole:
        """Run `apps.imaging.codecs.ingest.ingest_whole` in the child. Also raises `TooHeavy` and `SandboxUnavailable`."""
        facts, payload = self._run("ingest_whole", data, {"max_pixels": max_pixels})
        width, height, is_clear = _integer(facts, "width"), _integer(facts, "height"), _boolean(facts, "is_clear")
        _check_png(payload, width=width, height=height, color_type=png.RGBA if is_clear else png.RGB)
        return Whole(payload, width, height, is_clear)

    def ingest_mask(self, data: bytes, *, width: int, height: int, box: Box = WHOLE) -> bytes | None:
        """Like `apps.imaging.codecs.mask.ingest_mask`. Also raises `TooHeavy` and `SandboxUnavailable`."""
        facts, payload = self._run("ingest_mask", data, {"width": width, "height": height, "box": list(astuple(box))})
        if not _boolean(facts, "painted"):
            return None
        _check_png(payload, width=width, height=height, color_type=png.GRAY)
        return payload

    def accept_painted(self, data: bytes, *, width: int, height: int) -> AcceptedFrame:
        """Like `apps.imaging.codecs.painted.accept_painted`. Also raises `TooHeavy` and `SandboxUnavailable`."""
        facts, payload = self._run("accept_painted", data, {"width": width, "height": height})
        _check_png(payload, width=width, height=height, color_type=png.RGB)
        return AcceptedFrame(
            payload,
            width,
            height,
            _boolean(facts, "blank"),
            _boolean(facts, "kept"),
            _integer(facts, "received_width"),
            _integer(facts, "received_height"),
            _integer(facts, "edges"),
            _levels(facts, "layout", LAYOUT_SIDE**2),
        )

    def analyze(self, picture: bytes) -> bytes:
        """Return what `apps.imaging.faces.analysis.analyze` finds in a stored picture, as bytes for `read_analysis`.

        Raises `Broken`, `TooHeavy` and `SandboxUnavailable`.
        """
        header = png.read_header(picture)
        _, payload = self._run("analyze", picture, {})
        try:
            found = read_analysis(payload)
        except ValueError as error:
            raise Broken(_BROKEN) from error
        if (found.width, found.height) != (header.width, header.height):
            raise Broken(_BROKEN)
        return payload

    def zygote_pids(self) -> list[int]:
        """Return the process ids of the zygotes of this process, ascending."""
        with self._lock:
            return sorted(zygote.process.pid for zygote in self._living)

    def close(self) -> None:
        """End all zygotes. Jobs under way end in `TooHeavy`; the sandbox can be used again and starts new ones."""
        with self._lock:
            living, self._living = self._living, set()
        for zygote in living:
            zygote.close()

    def _fill(self) -> None:
        for _ in range(self.workers):
            self._free.put(None)

    def _run(self, job: str, data: bytes, parameters: Mapping[str, object]) -> tuple[dict[str, object], bytes]:
        check_bytes(data)
        message = wire.pack({"job": job, "parameters": parameters}, data)
        try:
            slot = self._free.get(timeout=QUEUE_SECONDS)
        except queue.Empty as error:
            raise SandboxUnavailable("no zygote became free in time") from error
        zygote: _Zygote | None = None
        try:
            zygote, outcome, answer = self._ask(slot, message)
        finally:
            # After a failure the place goes back empty, and the next caller fills it: no zygote of unknown state is kept.
            self._free.put(zygote)
        if outcome != "result":
            raise TooHeavy(_TOO_HEAVY)
        return _judge(answer)

    def _ask(self, slot: "_Zygote | None", message: bytes) -> "tuple[_Zygote, str, bytes]":
        """Have the job done. A zygote that is gone before it began is replaced by a fresh one, once."""
        for _ in range(2):
            zygote = slot or self._start()
            try:
                outcome, answer = zygote.do(message, wall_seconds=self.limits.wall_seconds)
            except _ZygoteLost as lost:
                self._drop(zygote)
                slot = None
                if lost.started:
                    raise TooHeavy(_TOO_HEAVY) from lost
            except (
                BaseException
            ):  # a task's time limit, Ctrl-C: the answer to this picture must not meet the next question
                self._drop(zygote)
                raise
            else:
                return zygote, outcome, answer
        raise SandboxUnavailable("zygotes end before they begin a job")

    def _start(self) -> "_Zygote":
        zygote = _Zygote(self.limits, python=self.python)
        with self._lock:
            self._living.add(zygote)
        try:
            zygote.wait_until_ready()
        except BaseException as error:
            self._drop(zygote)
            if not isinstance(error, wire.WireError):
                raise
            raise SandboxUnavailable("a zygote did not start") from error
        return zygote

    def _drop(self, zygote: "_Zygote") -> None:
        with self._lock:
            self._living.discard(zygote)
        zygote.close()

    def _forget_after_fork(self) -> None:
        """Forget the zygotes in a forked child: they belong to the parent, and another thread may have held these locks."""
        for zygote in self._living:
            zygote.forget()
        self._free = queue.LifoQueue()
        self._lock = threading.Lock()
        self._living = set()
        self._fill()


class _Zygote:
    """One running `apps.imaging.sandbox.child`, used by one thread at a time."""

    def __init__(self, limits: Limits, *, python: str) -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _ONE_THREAD
        try:
            self.process = subprocess.Popen(
                [python, "-m", "apps.imaging.sandbox.child", str(os.getpid()), json.dumps(asdict(limits))],
                cwd=_ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,  # Ctrl-C in a terminal is for the parent, which then closes the pipes
            )
        except OSError as error:
            raise SandboxUnavailable("a zygote did not start") from error
        if self.process.stdin is None or self.process.stdout is None:  # for the type checker: both were asked for
            raise SandboxUnavailable("a zygote started without pipes")
        self._stdin, self._stdout = self.process.stdin, self.process.stdout
        self._to, self._from = self._stdin.fileno(), self._stdout.fileno()
        wire.widen(self._to)
        wire.widen(self._from)
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)

    def wait_until_ready(self) -> None:
        wire.receive(self._from, deadline=time.monotonic() + START_SECONDS)

    def do(self, message: bytes, *, wall_seconds: float) -> tuple[str, bytes]:
        """Have one job done and return how it went and the child's own message. Raises `_ZygoteLost`."""
        started = False
        deadline = time.monotonic() + wall_seconds + GRACE_SECONDS
        try:
            wire.send(self._to, message, deadline=deadline)
            started = wire.receive_exactly(self._from, 1, deadline=deadline) == wire.STARTED
            head, answer = wire.receive(self._from, deadline=deadline + wall_seconds)
        except wire.WireError as error:
            raise _ZygoteLost(started=started) from error
        return str(head.get("outcome")), answer

    def close(self) -> None:
        """End the process: by closing its pipe, and by force when it does not see that."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self.process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(OSError):
            self._stdout.close()

    def forget(self) -> None:
        """Let go of a process that is not ours: close our copies of the pipes, and neither wait for it nor signal it."""
        for pipe in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.returncode = 0  # or its finalizer would wait for a process that has another parent


def _judge(answer: bytes) -> tuple[dict[str, object], bytes]:
    """Read a child's message as coming from an enemy: only our own rejections and well-formed facts come through."""
    try:
        head, payload = wire.unpack(answer)
    except wire.WireError as error:
        raise Broken(_BROKEN) from error
    if "rejected" in head:
        rejection = REJECTIONS.get(str(head["rejected"]), Broken)
        message = "".join(c for c in str(head.get("message", "")) if c.isprintable())[:MAX_MESSAGE_CHARACTERS]
        raise rejection(message or _BROKEN)
    if "memory" in head:
        raise TooHeavy(_TOO_HEAVY)
    facts = head.get("facts")
    if not isinstance(facts, dict):
        logger.warning("A picture made its decoder fail: %r", str(head.get("failed"))[:500])
        raise Broken(_BROKEN)
    return facts, payload


def _integer(facts: dict[str, object], name: str) -> int:
    value = facts.get(name)
    if type(value) is not int:
        raise Broken(_BROKEN)
    return value


def _levels(facts: dict[str, object], name: str, count: int) -> tuple[int, ...]:
    values = facts.get(name)
    if not isinstance(values, list) or len(values) != count or any(type(value) is not int for value in values):
        raise Broken(_BROKEN)
    return tuple(values)


def _boolean(facts: dict[str, object], name: str) -> bool:
    value = facts.get(name)
    if type(value) is not bool:
        raise Broken(_BROKEN)
    return value


def _asks(facts: dict[str, object]) -> tuple[str, ...]:
    asks = facts.get("asks")
    if not isinstance(asks, list) or not all(ask in {CROP, ENLARGE, BACKGROUND} for ask in asks):
        raise Broken(_BROKEN)
    return tuple(asks)


def _check_png(payload: bytes, *, width: int, height: int, color_type: int) -> None:
    if not png.is_bare(payload, width=width, height=height, color_type=color_type):
        raise Broken(_BROKEN)


_SANDBOXES: "weakref.WeakSet[Sandbox]" = weakref.WeakSet()
_default_lock = threading.Lock()
_default: Sandbox | None = None


def _after_fork_in_child() -> None:
    global _default_lock  # noqa: PLW0603 # another thread may have held it at the moment of the fork
    _default_lock = threading.Lock()
    for sandbox in list(_SANDBOXES):
        sandbox._forget_after_fork()  # noqa: SLF001 # the class and this hook are one piece of work


os.register_at_fork(after_in_child=_after_fork_in_child)


def default_sandbox() -> Sandbox:
    """Return the sandbox that this process shares, made at the first call."""
    global _default  # noqa: PLW0603 # one pool per process is the point
    with _default_lock:
        if _default is None:
            _default = Sandbox()
        return _default


def close() -> None:
    """End the zygotes of the shared sandbox. Called at exit; the next picture starts new ones."""
    if _default is not None:
        _default.close()


atexit.register(close)
