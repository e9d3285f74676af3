"""The other side of `apps.imaging.sandbox.process`: a zygote that forks one limited child for every upload.

Started as `python -m apps.imaging.sandbox.child`. The zygote imports the decoders and loads the networks once, and never decodes a foreign
byte itself; each child decodes one upload under limits and ends, or some dozens of painted frames. The next child is
forked ahead and waits, limits and all, so that nobody waits for a fork. No Django, no settings, no database is imported here.
"""

import base64
import contextlib
import gc
import io
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import cv2
from PIL import Image, ImageCms

from apps.imaging.codecs.frames import decode_png
from apps.imaging.codecs.ingest import ingest, ingest_whole
from apps.imaging.codecs.mask import ingest_mask
from apps.imaging.codecs.odd import Box, read_choices
from apps.imaging.codecs.painted import accept_painted
from apps.imaging.errors import PictureRejected
from apps.imaging.faces.analysis import analyze
from apps.imaging.faces.mesh import Square, find_points
from apps.imaging.sandbox import wire
from apps.imaging.sandbox.limits import Limits

PARENT_CHECK_SECONDS = 2.0
"""How often an idle zygote looks whether its parent still lives: a forked sibling may hold the pipe open after a kill."""

MAX_RESULT_BYTES = wire.PREFIX.size + wire.MAX_HEAD_BYTES + wire.MAX_PAYLOAD_BYTES

PAINTED_PER_CHILD = 50
"""Painted frames that one child decodes: forking for each was measured to cost five times the decoding of a small one,
and 50 of the largest stay below half of the child's CPU time."""

_READ_BYTES = 1 << 20

_AVIF = (
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAA"
    "AAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAJQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEA"
    "AGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwA"
    "AAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAALW1kYXQSAAoJGAz/2iAhoNCAMhYcR4eF3dNNNMLA"
    "AAB1fVmzlEctw7Wk"
)
"""16 × 16 pixels, written beforehand: the encoder would leave megabytes and threads in the zygote."""


def _ingest(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    choices = read_choices(parameters.pop("choices"))
    done = ingest(data, **parameters, choices=choices)
    facts: dict[str, object] = {
        "width": done.width,
        "height": done.height,
        "received_width": done.received_width,
        "received_height": done.received_height,
        "moving": done.moving,
        "asks": done.asks,
        "background": done.background,
    }
    return facts, done.png


def _ingest_whole(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    done = ingest_whole(data, **parameters)
    return {"width": done.width, "height": done.height, "is_clear": done.is_clear}, done.png


def _ingest_mask(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    box = Box(*parameters.pop("box"))
    mask = ingest_mask(data, **parameters, box=box)
    return {"painted": mask is not None}, mask or b""


def _analyze(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    return {}, analyze(decode_png(data)).as_bytes()


def _accept_painted(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    done = accept_painted(data, **parameters)
    facts: dict[str, object] = {
        "width": done.width,
        "height": done.height,
        "blank": done.blank,
        "kept": done.kept,
        "received_width": done.received_width,
        "received_height": done.received_height,
        "edges": done.edges,
        "layout": done.layout,
    }
    return facts, done.png


JOBS: dict[str, Callable[[bytes, dict[str, Any]], tuple[dict[str, object], bytes]]] = {
    "ingest": _ingest,
    "ingest_whole": _ingest_whole,
    "ingest_mask": _ingest_mask,
    "accept_painted": _accept_painted,
    "analyze": _analyze,
}
"""All that a child can be asked to do."""


def main() -> None:
    """Serve jobs from stdin until it closes or the parent is gone."""
    parent = int(sys.argv[1])
    limits = Limits(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.dup(0), os.dup(1)
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(quiet, descriptor)
    os.close(quiet)
    os.set_blocking(requests, False)
    _warm_up()
    gc.collect()
    gc.freeze()  # forked children then share the zygote's pages instead of copying them at their first collection
    _answer(answers, wire.pack({"ready": os.getpid()}))
    child = _fork(limits)
    while True:
        _wait_for_request(requests, parent)
        deadline = time.monotonic() + limits.wall_seconds
        try:
            message = _receive(requests, deadline=deadline)
        except wire.WireError:
            os._exit(0)  # the waiting child sees its pipe close and ends too
        turns_left = turns_of(message)
        if child.is_gone() or child.turns > turns_left:
            child.end()
            child = _fork(limits)
        _answer(answers, wire.STARTED)
        outcome, result = _let_work(child, message, requests=requests, deadline=deadline)
        _answer(answers, wire.pack({"outcome": outcome}, result))
        child.turns += 1
        if outcome != "result" or child.turns > turns_left:
            child.end()
            child = _fork(limits)


def turns_of(message: bytes) -> int:
    """Return how many pictures a child may have decoded before it gets this one: uploads always meet a fresh child.

    What a stranger sends may be made to break a decoder, and must not meet anybody else's picture behind it. What an
    engine painted comes from one vendor, thousands of times a day, so those share a child for a while.
    """
    head, _ = wire.unpack(message)
    return PAINTED_PER_CHILD - 1 if head.get("job") == "accept_painted" else 0


def _receive(requests: int, *, deadline: float) -> bytes:
    """Return one whole message as it came: what is in it is for the child."""
    prefix = wire.receive_exactly(requests, wire.PREFIX.size, deadline=deadline)
    head_length, payload_length = wire.PREFIX.unpack(prefix)
    return prefix + wire.receive_exactly(requests, head_length + payload_length, deadline=deadline)


def _warm_up() -> None:
    """Do every job once on our own pixels, so that a child, which can open no file, needs no further import."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.linear_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    take = partial(ingest, multiple_of=8, max_pixels=65536, max_side=256, min_side=64)
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        picture.save(out, kind, icc_profile=profile, exif=exif)
        take(out.getvalue())
        accept_painted(out.getvalue(), width=128, height=128)
    out = io.BytesIO()
    picture.save(out, "GIF")
    take(out.getvalue())
    take(base64.b64decode(_AVIF))
    out = io.BytesIO()
    picture.convert("RGBA").save(out, "PNG")
    take(out.getvalue())
    ingest_whole(out.getvalue(), max_pixels=65536)
    ingest_mask(out.getvalue(), width=128, height=128)
    # One thread: OpenCV would start a pool of them, whose locks a fork takes along and nobody opens.
    cv2.setNumThreads(1)
    pixels = decode_png(take(out.getvalue()).png)
    analyze(pixels)  # there is no face in it, so the mesh is asked as well
    find_points(pixels, Square(128.0, 128.0, 192.0, 0.0))


def _wait_for_request(requests: int, parent: int) -> None:
    """Return when there is something to read. Ends the process when the parent is gone."""
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    while True:
        events = poll.poll(PARENT_CHECK_SECONDS * 1000)
        if os.getppid() != parent:
            os._exit(0)
        for _, event in events:
            if event & select.POLLIN:
                return
            os._exit(0)


def _answer(answers: int, message: bytes) -> None:
    """Write all of `message` to the parent. Ends the process when the parent is gone."""
    view = memoryview(message)
    try:
        while view:
            view = view[os.write(answers, view) :]
    except BrokenPipeError:
        os._exit(0)


@dataclass(slots=True)
class _Child:
    """A process that waits for pictures at the end of two pipes, and how many it had."""

    pid: int
    jobs: int
    results: int
    turns: int = 0

    def is_gone(self) -> bool:
        """Return whether it ended although it had nothing to do, or said something that nobody asked for."""
        poll = select.poll()
        poll.register(self.results, select.POLLIN)
        return bool(poll.poll(0))

    def end(self) -> None:
        """Stop it, and whatever it started, however it is; collect what is left of it."""
        os.close(self.jobs)
        os.close(self.results)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _fork(limits: Limits) -> _Child:
    take, jobs = os.pipe()
    results, give = os.pipe()
    wire.widen(jobs)
    wire.widen(give)
    pid = os.fork()
    if pid == 0:
        _be_the_child(limits, jobs=take, results=give)
    os.close(take)
    os.close(give)
    os.set_blocking(jobs, False)
    return _Child(pid, jobs, results)


def _let_work(child: _Child, message: bytes, *, requests: int, deadline: float) -> tuple[str, bytes]:
    """Give the child its picture and return ("result", its message) or ("time" or "killed", nothing).

    Nothing that comes back is interpreted here: the child is not trusted.
    """
    waiting = memoryview(message)
    received = bytearray()
    poll = select.poll()
    poll.register(child.jobs, select.POLLOUT)
    poll.register(child.results, select.POLLIN)
    poll.register(requests, 0)  # only a hang-up is reported: the parent died, and nobody waits for this picture
    while True:
        remaining = deadline - time.monotonic()
        events = dict(poll.poll(max(0.0, remaining) * 1000))
        if requests in events:
            return "killed", b""
        if not events:
            return "time", b""
        if child.jobs in events:
            waiting = waiting[_write_some(child.jobs, waiting) :]
            if not waiting:
                poll.unregister(child.jobs)
        if child.results in events:
            part = os.read(child.results, _READ_BYTES)
            received += part
            # A message that is whole is judged by the parent; anything else means that the child was stopped.
            if _is_whole(received):
                return "result", bytes(received)
            if not part or len(received) > MAX_RESULT_BYTES:
                return "killed", b""


def _write_some(descriptor: int, data: memoryview) -> int:
    """Write what fits into a pipe. A reader that is gone takes everything: its own pipe tells that it is gone."""
    try:
        return os.write(descriptor, data)
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(data)


def _is_whole(received: bytearray) -> bool:
    if len(received) < wire.PREFIX.size:
        return False
    head_length, payload_length = wire.PREFIX.unpack(received[: wire.PREFIX.size])
    return len(received) == wire.PREFIX.size + int(head_length) + int(payload_length)


def _be_the_child(limits: Limits, *, jobs: int, results: int) -> NoReturn:
    """Limit this process, do what comes, and end when the zygote hangs up or ends it, whatever happens."""
    try:
        os.setsid()
        _close_all_but(jobs, results)
        _apply(limits)
        while True:
            _answer(results, _result(*_wait_for_job(jobs)))
    finally:
        os._exit(0)


def _wait_for_job(jobs: int) -> tuple[dict[str, object], bytes]:
    """Read one message. Ends the process when the zygote is gone."""
    message = bytearray()
    while not _is_whole(message):
        part = os.read(jobs, _READ_BYTES)
        if not part:
            os._exit(0)
        message += part
    return wire.unpack(bytes(message))


def _result(head: dict[str, object], data: bytes) -> bytes:
    try:
        job = JOBS[str(head["job"])]
        parameters = head["parameters"]
        if not isinstance(parameters, dict):
            return wire.pack({"failed": "parameters are not an object"})
        facts, payload = job(data, parameters)
        return wire.pack({"facts": facts}, payload)
    except PictureRejected as rejection:
        return wire.pack({"rejected": type(rejection).__name__, "message": rejection.message})
    except MemoryError:
        return wire.pack({"memory": True})
    except Exception as error:  # noqa: BLE001 # whatever goes wrong in here must reach the operator as a sentence, not as a silence
        return wire.pack({"failed": f"{type(error).__name__}: {error}"[:500]})


def _close_all_but(*keep: int) -> None:
    for descriptor in range(max(keep) + 64):  # the zygote has opened fewer than ten
        if descriptor not in keep:
            with contextlib.suppress(OSError):
                os.close(descriptor)


def _apply(limits: Limits) -> None:
    """Set every limit. What the system refuses (on macOS: address space) is left out, and the others still hold."""
    if inherited := _address_space_bytes():
        _limit(resource.RLIMIT_AS, inherited + limits.memory_bytes)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)  # the one pipe stays usable; no file and no socket can be opened beside it


def _limit(which: int, value: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(which, (value, value))


def _address_space_bytes() -> int:
    """Return the size of this process in virtual memory, 0 where the system does not tell (macOS has no /proc)."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 # pathlib would read it in two more system calls
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
