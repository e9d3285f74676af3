"""What is done to a whole picture once everybody acts: it is bent, lit and covered."""

from collections.abc import Sequence

import cv2
import numpy as np

from apps.engines.sketch.layers import Grain, Layers, Slip
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.sheet import Bytes

SOLID = 0.92
"""Opacity of a sheet's most solid ink: drawn things let a little of the photo through, so that they sit in its light."""

GAIN_LOW, GAIN_HIGH = 0.25, 3.0
"""Below a quarter eight bits keep too few levels, above three a picture is only white."""

HOLD = 1.25
"""How early a bend gives way to the edge. Above one, or the picture would fold; not much above, or it would look framed."""


def treated(frame: Bytes, layers: Layers, scene: Scene) -> Bytes:
    """Return a frame moved, lit and covered as layers ask for."""
    if layers.changes_nothing:
        return frame
    frame = _bent(frame, _whole_way(layers, scene), scene)
    if layers.only_moves:
        return frame
    image = frame.astype(np.float32)
    if layers.grain is not None:
        image = _grained(image, layers.grain)
    image = _relit(image, layers, scene)
    image = _slipped(image, layers.slips)
    image = _laid(image, layers, scene)
    treated: Bytes = np.rint(np.clip(image, 0.0, 255.0)).astype(np.uint8)
    return treated


def _laid(image: Floats, layers: Layers, scene: Scene) -> Floats:
    if layers.sheet is None:
        return image
    solid = layers.sheet.pixels.astype(np.float32) * np.float32(SOLID * scene.presence)
    laid = image * (1.0 - solid[..., 3:] / np.float32(255.0))
    laid += solid[..., :3]
    return laid


def _slipped(image: Floats, slips: Sequence[Slip]) -> Floats:
    if not slips:
        return image
    slipped = image.copy()
    for slip in slips:
        rows = slipped[slip.top : slip.bottom, :, slip.channel]
        rows[:] = np.roll(rows, slip.right, axis=1)
    return slipped


def _relit(image: Floats, layers: Layers, scene: Scene) -> Floats:
    """Return the image in the light of `layers`, 0 … 255."""
    if layers.color is not None:
        image = np.clip(cv2.transform(image, layers.color), 0.0, 255.0).astype(np.float32, copy=False)
    if layers.gain is None:
        return image
    if (layers.gain > 1.0).any():
        image = _exposed(image, enlarge(np.clip(layers.gain, 1.0, GAIN_HIGH), scene.width, scene.height))
    if (layers.gain < 1.0).any():
        image = image * enlarge(np.clip(layers.gain, GAIN_LOW, 1.0), scene.width, scene.height)
    return image


def _exposed(image: Floats, gain: Floats) -> Floats:
    """Return the image brighter by `gain` in its shadows and less and less so up to white, which stays white.

    x → gx / (1 + (g - 1)x) for x from 0 to 1: no light is clipped.
    """
    dampened = gain - 1.0
    dampened *= image
    dampened *= np.float32(1.0 / 255.0)
    dampened += 1.0
    exposed = image * gain
    exposed /= dampened
    return exposed


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


def _bent(frame: Bytes, way: Floats | None, scene: Scene) -> Bytes:
    """Return the frame with each pixel taken from as far away as `way` says, (h, w, 2) on the coarse grid."""
    if way is None:
        return frame
    step = enlarge(way.astype(np.float32), scene.width, scene.height)
    step[..., 0] += np.arange(scene.width, dtype=np.float32)[None, :]
    step[..., 1] += np.arange(scene.height, dtype=np.float32)[:, None]
    bent = np.empty_like(frame)
    cv2.remap(frame, step, None, cv2.INTER_CUBIC, dst=bent, borderMode=cv2.BORDER_REFLECT_101)
    return bent


def _grained(image: Floats, grain: Grain) -> Floats:
    """Return the image with squares and few levels mixed in."""
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
