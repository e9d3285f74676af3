"""Light and color: gains that multiply each channel, and matrices that mix the channels.

Like the warps they tell the whole change since the first picture, so that the stage can take the frame before out of its
light and put it into the next. Every gain stays above zero and every matrix can be inverted.
"""

import math

import numpy as np

from apps.engines.sketch.scene import Floats, Scene, fade

LUMA = (0.299, 0.587, 0.114)
"""How much each channel counts for brightness (ITU-R BT.601)."""

Tint = tuple[float, float, float]


def tint(scene: Scene, *, inner: Tint, outer: Tint, level: float, reach: float = 1.25) -> Floats:
    """Return gains (h, w, 3) on the coarse grid: `inner` at the focus, `outer` from `reach` shorter sides away; 1 is no change.

    `level` 0 is no light at all, 1 the tints as given. It bends in logarithms, so that half a level twice is a whole one.
    """
    _, _, distance = scene.around(scene.focus.x, scene.focus.y)
    near = fade(distance, reach * scene.side)[..., None]
    logs = near * np.log(np.array(inner, np.float32)) + (1.0 - near) * np.log(np.array(outer, np.float32))
    gains: Floats = np.exp(logs * np.float32(level)).astype(np.float32, copy=False)
    return gains


def even(scene: Scene, gains: Tint, level: float) -> Floats:
    """Return the same gains all over."""
    across, below = scene.mesh()
    return np.broadcast_to(
        np.array(gains, np.float32) ** np.float32(level), (below.shape[0], across.shape[1], 3)
    ).astype(np.float32)


def spots(scene: Scene, centers: list[tuple[float, float, Tint]], *, reach: float, level: float) -> Floats:
    """Return gains of round colored lights, each (x, y, color) in pixels, in a room that is a little darker."""
    across, below = scene.mesh()
    logs = np.full((below.shape[0], across.shape[1], 3), -0.25, np.float32)
    for x, y, color in centers:
        _, _, distance = scene.around(x, y)
        logs += fade(distance, reach)[..., None] * np.log(np.array(color, np.float32))
    gains: Floats = np.exp(np.clip(logs, -1.2, 0.9) * np.float32(level)).astype(np.float32, copy=False)
    return gains


def caustics(scene: Scene, *, turn: float, level: float) -> Floats:
    """Return gains of the bright net that waves throw on the ground; `turn` counts whole periods passed."""
    across, below = scene.mesh()
    unit = np.float32(2.0 * math.pi / (0.22 * scene.side))
    phase = np.float32(2.0 * math.pi * turn)
    first = np.sin(across * unit + np.sin(below * unit * np.float32(0.7) + phase) * 1.4)
    second = np.sin(below * unit * np.float32(0.9) + np.sin(across * unit * np.float32(0.6) - phase) * 1.4)
    net = 1.0 - np.abs(first + second) / 2.0
    gain = np.exp((net**4 * 0.8 - 0.12) * np.float32(level)).astype(np.float32)
    return np.dstack((gain, gain, gain))


def scanlines(scene: Scene, level: float) -> Floats:
    """Return gains of the dark lines of an old screen, two cells of the coarse grid apart, which roll by one each frame."""
    _, below = scene.mesh()
    dark = np.where((np.arange(below.shape[0]) + scene.position) % 2 == 0, -0.45, 0.12).astype(np.float32) * np.float32(
        level
    )
    across, _ = scene.mesh()
    return np.broadcast_to(np.exp(dark)[:, None, None], (below.shape[0], across.shape[1], 3)).astype(np.float32)


def saturation(amount: float) -> Floats:
    """Return the matrix (3, 3) that scales how colorful the picture is; at least 0.2, below which it could not be undone."""
    kept = max(0.2, amount)
    gray = np.tile(np.array(LUMA, np.float32), (3, 1))
    return (gray * (1.0 - kept) + np.eye(3) * kept).astype(np.float32)


def hue(angle: float) -> Floats:
    """Return the matrix (3, 3) that turns all hues by `angle` radians about the gray axis."""
    cosine, sine = math.cos(angle), math.sin(angle)
    third, root = (1.0 - cosine) / 3.0, sine / math.sqrt(3.0)
    return np.array(
        [
            [cosine + third, third - root, third + root],
            [third + root, cosine + third, third - root],
            [third - root, third + root, cosine + third],
        ],
        np.float32,
    )
