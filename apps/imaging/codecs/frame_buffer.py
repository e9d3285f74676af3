"""Many frames of one size kept on disk: only the ones that are looked at are in memory."""

import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]


class FrameBuffer(Sequence[Frame]):
    """A sequence of frames of (H, W, 3) uint8 that grows at its end. Its file goes when it is closed or its process ends.

    Reading the same frame twice gives two arrays. Raises ValueError for a frame of another size than the first.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="gifsite-frames-")  # noqa: SIM115 - closed with the buffer
        self._shape: tuple[int, ...] = ()
        self._count = 0

    def append(self, frame: Frame) -> None:
        """Put a frame at the end."""
        if not self._count:
            self._shape = frame.shape
        elif frame.shape != self._shape:
            raise ValueError(f"a frame of {frame.shape} among frames of {self._shape}")
        self._file.seek(self._count * self._size)
        self._file.write(np.ascontiguousarray(frame).data)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Frame: ...

    @overload
    def __getitem__(self, index: slice) -> list[Frame]: ...

    def __getitem__(self, index: int | slice) -> Frame | list[Frame]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._count))]
        at = index + self._count if index < 0 else index
        if not 0 <= at < self._count:
            raise IndexError(f"frame {index} of {self._count}")
        frame = np.empty(self._shape, np.uint8)
        self._file.seek(at * self._size)
        self._file.readinto(frame.reshape(-1).data)
        return frame

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def _size(self) -> int:
        return int(np.prod(self._shape))
