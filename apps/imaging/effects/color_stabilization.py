"""Color that holds along a chain of painted frames.

An engine that paints each frame from the one before it lets color creep: to magenta, to the dark, to too much. Matching
means or histograms takes new things for drift and paints them in the old colors. Here only what looks like drift is
taken back: small, smooth over the picture, and alike in things that are still the same.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.flow import leaves_frame, match, normalized_luma, reduced_size, resize_flow, warp
from apps.imaging.effects.lab import shift_lab, to_lab

STEP_REACH = 6.0
"""The shift, in CIE76 units, from which on it is meant, when each frame is held before the next is painted from it.
Engines drift by about 1 a frame; a prompt that asks for other colors moves them by more than this at once."""

CHAIN_REACH = 40.0
"""The same for a chain that is held only after all of its frames were painted: what 24 frames of drift add up to, twice."""

_FLOW_SIDE = 170
"""Longer side, in pixels, of the copies in which flow is searched: finer is not seen in colors that are smooth over an
eighth of the picture, and a coarser one loses a zoom."""

_COLOR_SIDE = 64
"""Longer side of the copies in which colors are compared: drift has no detail, and few pixels say the same as many."""

_SPREAD = 1 / 8
"""Width of the Gaussian, as a part of the longer side, over which the shift is spread."""

_CLOSE = (2.5, 8.0)
"""How far, in CIE76 units, a pixel may be from the common shift and still vote: at least, and at most."""

_SAME = 40.0
"""Levels of normalized luma by which an aligned pixel may differ and still be the same thing."""

_ROUND_TRIP = 0.7
"""Pixels of the reduced picture from home at which a vector has lost most of its vote."""

_KNOWN = (0.05, 0.25)
"""The part of the picture that is recognized: up to the first by chance, in another picture; from the second on, it is
the reference, and gets the full amount."""

_WELL_KNOWN = 0.4
"""The part of the picture from which on the reference needs no help from the frame before."""

_PRIOR = 0.1
"""Weight of the common shift where few have voted: a tenth of a neighborhood that is sure."""


def stabilize_color(
    frame: NDArray[np.uint8],
    reference: NDArray[np.uint8],
    *,
    amount: float,
    previous: NDArray[np.uint8] | None = None,
    reach: float = STEP_REACH,
) -> NDArray[np.uint8]:
    """Return the frame, (H, W, 3) uint8 sRGB, with its drift from `reference`, of the same size, taken back.

    `amount` is from 0 (the frame comes back as it is) to 1 (all of it). `previous` is the frame before, as held: it
    speaks for whatever is no longer seen in the reference, after a long zoom for example. `reach` is the shift in CIE76
    units that is no longer drift: `STEP_REACH` where the engine is given the held frame, `CHAIN_REACH` for a finished
    chain. After a prompt that changes all colors for good, a later frame is the better reference.

    The same input gives the same bytes. Raises ValueError for another amount, or when the sizes differ.

    Technique: the reference is aligned by optical flow (`flow.match`); the differences in L*a*b* that are left vote on
    a common shift, with Tukey's biweight so that new things have no vote (Beaton and Tukey, 1974); what each place
    adds to it is spread by normalized convolution (Knutsson and Westin, *Normalized and Differential Convolution*,
    CVPR 1993).
    """
    if not 0 <= amount <= 1:
        raise ValueError(f"an amount of {amount}")
    # Returned to the byte, without a conversion there and back.
    if amount == 0:
        return frame.copy()
    height, width = frame.shape[:2]
    # Drift is smooth, so it is measured on a small copy and scaled up to the frame.
    field = drift_field(frame, reference, previous=previous, reach=reach) * np.float32(-amount)
    return shift_lab(frame, cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR))


def drift_field(
    frame: NDArray[np.uint8],
    reference: NDArray[np.uint8],
    *,
    previous: NDArray[np.uint8] | None = None,
    reach: float = STEP_REACH,
) -> NDArray[np.float32]:
    """Return (h, w, 3) float32, about 64 to 127 on the longer side: by how much each place has drifted, in L*a*b*.

    Of the frame's shape, to be scaled to its size; see `stabilize_color`.
    """
    for other in (reference, previous):
        if other is not None and other.shape != frame.shape:
            raise ValueError(f"a frame of {frame.shape} and another of {other.shape}")
    # Things are recognized by luma that ignores color; colors are compared in smaller copies.
    luma, colors = normalized_luma(frame, reduced=_factor(frame, _FLOW_SIDE)), _reduced_lab(frame)
    shift, trust = _votes(luma, colors, reference)
    # What the reference no longer shows is taken from the frame before, with the trust that is left over.
    if previous is not None and float(trust.mean()) < _WELL_KNOWN:
        later, later_trust = _votes(luma, colors, previous)
        later_trust *= 1 - trust
        shift = shift * trust[..., None] + later * later_trust[..., None]
        trust += later_trust
        shift /= np.maximum(trust, 1e-6)[..., None]
    # One shift for all, and what each place adds to it, spread from those that are sure to those that are not.
    known = float(trust.mean())
    common, weight = _common_shift(shift, trust)
    sigma = max(trust.shape) * _SPREAD
    above = cv2.GaussianBlur((shift - common) * weight[..., None], (0, 0), sigma)
    below = cv2.GaussianBlur(weight, (0, 0), sigma)
    field = common + above / (below + _PRIOR)[..., None]
    # Nothing is taken back from a picture that is not the reference's, and nothing from a shift that is meant.
    recognized = min(1.0, max(0.0, (known - _KNOWN[0]) / (_KNOWN[1] - _KNOWN[0])))
    size = np.linalg.norm(field, axis=2, keepdims=True)
    meant = np.clip(1 - (size / reach) ** 4, 0, 1)
    drift: NDArray[np.float32] = (field * meant * recognized).astype(np.float32)
    return drift


def _factor(frame: NDArray[np.uint8], side: int) -> int:
    longer: int = max(frame.shape[:2])
    return max(1, longer // side)


def _reduced_lab(frame: NDArray[np.uint8]) -> NDArray[np.float32]:
    size = reduced_size(frame.shape[1], frame.shape[0], _factor(frame, _COLOR_SIDE))
    return to_lab(cv2.resize(frame, size, interpolation=cv2.INTER_AREA))


def _votes(
    luma: NDArray[np.uint8], colors: NDArray[np.float32], reference: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return by how much each place differs in color from what it was in the reference, and how sure that is, 0–1."""
    # The flow aligns the reference with the frame, so that colors are compared thing by thing.
    then = normalized_luma(reference, reduced=_factor(reference, _FLOW_SIDE))
    found, error = match(luma, then)
    rows, columns = colors.shape[:2]
    flow = resize_flow(found, columns, rows)
    # Two reasons for doubt: another thing is seen there, or the vector does not lead back.
    apart = cv2.absdiff(luma, warp(then, found)).astype(np.float32)
    apart = cv2.resize(apart, (columns, rows), interpolation=cv2.INTER_AREA)
    error = cv2.resize(error, (columns, rows), interpolation=cv2.INTER_AREA)
    trust = np.clip(1 - apart / _SAME, 0, 1) * np.exp(-((error / _ROUND_TRIP) ** 2))
    trust[leaves_frame(flow)] = 0
    return colors - warp(_reduced_lab(reference), flow), trust.astype(np.float32)


def _common_shift(
    shift: NDArray[np.float32], trust: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the shift (3,) on which those agree who may be trusted, and the weight (rows, columns) of each vote in it."""
    # Begin with the median of the more trusted half, then weigh by nearness twice: what is far off has no vote.
    common: NDArray[np.float32] = np.median(shift[trust >= np.median(trust)], axis=0).astype(np.float32)
    weight = trust
    for _ in range(2):
        far = np.linalg.norm(shift - common, axis=2)
        # The limit follows the spread of the votes, within bounds.
        close = 2 * float(np.clip(2 * np.median(far), *_CLOSE))
        weight = trust * np.clip(1 - (far / close) ** 2, 0, 1) ** 2
        common = (shift * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    return common, weight
