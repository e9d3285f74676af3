"""A mask that travels: painted on one frame, carried to the others by what moves in them."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.flow import (
    compose,
    dense_flow,
    leaves_frame,
    normalized_luma,
    reduced_size,
    resize_flow,
    round_trip_error,
    warp,
)
from apps.imaging.effects.mask import INSIDE

_FLOW_SIDE = 256
"""Longer side, in pixels, of the copies in which flow is searched: of 512 pixels the edge is found to about one, at a
quarter of the price."""

_ROUND_TRIP = 1.5
"""Pixels of the reduced picture from home at which a vector is no longer believed."""

_FILL = 1 / 24
"""Width of the Gaussian, as a part of the longer side, over which vectors that are not believed are taken from others."""

_UNEXPLAINED = 20.0
"""Levels of normalized luma by which a place may differ from the painted frame and still be explained by it."""

_CLEARLY = 8.0
"""Levels by which another flow must explain the painted frame better to be taken. Below 5, sound edges suffer."""

_GAP = 1 / 12
"""Width of the Gaussian, as a part of the longer side, that closes the gap behind an obstacle."""

_STEP_AREA = (0.6, 1.6)
"""By what factor a mask may shrink or grow from one frame to the next: an engine's step is small, a tear is not."""

_LOST = 0.7
"""The part of the mask without a believable vector from which on the carried mask is a guess."""

_SPECK = 1 / 100
"""Size of what is cleaned off the edge of a carried mask, as a part of the longer side."""

Origin = Literal["painted", "carried", "kept"]


@dataclass(frozen=True)
class TravelledMask:
    """One frame's mask: (H, W) uint8, 0 or 255 unless painted.

    `origin` says whether it was painted, carried by flow, or kept from the nearest frame for which there was a good one,
    because the carried one was not to be believed. `confidence` is the part of the mask, 0–1, that could be followed.
    """

    mask: NDArray[np.uint8]
    origin: Origin
    confidence: float


def travel_masks(
    frames: Sequence[NDArray[np.uint8]], painted: Mapping[int, NDArray[np.uint8]]
) -> tuple[TravelledMask, ...]:
    """Return one mask for each of the frames of (H, W, 3) uint8, given those painted by index, (H, W) uint8.

    Each painted mask is carried both ways, up to the next painted one; between two, they are blended by how near and
    how sure each is. To correct a frame, add its mask to `painted` and call again. The same input gives the same masks.
    Raises ValueError without a painted mask, or when sizes or indices do not fit.

    Technique: each step's flow is added to the sum of those before, and the painted mask is sampled once through the
    sum, so that its edge is not blurred again at every frame; vectors that fail the forward-backward check are filled
    from those around them by normalized convolution.
    """
    _check(frames, painted)
    lumas = [_reduced_luma(frame) for frame in frames]
    anchors = sorted(painted)
    found: list[TravelledMask | None] = [None] * len(frames)
    for anchor in anchors:
        found[anchor] = TravelledMask(painted[anchor], "painted", 1.0)
    # Before the first painted mask and after the last, a mask is carried from one side only.
    for index, travelled in enumerate(_carry(lumas[anchors[0] :: -1], painted[anchors[0]])):
        found[anchors[0] - 1 - index] = _finished(travelled)
    for index, travelled in enumerate(_carry(lumas[anchors[-1] :], painted[anchors[-1]])):
        found[anchors[-1] + 1 + index] = _finished(travelled)
    # Between two of them, it is carried from both sides and blended.
    for left, right in itertools.pairwise(anchors):
        between = lumas[left : right + 1]
        forward = _carry(between, painted[left])[:-1]
        backward = _carry(between[::-1], painted[right])[-2::-1]
        for index, (early, late) in enumerate(zip(forward, backward, strict=True), start=1):
            found[left + index] = _finished(_blend(early, late, index / (right - left)))
    return tuple(travelled for travelled in found if travelled is not None)


class Traveller:
    """Carries one mask while a chain is painted, frame by frame: what `travel_masks` does forward from a painted mask.

    It keeps about one byte for each pixel of the mask and half a megabyte of flow, not the frames.
    """

    def __init__(self, frame: NDArray[np.uint8], mask: NDArray[np.uint8]) -> None:
        """Begin on the frame, (H, W, 3) uint8, on which the mask, (H, W) uint8, was painted. Raises ValueError."""
        _check([frame], {0: mask})
        self._shape = frame.shape
        self._way = _Way(_reduced_luma(frame), mask)

    def carry_on(self, frame: NDArray[np.uint8]) -> TravelledMask:
        """Return the mask on the next frame of the same size. Raises ValueError for another size."""
        if frame.shape != self._shape:
            raise ValueError("frames of several sizes")
        return _finished(self._way.carry_on(_reduced_luma(frame)))


def _reduced_luma(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return normalized_luma(frame, reduced=max(1, max(frame.shape[:2]) // _FLOW_SIDE))


def _check(frames: Sequence[NDArray[np.uint8]], painted: Mapping[int, NDArray[np.uint8]]) -> None:
    if not painted:
        raise ValueError("no frame has a painted mask")
    for index, mask in painted.items():
        if not 0 <= index < len(frames):
            raise ValueError(f"a mask for frame {index} of {len(frames)}")
        if mask.shape != frames[index].shape[:2]:
            raise ValueError(f"a mask of {mask.shape} for a frame of {frames[index].shape}")
    if len({frame.shape for frame in frames}) > 1:
        raise ValueError("frames of several sizes")


def _carry(lumas: Sequence[NDArray[np.uint8]], mask: NDArray[np.uint8]) -> list[TravelledMask]:
    """Carry the mask from the first of the pictures to each of the others. Masks are still soft."""
    way = _Way(lumas[0], mask)
    return [way.carry_on(luma) for luma in lumas[1:]]


class _Way:
    """How a painted mask gets from its own picture to the next and the next. Pictures are normalized luma, reduced."""

    def __init__(self, luma: NDArray[np.uint8], mask: NDArray[np.uint8]) -> None:
        # `_mask` on `_painted_on` is where all begins; `_total` leads from the latest picture back to it.
        # `_good` is the last mask that was to be believed.
        self._painted_on = self._before = luma
        self._mask = self._good = mask
        self._total = np.zeros((*luma.shape, 2), np.float32)

    def carry_on(self, now: NDArray[np.uint8]) -> TravelledMask:
        """Return the mask on the picture that comes next. It is still soft."""
        height, width = self._mask.shape
        # The step is added to the sum, which is mended where it no longer explains the picture.
        step, sure = _step(self._before, now)
        moved = _recover(compose(step, self._total), now, self._painted_on)
        soft = warp(self._mask, resize_flow(moved, width, height))
        confidence = _followed(soft, sure)
        self._before = now
        # Not to be believed: the last good mask is kept, and the sum stays where it was.
        if not (_is_believable(soft, self._good, moved) and confidence > 1 - _LOST):
            return TravelledMask(self._good, "kept", confidence)
        self._total, self._good = moved, soft
        return TravelledMask(soft, "carried", confidence)


def _step(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the flow from `now` back to `before`, filled where it is not believed, and how far each vector is, 0–1."""
    # The direction that is used is searched with care, the other one only to check it.
    back = dense_flow(now, before, effort="fine")
    error = round_trip_error(back, dense_flow(before, now, effort="fast"))
    sure = np.exp(-((error / _ROUND_TRIP) ** 2))
    sure[leaves_frame(back)] = 0
    # Normalized convolution, on copies of a quarter of the side: sure vectors are spread to where none is.
    eighth = reduced_size(now.shape[1], now.shape[0], 4)
    weight = cv2.resize(sure, eighth, interpolation=cv2.INTER_AREA)
    known = cv2.resize(back * sure[..., None], eighth, interpolation=cv2.INTER_AREA)
    sigma = max(eighth) * _FILL
    spread = cv2.GaussianBlur(known, (0, 0), sigma) / (cv2.GaussianBlur(weight, (0, 0), sigma) + 1e-3)[..., None]
    filled = cv2.resize(spread, (now.shape[1], now.shape[0]), interpolation=cv2.INTER_LINEAR)
    return filled + (back - filled) * sure[..., None], sure


def _recover(total: NDArray[np.float32], now: NDArray[np.uint8], painted_on: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the flow to the painted frame, mended where something that was hidden has come back.

    A sum of steps cannot pass behind an obstacle. Where it does not explain what is seen, the flow around it that does
    is spread into the gap and refined; it is taken where it explains the painted frame clearly better.
    """
    # As in `_step`: what explains the picture is spread into what does not.
    wrong = _disagreement(total, now, painted_on)
    weight = np.exp(-((wrong / _UNEXPLAINED) ** 2))
    size = reduced_size(now.shape[1], now.shape[0], 4)
    sigma = max(size) * _GAP
    above = cv2.GaussianBlur(cv2.resize(total * weight[..., None], size, interpolation=cv2.INTER_AREA), (0, 0), sigma)
    below = cv2.GaussianBlur(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), (0, 0), sigma)
    around = cv2.resize(above / (below + 1e-4)[..., None], (now.shape[1], now.shape[0]))
    # The painted picture as the way around has it, refined by what is then left.
    other = compose(dense_flow(now, warp(painted_on, around), effort="fast"), around)
    left = _disagreement(other, now, painted_on)
    # Taken only where it is clearly better and good in itself, because sound edges should not move.
    better = (wrong - left > _CLEARLY) & (left < _UNEXPLAINED)
    return np.where(better[..., None], other, total)


def _disagreement(flow: NDArray[np.float32], now: NDArray[np.uint8], then: NDArray[np.uint8]) -> NDArray[np.float32]:
    apart = cv2.absdiff(now, warp(then, flow)).astype(np.float32)
    apart[leaves_frame(flow)] = 128
    blurred: NDArray[np.float32] = cv2.GaussianBlur(apart, (0, 0), 3)
    return blurred


def _followed(soft: NDArray[np.uint8], sure: NDArray[np.float32]) -> float:
    inside = cv2.resize(soft, (sure.shape[1], sure.shape[0]), interpolation=cv2.INTER_AREA) >= INSIDE
    return float(sure[inside].mean()) if inside.any() else 0.0


def _is_believable(soft: NDArray[np.uint8], good: NDArray[np.uint8], moved: NDArray[np.float32]) -> bool:
    before, now = int(np.count_nonzero(good >= INSIDE)), int(np.count_nonzero(soft >= INSIDE))
    # An empty mask cannot be compared, and a flow that is no number cannot be followed.
    if before == 0 or not np.isfinite(moved).all():
        return False
    return _STEP_AREA[0] <= now / before <= _STEP_AREA[1]


def _blend(early: TravelledMask, late: TravelledMask, progress: float) -> TravelledMask:
    # By nearness in time and by how sure each is; never nothing in all.
    shares = np.array([early.confidence * (1 - progress), late.confidence * progress]) + 1e-6
    first, second = (float(share) for share in shares / shares.sum())
    soft = cv2.addWeighted(early.mask, first, late.mask, second, 0)
    origin: Origin = "carried" if "carried" in (early.origin, late.origin) else "kept"
    return TravelledMask(soft, origin, first * early.confidence + second * late.confidence)


def _finished(travelled: TravelledMask) -> TravelledMask:
    """Return the mask with a hard edge and without specks (opening, then closing, with an ellipse)."""
    size = 2 * max(1, round(max(travelled.mask.shape) * _SPECK / 2)) + 1
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    # Opening takes specks off, closing fills holes.
    hard = cv2.threshold(travelled.mask, INSIDE - 1, 255, cv2.THRESH_BINARY)[1]
    opened = cv2.morphologyEx(hard, cv2.MORPH_OPEN, ellipse)
    clean = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, ellipse)
    return TravelledMask(clean, travelled.origin, travelled.confidence)
