"""Dense optical flow: where each pixel of one frame is found in another.

A flow is (H, W, 2) float32: the pixel (x, y) of the first frame is found at (x + flow[y, x, 0], y + flow[y, x, 1]) of the
second, in pixels. Color, masks and in-betweens all begin here.

Technique: Kroeger et al., *Fast Optical Flow using Dense Inverse Search* (ECCV 2016), as OpenCV has it, on luma that is
normalized by its local mean and deviation, which makes it blind to drifting color, brightness and contrast.
"""

from typing import Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

_Picture = TypeVar("_Picture", NDArray[np.uint8], NDArray[np.float32])

Effort = Literal["ultrafast", "fast", "fine"]
"""OpenCV's presets, and one of ours: "fine" goes down to single pixels and lets plain areas follow what surrounds them."""


MIN_SIDE = 64
"""OpenCV's search crashes the process (segmentation fault) with a side below 32; below 64 we pad, to keep away from it."""

_NEIGHBORHOOD = 1 / 16
"""The part of the longer side over which luma is normalized: wider than an edge, narrower than a face."""

_NOISE_FLOOR = 4.0
"""In levels of 255: deviations below that of JPEG noise are not amplified into structure."""

_SPREAD = 42.0
"""Levels per deviation: three deviations on either side fill the range of a byte."""

_PRESETS: dict[Effort, int] = {
    "ultrafast": cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST,
    "fast": cv2.DISOPTICAL_FLOW_PRESET_FAST,
    "fine": cv2.DISOPTICAL_FLOW_PRESET_FAST,
}

_FINE_ITERATIONS = 10
"""Of the variational refinement, twice OpenCV's default: edges of masks in plain areas depend on it."""

_FINE_SMOOTHNESS = 40.0
"""Weight of smoothness in it, twice OpenCV's default, for the same reason; 60 is already worse."""


def normalized_luma(frame: NDArray[np.uint8], *, reduced: int = 1) -> NDArray[np.uint8]:
    """Return (H, W) uint8: what of a frame of (H, W, 3) uint8 is left when local brightness and contrast are taken away.

    Mid-gray is 128. With `reduced`, both sides are divided by it, rounded up. Only such pictures give good flow.
    """
    luma = cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2GRAY)
    # Reduced before it is normalized, so that the neighborhood is the same part of every picture.
    if reduced > 1:
        luma = cv2.resize(luma, reduced_size(frame.shape[1], frame.shape[0], reduced), interpolation=cv2.INTER_AREA)
    values = luma.astype(np.float32)
    side = 2 * max(1, round(max(values.shape) * _NEIGHBORHOOD / 2)) + 1
    mean = cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT)
    square = cv2.sqrBoxFilter(values, cv2.CV_32F, (side, side), borderType=cv2.BORDER_REFLECT)
    # Never below the noise floor, also where rounding makes the variance negative.
    deviation = cv2.sqrt(np.maximum(square - mean * mean, _NOISE_FLOOR * _NOISE_FLOOR))
    normalized = (values - mean) * (_SPREAD / deviation) + 128
    levels: NDArray[np.uint8] = np.clip(normalized, 0, 255).astype(np.uint8)
    return levels


def reduced_size(width: int, height: int, reduced: int) -> tuple[int, int]:
    """Return width and height divided by `reduced`, rounded up, so that no side becomes 0."""
    return -(-width // reduced), -(-height // reduced)


def dense_flow(
    source: NDArray[np.uint8],
    target: NDArray[np.uint8],
    *,
    effort: Effort = "fast",
    initial: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Return (H, W, 2) float32: where each pixel of `source` is found in `target`; both normalized luma of one size.

    `initial` is a flow to begin with: it is kept where the pictures give no better hint. It is not changed. The same
    input gives the same flow, whatever the number of threads. Raises ValueError when the sizes differ.
    """
    if source.shape != target.shape or source.ndim != 2:
        raise ValueError(f"flow from {source.shape} to {target.shape}")
    height, width = source.shape
    below, right = max(0, MIN_SIDE - height), max(0, MIN_SIDE - width)
    # OpenCV writes into the flow it begins with; the caller's stays as it is.
    begun = initial.copy() if initial is not None else None
    # Small pictures are padded to a size at which the search is safe, and the flow is cut back below.
    if below or right:
        source = cv2.copyMakeBorder(source, 0, below, 0, right, cv2.BORDER_REPLICATE)
        target = cv2.copyMakeBorder(target, 0, below, 0, right, cv2.BORDER_REPLICATE)
        begun = None if begun is None else cv2.copyMakeBorder(begun, 0, below, 0, right, cv2.BORDER_REPLICATE)
    search = cv2.DISOpticalFlow.create(_PRESETS[effort])
    # Down to single pixels, with more and smoother refinement than the preset has.
    if effort == "fine":
        search.setFinestScale(0)
        search.setVariationalRefinementIterations(_FINE_ITERATIONS)
        search.setVariationalRefinementAlpha(_FINE_SMOOTHNESS)
    found = search.calc(source, target, begun)
    return np.ascontiguousarray(found[:height, :width], np.float32)


def coordinates(height: int, width: int) -> NDArray[np.float32]:
    """Return (H, W, 2) float32: each pixel's own x and y."""
    own = np.empty((height, width, 2), np.float32)
    own[..., 0] = np.arange(width, dtype=np.float32)
    own[..., 1] = np.arange(height, dtype=np.float32)[:, None]
    return own


def warp(picture: _Picture, flow: NDArray[np.float32]) -> _Picture:
    """Return the picture, (H, W) or (H, W, C) uint8 or float32, sampled at each pixel's place plus `flow`.

    With the flow from A to B, B warped looks like A. Between pixels the values are interpolated linearly; beyond the
    edge the edge is repeated.
    """
    # Each pixel is fetched from where its vector points: nothing is pushed, so there are no holes.
    places = coordinates(*flow.shape[:2]) + flow
    warped: _Picture = cv2.remap(picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return warped


def compose(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the flow from A to C, given those from A to B and from B to C."""
    return first + warp(second, first)


def resize_flow(flow: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Return the flow for pictures of another size: as many vectors as pixels, and each as much longer."""
    if flow.shape[:2] == (height, width):
        return flow
    # Vectors are in pixels, so they grow with the picture.
    scale = np.array([width / flow.shape[1], height / flow.shape[0]], np.float32)
    resized: NDArray[np.float32] = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR) * scale
    return resized


def round_trip_error(there: NDArray[np.float32], back: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (H, W) float32: how many pixels from home each pixel ends that goes there and back.

    Large where something is hidden in one of the frames, or where the flow is wrong (forward-backward check; Sundaram
    et al., *Dense Point Trajectories by GPU-Accelerated Large Displacement Optical Flow*, ECCV 2010).
    """
    error: NDArray[np.float32] = np.linalg.norm(compose(there, back), axis=2)
    return error


def leaves_frame(flow: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return (H, W) bool: the pixels whose flow ends beyond the edge, where nothing is known."""
    height, width = flow.shape[:2]
    x, y = cv2.split(coordinates(height, width) + flow)
    outside: NDArray[np.bool_] = (x < 0) | (x > width - 1) | (y < 0) | (y > height - 1)
    return outside


def match(
    source: NDArray[np.uint8], target: NDArray[np.uint8], *, effort: Effort = "fast"
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the flow, as `dense_flow` does, and its round trip error, for frames that may be far apart.

    Found in two steps: first the camera's zoom, turn and pan, then what moves beside, in a target that is turned back.
    The camera is a similarity fitted by RANSAC (Fischler and Bolles, 1981) to a first, quick flow; when less than a
    third of its vectors agree, there is only the second step.
    """
    height, width = source.shape
    # The quick flow is only good enough to tell how the camera moved.
    camera = _similarity(dense_flow(source, target, effort="fast"))
    own = coordinates(height, width)
    turned = target
    if camera is not None:
        # The target as if the camera had stood still: what is left to find is small.
        seen = cv2.transform(own, camera)
        turned = cv2.remap(target, seen, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # Both ways, so that the round trip tells where the flow is to be believed.
    rest = dense_flow(source, turned, effort=effort)
    error = round_trip_error(rest, dense_flow(turned, source, effort=effort))
    return (rest if camera is None else cv2.transform(own + rest, camera) - own), error


def _similarity(flow: NDArray[np.float32]) -> NDArray[np.float32] | None:
    # A grid of about 32 places on the longer side, without those that leave the frame.
    step = max(2, max(flow.shape) // 32)
    rows, columns = np.nonzero(~leaves_frame(flow)[::step, ::step])
    # Too few to tell a camera from chance.
    if len(rows) < 24:
        return None
    here = np.stack([columns, rows], axis=1).astype(np.float32) * step
    there = here + flow[rows * step, columns * step]
    found, agreeing = cv2.estimateAffinePartial2D(here, there, method=cv2.RANSAC, ransacReprojThreshold=3.0)
    # Most of the picture moves in some other way: no camera is better than a wrong one.
    if found is None or agreeing.sum() < len(rows) / 3:
        return None
    return np.asarray(found, np.float32)
