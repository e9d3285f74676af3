"""How far a chain of frames has drifted, in numbers that can be stored and plotted."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.codecs.frames import fit_within
from apps.imaging.effects.lab import to_lab
from apps.imaging.effects.mask import is_inside

_SIDE = 256
"""Longer side of the copies that are measured: drift has no detail, and sharpness is compared at one size only."""

_SHIFT_SIDE = 64
"""The same for the common shift, which asks for no more than a sixteenth of the pixels and of the time."""

_WINDOW = 1.5
"""Standard deviation of the Gaussian window of SSIM, as its authors have it."""

_FLAT = 0.05
"""Smallest chroma, contrast or sharpness that is divided by: a gray or flat picture has none to compare with."""


@dataclass(frozen=True)
class Drift:
    """One frame beside the first of its chain and the one before.

    `lightness`, `green_red` and `blue_yellow` are the common shift in L*, a* and b*: the median, so that a new thing
    that covers less than half of the picture does not count. `saturation`, `contrast` and `sharpness` are ratios to the
    first frame, 1 for no change. The similarities are SSIM of luma, 1 for the same, about 0 for another picture.
    """

    lightness: float
    green_red: float
    blue_yellow: float
    saturation: float
    contrast: float
    sharpness: float
    similarity_to_first: float
    similarity_to_previous: float

    @property
    def off_by(self) -> float:
        """Return the length of the shift in L*a*b* (CIE76): about 2 is seen side by side, about 7 by everybody."""
        return float(np.linalg.norm([self.lightness, self.green_red, self.blue_yellow]))


def measure_drift(
    frame: NDArray[np.uint8],
    first: NDArray[np.uint8],
    previous: NDArray[np.uint8],
    *,
    within: NDArray[np.uint8] | None = None,
) -> Drift:
    """Return how far the frame is from the first and from the one before, all (H, W, 3) uint8 of one size.

    The shift is that of what lies `within` a mask of (H, W) uint8, white inside; left out, of the whole frame.

    Measured on copies of at most 256 pixels. SSIM after Wang et al., *Image Quality Assessment: From Error Visibility
    to Structural Similarity* (IEEE TIP 2004); sharpness is the mean absolute Laplacian. Raises ValueError when the
    sizes differ.
    """
    if not frame.shape == first.shape == previous.shape:
        raise ValueError(f"{frame.shape} beside {first.shape} and {previous.shape}")
    # Small copies: drift has no detail, and all figures are then for one size.
    now, then, before = (_small(picture, _SIDE) for picture in (frame, first, previous))
    lab, lab_then = to_lab(now), to_lab(then)
    lightness, green_red, blue_yellow = _common(lab, lab_then, within)
    return Drift(
        lightness=lightness,
        green_red=green_red,
        blue_yellow=blue_yellow,
        saturation=_ratio(_chroma(lab), _chroma(lab_then)),
        contrast=_ratio(float(lab[..., 0].std()), float(lab_then[..., 0].std())),
        sharpness=_ratio(_edges(lab), _edges(lab_then)),
        similarity_to_first=similarity(now, then),
        similarity_to_previous=similarity(now, before),
    )


def common_shift(frame: NDArray[np.uint8], reference: NDArray[np.uint8]) -> float:
    """Return by how much two frames, (H, W, 3) uint8 of one size, differ all over, in CIE76 units: `Drift.off_by`."""
    if frame.shape != reference.shape:
        raise ValueError(f"{frame.shape} beside {reference.shape}")
    now, then = (to_lab(_small(picture, _SHIFT_SIDE)) for picture in (frame, reference))
    return float(np.linalg.norm(_common(now, then)))


def similarity(frame: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the mean SSIM of the luma of two frames of (H, W, 3) uint8 of one size, −1 to 1; 1 only for equal luma."""
    a, b = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) for picture in (frame, other))
    mean_a, mean_b = _blurred(a), _blurred(b)
    # Local moments under a Gaussian window, as mean of squares less square of means.
    variance_a = _blurred(a * a) - mean_a * mean_a
    variance_b = _blurred(b * b) - mean_b * mean_b
    covariance = _blurred(a * b) - mean_a * mean_b
    # The constants of SSIM for 8 bits: they keep dark and flat places from dividing by nothing.
    dark, flat = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    index = ((2 * mean_a * mean_b + dark) * (2 * covariance + flat)) / (
        (mean_a * mean_a + mean_b * mean_b + dark) * (variance_a + variance_b + flat)
    )
    return float(index.mean())


def _common(
    lab: NDArray[np.float32], then: NDArray[np.float32], within: NDArray[np.uint8] | None = None
) -> tuple[float, float, float]:
    """Return the median shift of two small pictures in L*, a* and b*, each smoothed so that grain has no say."""
    size = fit_within(lab.shape[1], lab.shape[0], _SHIFT_SIDE)
    # Reduced and blurred, so that grain averages out before the median is taken.
    apart = cv2.resize(lab - then, size, interpolation=cv2.INTER_AREA)
    apart = cv2.GaussianBlur(apart, (0, 0), max(size) / 32).reshape(-1, 3)
    # An empty mask says nothing, so then the whole picture counts.
    if within is not None:
        inside = is_inside(cv2.resize(within, size, interpolation=cv2.INTER_AREA)).ravel()
        apart = apart[inside] if inside.any() else apart
    lightness, green_red, blue_yellow = (float(value) for value in np.median(apart, axis=0))
    return lightness, green_red, blue_yellow


def _small(frame: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    size = fit_within(frame.shape[1], frame.shape[0], side)
    small: NDArray[np.uint8] = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return small


def _blurred(values: NDArray[np.float32]) -> NDArray[np.float32]:
    blurred: NDArray[np.float32] = cv2.GaussianBlur(values, (0, 0), _WINDOW)
    return blurred


def _chroma(lab: NDArray[np.float32]) -> float:
    return float(np.hypot(lab[..., 1], lab[..., 2]).mean())


def _edges(lab: NDArray[np.float32]) -> float:
    return float(np.abs(cv2.Laplacian(np.ascontiguousarray(lab[..., 0]), cv2.CV_32F)).mean())


def _ratio(now: float, then: float) -> float:
    return max(now, _FLAT) / max(then, _FLAT)
