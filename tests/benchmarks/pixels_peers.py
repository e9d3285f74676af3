"""What the field does: whole-frame color matching, masks warped step by step, the plain mean of two warps."""

import itertools

import cv2
import numpy as np
from skimage.exposure import match_histograms

from apps.imaging.effects.flow import dense_flow, normalized_luma, warp
from tests.imaging.scenes import lab, recolored


def lab_mean(frame: np.ndarray, reference: np.ndarray) -> np.ndarray:
    old = lab(frame)
    return recolored(frame, old, old + (lab(reference).mean(axis=(0, 1)) - old.mean(axis=(0, 1))))


def reinhard(frame: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Mean and deviation of each channel of L*a*b* (Reinhard et al., Color Transfer between Images, 2001)."""
    old, wanted = lab(frame), lab(reference)
    scale = wanted.std(axis=(0, 1)) / np.maximum(old.std(axis=(0, 1)), 1e-3)
    return recolored(frame, old, (old - old.mean(axis=(0, 1))) * scale + wanted.mean(axis=(0, 1)))


def histogram_match(frame: np.ndarray, reference: np.ndarray) -> np.ndarray:
    matched = match_histograms(frame, reference, channel_axis=2)
    return np.clip(np.rint(matched), 0, 255).astype(np.uint8)


def step_by_step(frames: list[np.ndarray], mask: np.ndarray) -> list[np.ndarray]:
    """The mask warped from each frame to the next, by DIS's quickest preset on plain luma, and cut at a half each time."""
    lumas = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    masks = [mask]
    for before, now in itertools.pairwise(lumas):
        moved = warp(masks[-1], dense_flow(now, before, effort="ultrafast"))
        masks.append(((moved > 127) * 255).astype(np.uint8))
    return masks


def cross_fade(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    return cv2.addWeighted(first, 0.5, last, 0.5, 0)


def mean_of_warps(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Each frame warped half the way by the flow at the pixel itself, and the plain mean of the two."""
    one, other = normalized_luma(first), normalized_luma(last)
    there, back = dense_flow(one, other, effort="ultrafast"), dense_flow(other, one, effort="ultrafast")
    return cross_fade(warp(first, there * np.float32(-0.5)), warp(last, back * np.float32(-0.5)))
