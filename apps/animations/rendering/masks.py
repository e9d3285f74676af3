"""The mask on each frame of a chain: where it was painted, or where it has travelled to."""

import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from django.core.files.storage import Storage
from numpy.typing import NDArray

from apps.animations import media
from apps.animations.models import Animation
from apps.imaging.codecs.frames import decode_gray, decode_png, encode_png
from apps.imaging.effects.travel import Traveller

REMEMBERED = 64
"""Travelling masks that a process keeps between two frames; one that was forgotten is followed again from the start."""


@dataclass(frozen=True, slots=True)
class MaskOnFrame:
    """One frame's mask: (H, W) uint8, and the same as the PNG (L, 8 bit) that engines are given."""

    pixels: NDArray[np.uint8]
    png: bytes


@dataclass(slots=True)
class _Journey:
    """How far a mask has travelled: it is now on the frame at `position`."""

    traveller: Traveller
    position: int
    mask: MaskOnFrame


_journeys: OrderedDict[uuid.UUID, _Journey] = OrderedDict()
_lock = threading.Lock()


def mask_on(animation: Animation, *, position: int, storage: Storage) -> MaskOnFrame | None:
    """Return the animation's mask on a stored frame, position 0 being the source; None when it has no mask.

    Always the same for the same frames, whoever asks and however often. Raises OSError when a picture cannot be read.
    """
    if not animation.mask_key:
        return None
    png = media.read(animation.mask_key, storage=storage)
    painted = MaskOnFrame(decode_gray(png), png)
    if position == 0 or not animation.mask_follows:
        return painted
    # One step of one animation is under way at a time, so nobody else walks this journey meanwhile.
    with _lock:
        journey = _journeys.pop(animation.pk, None)
    # A journey goes forward only: for an earlier frame it begins again at the source.
    if journey is None or journey.position > position:
        source = decode_png(media.read(animation.source_key, storage=storage))
        journey = _Journey(Traveller(source, painted.pixels), 0, painted)
    # Every frame between must be walked, because a step is found from one picture to the next.
    ahead = animation.frames.stored().filter(position__gt=journey.position, position__lte=position)
    try:
        for frame in ahead.order_by("position"):
            picture = decode_png(media.read(frame.image_key, storage=storage))
            pixels = journey.traveller.carry_on(picture).mask
            journey.position, journey.mask = frame.position, MaskOnFrame(pixels, encode_png(pixels))
    finally:  # also when a picture is missing: the next look goes on from here
        with _lock:
            _journeys[animation.pk] = journey
            while len(_journeys) > REMEMBERED:
                _journeys.popitem(last=False)
    return journey.mask


def forget_all() -> None:
    """Follow every mask from its start again, as a process that has just begun does."""
    with _lock:
        _journeys.clear()
