"""Where paid bytes rest until they are stored and settled: the local disk of the frames worker, fsynced.

Each worker process owns one folder and holds a lock on it while it lives. The kernel lets go of the lock when the
process is gone, however it went, so whoever gets the lock knows for certain that no call of that worker is under way.
"""

import fcntl
import json
import os
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from apps.engines.protocol import Painted

RESERVE_BYTES = 64 * 1024 * 1024  # three answers of the largest allowed size: with less room no paid call starts


class SpoolFull(Exception):
    """There is no room for an answer, so nothing may be paid for."""


@dataclass(frozen=True, slots=True)
class SpooledHeader:
    seed: int | None
    vendor_request_id: str | None
    finish_reason: str
    http_status: int | None


class Spool:
    """One worker's folder of answers that are not settled yet."""

    reserve_bytes = RESERVE_BYTES

    def __init__(self, root: Path) -> None:
        self.root = root
        self.worker = uuid.uuid4().hex
        self.folder = root / self.worker
        self.folder.mkdir(parents=True)
        # Locked before it gets its name: a lock that is seen before it is held says that its worker is gone, and a
        # neighbor that looks just then would remove the folder under a worker that has only begun.
        unseen = self.folder / "lock.new"
        self._lock = os.open(unseen, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        unseen.rename(self.folder / "lock")
        self._in_hand: set[uuid.UUID] = set()
        self._hands = threading.Lock()

    @contextmanager
    def in_hand(self, submission: uuid.UUID) -> Iterator[None]:
        """Keep this answer from `waiting` while the block runs: it is being settled."""
        with self._hands:
            self._in_hand.add(submission)
        try:
            yield
        finally:
            with self._hands:
                self._in_hand.discard(submission)

    def waiting(self) -> list[Path]:
        """Return this worker's own answers that could not be settled and that nobody is settling now, oldest first."""
        with self._hands:
            busy = set(self._in_hand)
        return [path for path in answers_in(self.folder) if submission_of(path) not in busy]

    def check_room(self) -> None:
        """Raise SpoolFull when an answer might not fit on the disk."""
        if shutil.disk_usage(self.folder).free < self.reserve_bytes:
            raise SpoolFull(f"less than {self.reserve_bytes} bytes free under {self.root}")

    def keep(self, submission: uuid.UUID, painted: Painted) -> Path:
        """Write an answer so that it survives the process and the machine: both file and folder are fsynced.

        Raises OSError when there is no room for it; nothing of it is left behind then.
        """
        # One line of JSON, then the image: the file alone is enough to settle the answer after a restart.
        header = SpooledHeader(painted.seed, painted.vendor_request_id, painted.finish_reason, painted.http_status)
        path = self.folder / f"{submission}.answer"
        partial = path.with_suffix(".partial")
        try:
            # Written under another name: whatever ends in `.answer` is complete.
            with partial.open("wb") as file:
                file.write(json.dumps(asdict(header)).encode() + b"\n")
                file.write(painted.image)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        # The name is safe only when the folder, too, is on the disk.
        partial.rename(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return path

    def close(self) -> None:
        """Let go of the lock and, when nothing is left in it, of the folder."""
        # In this order: without its lock a neighbor would look into the folder while it is being removed.
        remove_if_empty(self.folder)
        os.close(self._lock)


def read_answer(path: Path) -> Painted:
    """Return an answer as it was kept. The bytes are still whatever the engine sent."""
    head, _, image = path.read_bytes().partition(b"\n")
    return Painted(image=image, **json.loads(head))


def submission_of(path: Path) -> uuid.UUID:
    return uuid.UUID(path.stem)


def abandoned_folders(root: Path) -> Iterator[Path]:
    """Yield folders whose worker is certainly gone.

    Each is locked while the caller looks at it, so only one caller does.
    """
    if not root.is_dir():
        return
    for folder in sorted(root.iterdir()):
        try:
            lock = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue  # being made, or being removed
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
        finally:
            os.close(lock)


def answers_in(folder: Path) -> list[Path]:
    """Complete answers, oldest first; none in a folder that is gone. A `.partial` file was never complete and is not one."""
    ages: dict[Path, float] = {}
    with suppress(FileNotFoundError):
        for path in list(folder.glob("*.answer")):
            with suppress(FileNotFoundError):  # settled by another thread since it was listed
                ages[path] = path.stat().st_mtime
    return sorted(ages, key=ages.__getitem__)


def remove_if_empty(folder: Path) -> None:
    """Remove a worker's folder unless it still holds an answer."""
    if not answers_in(folder):
        shutil.rmtree(folder, ignore_errors=True)
