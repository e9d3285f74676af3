"""Takes the frame before from its moment to the next one.

An engine that is given only the last frame cannot start again from the source, and effects laid on effects soon end in
mush. But both moments are known here: so the sheet is lifted off the frame before, its light is taken back, and only
the difference of the two bends is applied. What a film shows is then bounded by its looks, however long it runs.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from apps.engines.sketch.layers import Grain, Layers, Slip
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.sheet import Bytes

SOLID = 0.85
"""Opacity of the sheet's most solid ink. What is under it comes back with rounding errors of 1 / (1 - SOLID) / 2 ≈ 3 levels."""

GAIN_LOW, GAIN_HIGH = 0.25, 3.0
"""Below a quarter, eight bits keep too few levels to bring a picture back from the dark; above three it is only white."""

COVERED = 0.4
"""Share of ink from which a pixel bears witness: below it almost any picture could be the one under a sheet."""

TOLERANCE = 12.0
"""Levels by which a witness may be off: color matching between two frames moves pixels by less than this."""

BELIEVED = 0.9
"""Share of witnesses that must agree that a sheet is there; anti-aliased rims of moved things disagree by a few percent."""

HOLD = 1.25
"""How early a bend gives way to the edge. Above one, or the picture would fold; not much above, or it would look framed."""

Unfold = Callable[[Scene], Layers]


def advance(image: Floats, *, before: Sequence[Scene], now: Scene, unfold: Unfold, weight: Floats | None) -> Floats:
    """Return `image`, the frame before, as it stands at `now`: (H, W, 3) float32, 0 … 255, like `image`.

    `before` are the moments the frame may have been painted for, likeliest first; none means that it is the source.
    `unfold` says what all looks ask for at a moment. `weight` (H, W) float32 is how far each pixel may change, 1 for all.
    """
    layers = unfold(now)
    then = Layers()
    bare = image
    for scene in before:
        candidate = unfold(scene)
        lifted = _lifted(image, candidate, scene, weight)
        if lifted is not None:
            then, bare = candidate, lifted
            break
    else:
        if before:
            # The film was cut here: nothing of ours to lift, but bends and light go on from where they would have been.
            kept = unfold(before[0])
            then = Layers(bend=kept.bend, away=kept.away, color=kept.color, gain=kept.gain)
    moved = _slipped(bare, then.slips, back=True)
    moved = _relit(moved, then, now, back=True)
    moved = _bent(moved, _whole_way(then, now), _whole_way(layers, now), now)
    if layers.grain is not None:
        moved = _grained(moved, layers.grain)
    moved = _relit(moved, layers, now, back=False)
    moved = _slipped(moved, layers.slips, back=False)
    if weight is not None:
        moved = bare + (moved - bare) * weight[..., None]
    return _laid(moved, layers, now, weight)


def _ink(layers: Layers, scene: Scene, weight: Floats | None) -> tuple[Floats, Floats] | None:
    """Return the sheet's ink (H, W, 3), premultiplied 0 … 255, and opacity (H, W, 1)."""
    if layers.sheet is None:
        return None
    solid = layers.sheet.pixels.astype(np.float32) * np.float32(SOLID * scene.presence)
    if weight is not None:
        solid *= weight[..., None]
    return solid[..., :3], solid[..., 3:] / np.float32(255.0)


def _laid(image: Floats, layers: Layers, scene: Scene, weight: Floats | None) -> Floats:
    ink = _ink(layers, scene, weight)
    if ink is None:
        return image
    color, opacity = ink
    laid = image * (1.0 - opacity)
    laid += color
    return laid


def _lifted(image: Floats, layers: Layers, scene: Scene, weight: Floats | None) -> Floats | None:
    """Return the image without the sheet, or None when it does not carry that sheet."""
    ink = _ink(layers, scene, weight)
    if ink is None:
        return image
    color, opacity = ink
    clear = 1.0 - opacity
    under = image - color
    under /= clear
    # Every fourth pixel is witness enough.
    seen, level = clear[::2, ::2, 0], under[::2, ::2]
    witnesses = seen < 1.0 - min(COVERED, 0.5 * float(opacity.max()))
    slack = TOLERANCE + 1.0 / seen[witnesses][:, None]
    possible = (level[witnesses] >= -slack) & (level[witnesses] <= 255.0 + slack)
    if len(possible) and np.count_nonzero(possible.all(axis=1)) < BELIEVED * len(possible):
        return None
    return np.clip(under, 0.0, 255.0, out=under)


def _slipped(image: Floats, slips: Sequence[Slip], *, back: bool) -> Floats:
    if not slips:
        return image
    # Turns of one row add up in any order, so they are taken back in the order in which they were made.
    slipped = image.copy()
    for slip in slips:
        rows = slipped[slip.top : slip.bottom, :, slip.channel]
        rows[:] = np.roll(rows, -slip.right if back else slip.right, axis=1)
    return slipped


def _relit(image: Floats, layers: Layers, scene: Scene, *, back: bool) -> Floats:
    """Return the image in the light of `layers`, or taken out of it, 0 … 255."""
    color, gain = layers.color, layers.gain
    brighter = darker = None
    if gain is not None:
        brighter = enlarge(np.clip(gain, 1.0, GAIN_HIGH), scene.width, scene.height) if (gain > 1.0).any() else None
        darker = enlarge(np.clip(gain, GAIN_LOW, 1.0), scene.width, scene.height) if (gain < 1.0).any() else None
    if back:
        image = image if darker is None else np.minimum(image / darker, 255.0)
        image = image if brighter is None else _exposed(image, 1.0 / brighter)
        return image if color is None else _mixed(image, np.linalg.inv(color).astype(np.float32))
    image = image if color is None else _mixed(image, color)
    image = image if brighter is None else _exposed(image, brighter)
    return image if darker is None else image * darker


def _exposed(image: Floats, gain: Floats) -> Floats:
    """Return the image brighter by `gain` in its shadows and less and less so up to white, which stays white.

    x → gx / (1 + (g - 1)x) for x from 0 to 1. No light is clipped, and exposing by 1 / g takes it back exactly.
    """
    dampened = gain - 1.0
    dampened *= image
    dampened *= np.float32(1.0 / 255.0)
    dampened += 1.0
    exposed = image * gain
    exposed /= dampened
    return exposed


def _mixed(image: Floats, matrix: Floats) -> Floats:
    mixed: Floats = cv2.transform(image, matrix).astype(np.float32, copy=False)
    np.clip(mixed, 0.0, 255.0, out=mixed)
    return mixed


def _whole_way(layers: Layers, scene: Scene) -> Floats | None:
    """Return where each pixel comes from by all bends together, on the coarse grid; None when from where it is."""
    if layers.bend is None:
        return layers.away
    across, below = scene.mesh()
    held = np.empty_like(layers.bend)
    for axis, place, length in ((0, across, scene.width), (1, below, scene.height)):
        room = np.minimum(place + np.float32(0.5), np.float32(length) - np.float32(0.5) - place)
        wish = layers.bend[..., axis]
        # At an edge this falls to zero with a slope below one: pixels crowd there, and none is pushed out or folded over.
        held[..., axis] = wish * room / (room + np.float32(HOLD) * np.abs(wish))
    return held if layers.away is None else held + layers.away


def _bent(image: Floats, then: Floats | None, now: Floats | None, scene: Scene) -> Floats:
    """Return the image moved on from bend `then` to bend `now`.

    A pixel x shows the source at x + now(x). The frame before shows that same place at the y with y + then(y) = x + now(x),
    found by fixed-point iteration; two rounds bring the error below a tenth of a pixel for bends that do not fold.
    """
    if then is None and now is None:
        return image
    across, below = scene.mesh()
    x, y = np.broadcast_arrays(across, below)
    home = np.dstack((x, y)).astype(np.float32)
    goal = home if now is None else home + now
    source = goal
    if then is not None:
        source = goal - then
        scale = np.array([home.shape[1] / scene.width, home.shape[0] / scene.height], np.float32)
        for _ in range(2):
            at = (source + 0.5) * scale - 0.5
            met = cv2.remap(then, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            source = goal - met.astype(np.float32, copy=False)
    step = enlarge((source - home).astype(np.float32), scene.width, scene.height)
    step[..., 0] += np.arange(scene.width, dtype=np.float32)[None, :]
    step[..., 1] += np.arange(scene.height, dtype=np.float32)[:, None]
    # Cubic rather than linear: a film passes through here once a frame, and linear would blur it a little each time.
    bent: Floats = cv2.remap(image, step[..., 0], step[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    np.clip(bent, 0.0, 255.0, out=bent)
    return bent


def _grained(image: Floats, grain: Grain) -> Floats:
    """Return the image with squares and few levels mixed in. Squares of squares are the same squares: it settles."""
    height, width = image.shape[:2]
    small = cv2.resize(
        image,
        (max(1, round(width / grain.block)), max(1, round(height / grain.block))),
        interpolation=cv2.INTER_AREA,
    ).astype(np.float32, copy=False)
    pitch = np.float32(255.0 / (grain.levels - 1))
    small = np.rint(small / pitch) * pitch
    squares = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.float32, copy=False)
    mixed: Floats = image + (squares - image) * np.float32(grain.amount)
    return mixed


def mask_weight(mask: Bytes, *, feather: float) -> Floats:
    """Return (H, W) float32: 0 where the mask is dark, rising inward from its edge to 1 over `feather` pixels, or over half
    the depth of a thin mask.

    White begins at 128; nothing outside the white is ever above 0.
    """
    white = (mask >= 128).astype(np.uint8)
    inward = cv2.distanceTransform(white, cv2.DIST_L2, cv2.DIST_MASK_5)
    if white.all():
        return np.ones(white.shape, np.float32)
    breadth = max(1.0, min(feather, float(inward.max()) / 2))
    linear = np.clip(inward / np.float32(breadth), 0.0, 1.0)
    weight: Floats = (linear * linear * (3.0 - 2.0 * linear)).astype(np.float32)
    return weight
