"""From an accepted picture to the frame that is shown and painted on, as the recipe wants it: hold, mask, drift."""

import os
import threading
from dataclasses import dataclass

import numpy as np
from django.core.files.storage import Storage
from numpy.typing import NDArray

from apps.animations import media
from apps.animations.exports.drift import drift_figures
from apps.animations.models import Animation, Frame
from apps.animations.rendering.masks import mask_on
from apps.imaging.codecs.frames import decode_gray, decode_png, encode_png
from apps.imaging.effects.mask import is_inside
from apps.imaging.effects.postprocess import Region, finish_frame

_at_once = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
"""Frames that one process finishes at once: as many as there are cores, because each takes some ten megabytes a megapixel."""


@dataclass(frozen=True, slots=True)
class FinishedPicture:
    """A PNG to store, and what goes with it into the frame's row. `painted` and `mask` are PNGs to keep, if any."""

    png: bytes
    painted: bytes | None = None
    mask: bytes | None = None
    drift: dict[str, float] | None = None
    differing_outside: int | None = None
    sets_reference: bool = False


def postprocess(png: bytes, *, frame: Frame, animation: Animation, storage: Storage) -> FinishedPicture:
    """Finish one accepted picture. Raises OSError when a picture before it cannot be read now.

    Where the recipe asks for nothing, the picture stays as it is, and its drift is measured when the GIF is made.
    """
    if not (animation.color_stabilization or animation.mask_key or animation.stop_off_by):
        return FinishedPicture(png)
    # Everything is read before the place among the frames in work is taken: a slow store holds up nobody.
    source = decode_png(media.read(animation.source_key, storage=storage))
    previous = decode_png(media.read(frame.parent.image_key, storage=storage)) if frame.parent else source
    reference = _reference(animation, frame, storage=storage) if animation.color_stabilization else None
    mask = mask_on(animation, position=frame.position - 1, storage=storage)
    # Outside the mask stands what must not change: the source, or the frame before where the mask follows and what it
    # left behind stays as painted.
    region = None
    if mask is not None:
        grounded = previous if animation.mask_follows else source
        region = Region(mask.pixels, _reached(animation, frame, mask.pixels, storage=storage), grounded)
    with _at_once:
        done = finish_frame(
            decode_png(png),
            source=source,
            previous=previous,
            reference=source if reference is None else reference,
            color_stabilization=animation.color_stabilization,
            region=region,
        )
        # A picture that nothing was done to is stored as the very bytes that came, and only once.
        changed = bool(animation.color_stabilization or mask is not None)
        return FinishedPicture(
            png=encode_png(done.frame) if changed else png,
            painted=png if changed else None,
            mask=mask.png if mask is not None and animation.mask_follows else None,
            drift=drift_figures(done.drift),
            differing_outside=done.differing_outside,
            sets_reference=done.sets_reference,
        )


def _reference(animation: Animation, frame: Frame, *, storage: Storage) -> NDArray[np.uint8] | None:
    """Return the last frame before this one whose colors were meant, None when that is the source."""
    key = (
        animation.frames.stored()
        .filter(position__lt=frame.position, sets_reference=True)
        .order_by("-position")
        .values_list("image_key", flat=True)
        .first()
    )
    return None if key is None else decode_png(media.read(key, storage=storage))


def _reached(animation: Animation, frame: Frame, mask: NDArray[np.uint8], *, storage: Storage) -> NDArray[np.uint8]:
    """Return all that the chain was allowed to change up to this frame, (H, W) uint8."""
    if not animation.mask_follows:
        return mask
    # A mask that travels may leave paint anywhere it has been, so all of its stations count.
    earlier = animation.frames.stored().filter(position__lt=frame.position).exclude(mask_key="")
    inside = is_inside(mask)
    for key in earlier.values_list("mask_key", flat=True):
        inside |= is_inside(decode_gray(media.read(key, storage=storage)))
    return np.where(inside, np.uint8(255), np.uint8(0))
