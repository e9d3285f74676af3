"""Masks that are corrected afterwards: free, because the engine's own pictures are kept and only laid on anew."""

import hashlib
import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from numpy.typing import NDArray

from apps.animations import media
from apps.animations.exports.versions import choose_export, encode_export, request_export
from apps.animations.models import Animation, Frame, MaskCorrection, MessageKind, OutboxMessage
from apps.animations.outbox import ack, enqueue
from apps.imaging.codecs.frames import decode_gray, decode_png, encode_png
from apps.imaging.effects.mask import is_inside
from apps.imaging.effects.postprocess import Region, finish_frame
from apps.imaging.effects.travel import travel_masks
from apps.imaging.sandbox.process import Sandbox

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # a worker that dies of it is not sent to it for ever


class NotCorrectable(Exception):
    """There is no such finished frame with a mask. Nothing changed."""


class NothingPainted(Exception):
    """The new mask is empty: then nothing at all would be left of what was painted. Nothing changed."""


def correct_mask(*, animation: Animation, position: int, mask: bytes, sandbox: Sandbox, now: datetime) -> None:
    """Take a mask that the owner painted on one frame; all frames are made anew with it, which is free.

    Raises NotCorrectable, NothingPainted, or a PictureRejected subclass with a sentence for people.
    """
    if not is_correctable(animation) or not animation.frames.stored().filter(position=position).exists():
        raise NotCorrectable(f"frame {position} of {animation.pk}")
    painted = sandbox.ingest_mask(mask, width=animation.width, height=animation.height)
    if painted is None:
        raise NothingPainted(f"frame {position} of {animation.pk}")
    # Stored before the row that names it, and outside of the transaction.
    key = media.correction_key(animation.pk, position)
    media.write(key, painted)
    with transaction.atomic():
        # A newer mask for the same frame replaces the older one, with all of its attempts left.
        fresh = {"key": key, "created_at": now, "applied_at": None, "attempts": 0}
        MaskCorrection.objects.update_or_create(animation=animation, position=position, defaults=fresh)
        enqueue(MessageKind.CORRECT, animation.pk, now=now)


def is_correctable(animation: Animation) -> bool:
    """Return whether masks can be corrected: it has one and has ended, and its photo and what the engine painted were kept."""
    if not animation.has_photo:
        return False
    return bool(animation.mask_key) and animation.has_ended and animation.frames.exclude(painted_key="").exists()


def take_corrections_back(*, animation: Animation, now: datetime) -> None:
    """Show the frames again as they were painted, and the GIF that was made of them."""
    with transaction.atomic():
        Animation.objects.select_for_update(no_key=True).get(pk=animation.pk)  # as everybody who changes what is shown
        animation.mask_corrections.all().delete()
        animation.frames.update(corrected=None)
        animation.exports.filter(is_chosen=True).update(is_chosen=False)
        request_export(animation=animation, now=now)
        ack(MessageKind.CORRECT, animation.pk)


def make_corrected(*, animation_id: uuid.UUID, now: datetime) -> None:
    """Carry the corrected masks to all frames and lay the painted pictures on anew. Safe to call any time."""
    corrections = list(MaskCorrection.objects.filter(animation=animation_id))
    # Counted before the work: when this worker dies of it, the attempt is on record.
    counted = MaskCorrection.objects.filter(animation=animation_id, applied_at=None, attempts__lt=MAX_ATTEMPTS)
    if not counted.update(attempts=F("attempts") + 1):
        ack(MessageKind.CORRECT, animation_id)
        return
    animation = Animation.objects.get(pk=animation_id)
    frames = list(animation.frames.stored().order_by("position"))
    # The slow part runs without a lock. Whether it still is what the owner wants is asked afterwards, twice.
    made = _lay_on_anew(animation, frames, corrections)
    with transaction.atomic():
        if not _are_still(corrections, animation_id, now=now):
            return
        for frame, corrected in zip(frames, made, strict=True):
            frame.corrected = corrected
        Frame.objects.bulk_update(frames, ["corrected"])
        export = request_export(animation=animation, now=now)
    # Encoded while the old GIF is still the one that is shown.
    encode_export(export_id=export.pk, now=now)
    with transaction.atomic():
        if not _are_still(corrections, animation_id, now=now):
            return
        # Only now, with the new file made, do page and shared links change.
        choose_export(animation=animation, export=export)
        animation.mask_corrections.update(applied_at=now)
        ack(MessageKind.CORRECT, animation_id)


def _are_still(corrections: Sequence[MaskCorrection], animation_id: uuid.UUID, *, now: datetime) -> bool:
    """Return whether nobody corrected anything meanwhile, or took it back; otherwise there is another look.

    Locks the animation.
    """
    animation = Animation.objects.select_for_update(no_key=True).get(pk=animation_id)
    if _names(animation.mask_corrections.all()) == _names(corrections):
        return True
    enqueue(MessageKind.CORRECT, animation_id, now=now)
    return False


def is_being_corrected(animation: Animation) -> bool:
    return animation.mask_corrections.filter(applied_at=None, attempts__lt=MAX_ATTEMPTS).exists()


def has_failed(animation: Animation) -> bool:
    """Return whether a correction was given up. What is shown is what was shown before."""
    waits = OutboxMessage.objects.filter(kind=MessageKind.CORRECT, ref=animation.pk).exists()
    return not waits and animation.mask_corrections.filter(applied_at=None, attempts__gte=MAX_ATTEMPTS).exists()


def _names(corrections: Sequence[MaskCorrection] | Any) -> list[str]:
    return sorted(correction.key for correction in corrections)


def _lay_on_anew(
    animation: Animation, frames: list[Frame], corrections: list[MaskCorrection]
) -> list[dict[str, object]]:
    """Return what is shown of each frame with the corrected masks. Frames are finished in order, as in the chain.

    Where a mask follows, what it left behind stays as it was painted; but what the owner left out of a frame is the
    original again, from that frame on.
    """
    # Part of the keys of what is written: the same masks give the same keys, others never overwrite them.
    digest = hashlib.sha256("|".join(_names(corrections)).encode()).hexdigest()[:32]
    source = decode_png(media.read(animation.source_key))
    # From here on pictures are counted by index: 0 is the source, 1 the first stored frame.
    positions = {frame.position: index for index, frame in enumerate(frames, start=1)}
    painted = {positions[one.position]: decode_gray(media.read(one.key)) for one in corrections}
    # Corrections are of frames; the source keeps the mask that the animation began with.
    painted.setdefault(0, decode_gray(media.read(animation.mask_key)))
    # Masks travel by what the owner saw move: the frames as they were first shown.
    carried = travel_masks([source, *(decode_png(media.read(frame.image_key)) for frame in frames)], painted)
    shown: list[dict[str, object]] = []
    previous = reference = source
    reached: NDArray[np.bool_] = np.zeros(source.shape[:2], bool)
    for frame, travelled in zip(frames, carried[1:], strict=True):
        is_corrected = positions[frame.position] in painted
        # A corrected frame begins anew: outside its mask stands the original, and only its own mask counts as reached.
        inside = is_inside(travelled.mask)
        reached, ground = (inside, source) if is_corrected else (reached | inside, previous)
        done = finish_frame(
            decode_png(media.read(frame.painted_key or frame.image_key)),
            source=source,
            previous=previous,
            reference=reference,
            color_stabilization=animation.color_stabilization,
            region=Region(travelled.mask, np.where(reached, np.uint8(255), np.uint8(0)), ground),
        )
        # New files under new keys; the rows that point to them change in the caller's transaction.
        key, mask_key = media.corrected_keys(animation.pk, frame.pk, digest)
        png = encode_png(done.frame)
        media.write(key, png, storage=default_storage)
        media.write(mask_key, encode_png(travelled.mask), storage=default_storage)
        shown.append(
            {
                "image_key": key,
                "sha256": hashlib.sha256(png).hexdigest(),
                "mask_key": mask_key,
                "differing_outside": done.differing_outside,
            }
        )
        # The next frame is finished against this one, as it was when the chain was painted.
        previous = done.frame
        reference = previous if frame.sets_reference else reference
    return shown
