"""The other side of `apps.imaging.sandbox`: a zygote that forks one limited child for every picture.

Started as `python -m apps.imaging.sandbox_child`. The zygote imports the decoders once and never decodes a foreign
byte itself; each child decodes one picture under limits and ends. No Django, no settings, no database is imported here.
"""

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
from typing import Any, NoReturn

from PIL import Image, ImageCms

from apps.imaging import ingest as pure
from apps.imaging import sandbox_wire as wire
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox_limits import Limits

PARENT_CHECK_SECONDS = 2.0
"""How often an idle zygote looks whether its parent still lives: a forked sibling may hold the pipe open after a kill."""

MAX_RESULT_BYTES = wire.PREFIX.size + wire.MAX_HEAD_BYTES + wire.MAX_PAYLOAD_BYTES

_READ_BYTES = 1 << 20


def _ingest(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    done = pure.ingest(data, **parameters)
    return {"width": done.width, "height": done.height}, done.png


def _ingest_mask(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    mask = pure.ingest_mask(data, **parameters)
    return {"painted": mask is not None}, mask or b""


def _accept_painted(data: bytes, parameters: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    done = pure.accept_painted(data, **parameters)
    facts: dict[str, object] = {
        "width": done.width,
        "height": done.height,
        "blank": done.blank,
        "kept": done.kept,
        "received_width": done.received_width,
        "received_height": done.received_height,
    }
    return facts, done.png


JOBS: dict[str, Callable[[bytes, dict[str, Any]], tuple[dict[str, object], bytes]]] = {
    "ingest": _ingest,
    "ingest_mask": _ingest_mask,
    "accept_painted": _accept_painted,
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
    while True:
        _wait_for_request(requests, parent)
        deadline = time.monotonic() + limits.wall_seconds
        try:
            head, data = wire.receive(requests, deadline=deadline)
        except wire.WireError:
            return
        _answer(answers, wire.STARTED)
        outcome, message = _run_limited(head, data, limits=limits, requests=requests)
        _answer(answers, wire.pack({"outcome": outcome}, message))


def _warm_up() -> None:
    """Do every job once on our own pixels, so that a child, which can open no file, needs no further import."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.linear_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        picture.save(out, kind, icc_profile=profile, exif=exif)
        pure.ingest(out.getvalue(), multiple_of=8, max_pixels=65536, max_side=256, min_side=64)
        pure.accept_painted(out.getvalue(), width=128, height=128)
    out = io.BytesIO()
    picture.convert("RGBA").save(out, "PNG")
    pure.ingest_mask(out.getvalue(), width=128, height=128)


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


def _run_limited(head: dict[str, object], data: bytes, *, limits: Limits, requests: int) -> tuple[str, bytes]:
    """Fork, let the child do the job, and return ("result", its message) or ("time" or "killed", nothing)."""
    reading, writing = os.pipe()
    wire.widen(writing)
    child = os.fork()
    if child == 0:
        _be_the_child(head, data, limits=limits, keep=writing)
    os.close(writing)
    try:
        outcome, message = _collect(reading, requests, deadline=time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return outcome, message


def _collect(reading: int, requests: int, *, deadline: float) -> tuple[str, bytes]:
    """Read what the child writes until it closes its end. Nothing is interpreted here: the child is not trusted."""
    received = bytearray()
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    poll.register(requests, 0)  # only a hang-up is reported: the parent died, and nobody waits for this picture
    while True:
        remaining = deadline - time.monotonic()
        events = dict(poll.poll(max(0.0, remaining) * 1000))
        if requests in events:
            return "killed", b""
        if reading not in events:
            return "time", b""
        part = os.read(reading, _READ_BYTES)
        if not part:
            # A message that is whole is judged by the parent; anything else means that the child was stopped.
            return ("result", bytes(received)) if _is_whole(received) else ("killed", b"")
        received += part
        if len(received) > MAX_RESULT_BYTES:
            return "killed", b""


def _is_whole(received: bytearray) -> bool:
    if len(received) < wire.PREFIX.size:
        return False
    head_length, payload_length = wire.PREFIX.unpack(received[: wire.PREFIX.size])
    return len(received) == wire.PREFIX.size + int(head_length) + int(payload_length)


def _be_the_child(head: dict[str, object], data: bytes, *, limits: Limits, keep: int) -> NoReturn:
    """Limit this process, do the job, write the result and end, whatever happens."""
    try:
        os.setsid()
        _close_all_but(keep)
        _apply(limits)
        _answer(keep, _result(head, data))
    finally:
        os._exit(0)


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


def _close_all_but(keep: int) -> None:
    os.closerange(0, keep)
    os.closerange(keep + 1, keep + 64)  # the zygote has opened fewer than ten


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
    """The size of this process in virtual memory, 0 where the system does not tell (there is no /proc on macOS)."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 # pathlib would read it in two more system calls
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
