"""Sees every whole answer that reaches a spool, however shortly it lies there, without a word from the house."""

import ctypes
import os
import select
import struct
import threading
from pathlib import Path
from typing import Self

IN_MOVED_TO, IN_CREATE, IN_Q_OVERFLOW, IN_ISDIR = 0x80, 0x100, 0x4000, 0x40000000
EVENT = struct.Struct("iIII")
LOOK_SECONDS = 0.2  # how long `stop` may have to wait for the thread


class Witness:
    """Watches a spool's root by inotify (Linux). `seen` are the submissions whose `.answer` file came to be."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.seen: set[str] = set()
        self.blinked = False
        """The kernel dropped events: what was seen is not all there was."""
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        self._folders: dict[int, Path] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look, name="witness", daemon=True)

    def __enter__(self) -> Self:
        self._watch(self.root)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()
        os.close(self._fd)

    def _watch(self, folder: Path) -> None:
        descriptor = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), IN_MOVED_TO | IN_CREATE)
        if descriptor < 0:
            return  # removed again before it was watched: a folder that never held an answer
        self._folders[descriptor] = folder
        # What came between the folder's making and the watch; a worker needs a whole paid call before its first file.
        self.seen.update(path.stem for path in folder.glob("*.answer"))

    def _look(self) -> None:
        while not self._stopping.is_set():
            if not select.select([self._fd], [], [], LOOK_SECONDS)[0]:
                continue
            events = os.read(self._fd, 1 << 16)
            position = 0
            while position < len(events):
                descriptor, mask, _cookie, length = EVENT.unpack_from(events, position)
                position += EVENT.size
                name = os.fsdecode(events[position : position + length].rstrip(b"\0"))
                position += length
                if mask & IN_Q_OVERFLOW:
                    self.blinked = True
                elif mask & IN_CREATE and mask & IN_ISDIR:
                    self._watch(self._folders[descriptor] / name)
                elif mask & IN_MOVED_TO and name.endswith(".answer"):
                    self.seen.add(name.removesuffix(".answer"))
