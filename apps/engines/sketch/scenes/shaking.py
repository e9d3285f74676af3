"""A camera that is shaken."""

import math

import cv2
import numpy as np

from apps.engines.sketch import warps
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.scene import Floats, Scene

CHIP = ((-1.0, -0.5), (0.1, -0.9), (0.9, -0.3), (0.5, 0.8), (-0.6, 0.7))


def shaken(scene: Scene, share: float) -> Floats | None:
    """Return the camera shaken by a share of the picture's side: stiff, and so near that no edge of the picture is seen."""
    if share < 1e-3:
        return None
    reach = share * scene.side * min(1.6, 0.4 + 1.2 * scene.force)
    right, down = _kick(scene)
    angle = 0.35 * share * scene.sway(2.2)
    zoom = 1.0 + 2.3 * reach / scene.side + 1.1 * abs(angle) * max(scene.width, scene.height) / scene.side
    across, below, _ = scene.around(scene.width / 2.0, scene.height / 2.0)
    cosine, sine = math.cos(angle) / zoom, math.sin(angle) / zoom
    turned_right = across * np.float32(cosine) + below * np.float32(sine) - across
    turned_down = below * np.float32(cosine) - across * np.float32(sine) - below
    field = np.dstack((turned_right, turned_down)).astype(np.float32)
    return (field + warps.shift(scene, right=reach * right, down=reach * down)).astype(np.float32)


def _kick(scene: Scene) -> tuple[float, float]:
    """Return where a shaken camera is thrown at a moment, to the right and down, -1 … 1."""
    return scene.sway(2.6) * 0.75 + 0.25 * scene.sway(3.7), 0.55 * scene.sway(3.1) + 0.25 * scene.sway(2.2)


def blur_of_motion(canvas: Canvas, share: float) -> None:
    """Blur a frame along the way in which its camera is thrown."""
    right, down = _kick(canvas.scene)
    reach = share * canvas.scene.side
    # Fastest where the swing passes its middle, still where it turns back.
    half = int(min(1.0 + 0.007 * canvas.scene.side, 0.24 * reach * (1.0 - min(1.0, 1.3 * abs(right)))))
    if half < 1:
        return
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    lean = 0.5 * half * (1.0 if right * down >= 0 else -1.0)
    cv2.line(kernel, (0, round(half - lean)), (2 * half, round(half + lean)), 1.0, 1, cv2.LINE_AA)
    canvas.frame[:] = cv2.filter2D(canvas.frame, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT_101)
