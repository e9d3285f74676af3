"""Frames painted before they are asked for, while the ones before them are stored and settled."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

from apps.engines.protocol import PaintRequest

MOST = 8
"""Frames kept at once, over all animations: each is a PNG of up to a megabyte, and the oldest is dropped first."""

Paint = Callable[[PaintRequest], bytes]


class PaintedAhead:
    """Paints the frame after the one that was asked for in a thread of its own.

    Only for an engine whose frames cost nothing, do not follow from one another and are the same whenever they are painted:
    a frame that nobody asks for is then a tenth of a second of a core, and one that was painted ahead is the one wanted.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sketch-ahead")
        self._coming: OrderedDict[PaintRequest, Future[bytes]] = OrderedDict()

    def frame(self, request: PaintRequest, paint: Paint) -> bytes:
        """Return what `paint` makes of a request, and begin the next frame of its animation. Raises what `paint` raises."""
        with self._lock:
            coming = self._coming.pop(request, None)
        # One that still waits for the thread, or failed, is painted here: that takes no longer, and says why.
        if coming is None or coming.cancel() or coming.exception() is not None:
            frame = paint(request)
        else:
            frame = coming.result()
        if request.position < request.frame_count:
            self._begin(replace(request, position=request.position + 1, seed=request.seed + 1), paint)
        return frame

    def _begin(self, upcoming: PaintRequest, paint: Paint) -> None:
        with self._lock:
            if upcoming in self._coming:
                return
            self._coming[upcoming] = self._thread.submit(paint, upcoming)
            dropped = self._coming.popitem(last=False)[1] if len(self._coming) > MOST else None
        if dropped is not None:
            dropped.cancel()
