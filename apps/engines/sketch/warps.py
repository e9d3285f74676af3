"""Displacements. Each says where a pixel of the bent picture is fetched from, as seen from the picture before it all began.

A field is (h, w, 2) float32 on the coarse grid: pixels to the right and down. Because a field tells the whole way and
not one step, a film can never drift further than its looks reach.
"""

import math

import cv2
import numpy as np

from apps.engines.sketch.scene import Floats, Scene, fade


def shift(scene: Scene, *, right: float, down: float) -> Floats:
    """Move the picture by pixels."""
    across, below = scene.mesh()
    field = np.empty((below.shape[0], across.shape[1], 2), np.float32)
    field[..., 0], field[..., 1] = -right, -down
    return field


def zoom(scene: Scene, factor: float) -> Floats:
    """Enlarge the picture about the focus by `factor`, which is above 0."""
    right, below, _ = scene.around(scene.focus.x, scene.focus.y)
    step = np.float32(1.0 / factor - 1.0)
    return np.dstack((right * step, below * step))


def corner_of_shot(scene: Scene, factor: float, *, x: float, y: float) -> tuple[float, float]:
    """Return where the upper left corner of a shot is in the picture."""
    seen_x, seen_y = scene.width / factor, scene.height / factor
    left = min(max(0.0, x - seen_x / 2.0), scene.width - seen_x)
    return left, min(max(0.0, y - seen_y / 2.0), scene.height - seen_y)


def shot(scene: Scene, factor: float, *, x: float, y: float) -> Floats:
    """Let the camera come closer by `factor`, 1 or more, with a place in the middle as far as the picture's edges allow."""
    across, below = scene.mesh()
    left, top = corner_of_shot(scene, factor, x=x, y=y)
    # Pixels are counted at their middles, so that the edges of what is seen are those of the picture.
    right = left + (across + 0.5) / factor - 0.5 - across
    down = top + (below + 0.5) / factor - 0.5 - below
    field: Floats = np.dstack(np.broadcast_arrays(right, down)).astype(np.float32)
    return field


def tilt(scene: Scene, angle: float) -> Floats:
    """Turn the whole picture clockwise about its middle by `angle` radians, and enlarge it so that no corner shows."""
    right, below, _ = scene.around(scene.width / 2.0, scene.height / 2.0)
    shape = max(scene.width, scene.height) / scene.side
    factor = math.cos(angle) + shape * abs(math.sin(angle))
    cosine, sine = np.float32(math.cos(angle) / factor), np.float32(math.sin(angle) / factor)
    return np.dstack((right * cosine + below * sine - right, below * cosine - right * sine - below))


def swirl(scene: Scene, angle: float, *, reach: float, x: float | None = None, y: float | None = None) -> Floats:
    """Twist by `angle` radians at a point (the focus unless named), fading out at `reach` pixels."""
    right, below, distance = scene.around(
        scene.focus.x if x is None else x,
        scene.focus.y if y is None else y,
    )
    turn = fade(distance, reach) * np.float32(angle)
    cosine, sine = np.cos(turn), np.sin(turn)
    return np.dstack((right * cosine + below * sine - right, below * cosine - right * sine - below))


def bulge(scene: Scene, amount: float, *, reach: float, x: float | None = None, y: float | None = None) -> Floats:
    """Swell a round place, or pinch it when `amount` is negative. Between -1 and 0.8 the picture does not fold."""
    right, below, distance = scene.around(
        scene.focus.x if x is None else x,
        scene.focus.y if y is None else y,
    )
    pull = fade(distance, reach) * np.float32(-amount)
    return np.dstack((right * pull, below * pull))


def squash(scene: Scene, amount: float) -> Floats:
    """Press the picture down onto its lower edge and out to the sides; stretch it upward when `amount` is negative."""
    across, below = scene.mesh()
    above_floor = np.float32(scene.height) - below
    down = -above_floor * np.float32(amount)
    right = (across - np.float32(scene.focus.x)) * np.float32(-amount * 0.5)
    return np.dstack(np.broadcast_arrays(right, down))


def ripple(scene: Scene, amplitude: float, *, wave: float, turn: float) -> Floats:
    """Let waves of `wave` pixels run through, `amplitude` pixels to each side; `turn` counts whole periods passed."""
    across, below = scene.mesh()
    pace = 2.0 * math.pi / wave
    phase = 2.0 * math.pi * turn
    right = np.sin(below * np.float32(pace) - np.float32(phase))
    down = np.sin(across * np.float32(pace * 0.8) + np.float32(phase)) * np.float32(0.6)
    return np.dstack(np.broadcast_arrays(right, down)) * np.float32(amplitude)


def droop(scene: Scene, amount: float) -> Floats:
    """Let the sides of the face hang: content sinks by `amount` pixels, most at the corners below the focus."""
    focus = scene.focus
    right, below, distance = scene.around(focus.x, focus.y)
    sides = 0.35 + 0.65 * np.clip(np.abs(right) / np.float32(focus.radius), 0.0, 1.0)
    lower = np.clip(0.6 + below / np.float32(focus.radius), 0.0, 1.0)
    down = fade(distance, focus.radius * 1.8) * sides * lower * np.float32(-amount)
    return np.dstack((np.zeros_like(down), down))


def grin(scene: Scene, amount: float) -> Floats:
    """Curve the mouth's place: its corners go up and out by `amount` pixels, its middle a little down."""
    focus = scene.focus
    right, below, _ = scene.around(focus.x, focus.y + 0.42 * focus.radius)
    aside = right / np.float32(0.75 * focus.radius)
    window = np.exp(-(aside**2) * np.float32(0.8) - (below / np.float32(0.7 * focus.radius)) ** 2)
    up = (np.clip(aside**2, 0.0, 1.6) - 0.3) * window * np.float32(amount)
    out = np.sign(right) * np.clip(np.abs(aside), 0.0, 1.0) * window * np.float32(-0.6 * amount)
    return np.dstack((out, up)).astype(np.float32, copy=False)


def contort(scene: Scene, rng: np.random.Generator, amount: float, *, cells: int = 6) -> Floats:
    """Pull the place of the face about in all directions at once, by up to about `amount` pixels."""
    focus = scene.focus
    _, _, distance = scene.around(focus.x, focus.y)
    window = fade(distance, focus.radius * 1.7) * np.float32(amount)
    return np.dstack((scene.noise(rng, cells) * window, scene.noise(rng, cells) * window))


def drip(scene: Scene, rng: np.random.Generator, amount: float) -> Floats:
    """Let columns run down like wax, by up to about `amount` pixels at the bottom of each run, none at the top edge."""
    down = -run_down(scene, rng, amount)
    return np.dstack((np.zeros_like(down), down))


def run_down(scene: Scene, rng: np.random.Generator, amount: float) -> Floats:
    """Return how many pixels each place has run down, (h, w) on the coarse grid: in broad runs with a few thin ones.

    It grows downward more slowly than the picture does, so that nothing folds.
    """
    across, below = scene.mesh()
    columns = across.shape[1]

    def runs(bumps: int) -> Floats:
        heights = rng.random(bumps, dtype=np.float32)
        smooth: Floats = cv2.resize(heights[None, :], (columns, 1), interpolation=cv2.INTER_CUBIC).astype(np.float32)
        return smooth

    depth = np.clip(below / np.float32(scene.height), 0.0, 1.0)
    far = (0.25 + 0.75 * np.clip(runs(6), 0.0, 1.0)) * depth**0.9 + 0.5 * np.clip(
        runs(22) - 0.55, 0.0, 1.0
    ) * depth**1.5
    steepest = np.float32(0.85 * scene.height)
    ran: Floats = (steepest * np.tanh(far * np.float32(amount) / steepest)).astype(np.float32)
    return ran


def ring(scene: Scene, amount: float, *, at: float, breadth: float) -> Floats:
    """Push content outward by `amount` pixels along a ring `at` pixels from the focus, `breadth` pixels wide."""
    right, below, distance = scene.around(scene.focus.x, scene.focus.y)
    push = np.exp(-(((distance - np.float32(at)) / np.float32(breadth)) ** 2)) * np.float32(-amount)
    push = push / np.maximum(distance, np.float32(breadth * 0.5))
    return np.dstack((right * push, below * push))
