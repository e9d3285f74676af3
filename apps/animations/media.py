"""Private files: sources, masks, frames and exports. Keys are written once and hold no word of the user's."""

import uuid
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from apps.common.connections import hand_back_connections

CACHED_BYTES = 96 * 1024 * 1024  # the newest frame of about 90 animations at one megapixel


def source_key(animation: uuid.UUID) -> str:
    return f"sources/{animation}/{uuid.uuid4().hex}.png"


def whole_key(animation: uuid.UUID) -> str:
    """Return where all of an odd picture is kept until its owner has chosen what to make of it."""
    return f"sources/{animation}/whole-{uuid.uuid4().hex}.png"


def mask_key(animation: uuid.UUID) -> str:
    return f"sources/{animation}/mask-{uuid.uuid4().hex}.png"


def analysis_key(animation: uuid.UUID) -> str:
    """Return where it is kept what was found in a source: its faces, and which of it is a person."""
    return f"sources/{animation}/faces-{uuid.uuid4().hex}.npz"


def frame_key(animation: uuid.UUID, frame: uuid.UUID, submission: uuid.UUID) -> str:
    return f"frames/{animation}/{frame}/{submission}.png"


def painted_key(animation: uuid.UUID, frame: uuid.UUID, submission: uuid.UUID) -> str:
    """Return where the picture is kept as generated, when the frame was finished."""
    return f"painted/{animation}/{frame}/{submission}.png"


def travelled_mask_key(animation: uuid.UUID, frame: uuid.UUID, submission: uuid.UUID) -> str:
    return f"masks/{animation}/{frame}/{submission}.png"


def correction_key(animation: uuid.UUID, position: int) -> str:
    """Return where a mask is kept that the owner painted on a finished frame."""
    return f"sources/{animation}/mask-{position}-{uuid.uuid4().hex}.png"


def corrected_keys(animation: uuid.UUID, frame: uuid.UUID, digest: str) -> tuple[str, str]:
    """Return where a frame and its mask are kept as they are with corrected masks; `digest` names all of those."""
    return f"corrected/{animation}/{frame}/{digest}.png", f"masks/{animation}/{frame}/{digest}.png"


def sponsor_key() -> str:
    return f"sponsors/{uuid.uuid4().hex}.png"


def export_key(animation: uuid.UUID, digest: str, extension: str) -> str:
    return f"exports/{animation}/{digest}.{extension}"


class _Recent:
    """The bytes this process wrote or read last. Keys are write-once, so what is in here is never stale."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._lock = Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            data = self._kept.get(key)
            if data is not None:
                self._kept.move_to_end(key)
            return data

    def put(self, key: str, data: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = data
            self._size += len(data)
            while self._size > self._limit:
                _, old = self._kept.popitem(last=False)
                self._size -= len(old)

    def drop(self, keys: Iterable[str]) -> None:
        with self._lock:
            for key in keys:
                self._size -= len(self._kept.pop(key, b""))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0


_recent = _Recent(CACHED_BYTES)


def forget(keys: Iterable[str]) -> None:
    """Keep nothing in memory of files that were deleted."""
    _recent.drop(keys)


def forget_all() -> None:
    """Read every file from the store again, as a process that has just begun does."""
    _recent.clear()


def write(key: str, data: bytes, *, storage: Storage | None = None, remember: bool = True) -> None:
    """Store bytes under a write-once key. Writing the same key again writes the same bytes, so it may be repeated.

    `remember` keeps them in memory for whoever reads them next.
    """
    hand_back_connections()
    (storage or default_storage).save(key, ContentFile(data))
    if remember:
        _recent.put(key, data)


def read(key: str, *, storage: Storage | None = None, remember: bool = True) -> bytes:
    """Return the bytes under a key, from memory or the store. Without `remember` they push nothing out of memory.

    Raises OSError when there are none or the store does not answer.
    """
    data = _recent.get(key)
    if data is None:
        hand_back_connections()
        with (storage or default_storage).open(key) as file:
            data = file.read()
        if remember:
            _recent.put(key, data)
    return data


class NotAtHand(Exception):
    """The bytes under `key` must be fetched first. Nothing was waited for."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class AtHand(Storage):
    """For reading in a transaction, which must not wait for a store: only what is in memory or was fetched before.

    Everything else raises NotAtHand; the caller rolls back, lets it be fetched, and begins again.
    """

    def __init__(self) -> None:
        self._fetched: dict[str, bytes] = {}

    def fetch(self, key: str, *, storage: Storage) -> None:
        """Read from a store, with all the time that takes. Raises OSError as `read` does."""
        self._fetched[key] = read(key, storage=storage)

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        try:
            return ContentFile(self._fetched[name], name=name)
        except KeyError:
            raise NotAtHand(name) from None
