"""What the engine is given to paint a frame on: the picture before it, as the camera sees it from its next place, or the source."""

from typing import Literal

from django.core.files.storage import Storage

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.imaging.codecs.frames import decode_png, encode_png
from apps.imaging.effects.motion import Motion, move_on

PaintsFrom = Literal["previous", "source"]


def picture_to_paint_on(frame: Frame, animation: Animation, *, paints_from: PaintsFrom, storage: Storage) -> bytes:
    """Return a PNG, always the same for the same frame. Raises OSError when the picture it is made from cannot be read."""
    if paints_from == "source":
        return media.read(animation.source_key, storage=storage)
    before = media.read(frame.parent.image_key if frame.parent else animation.source_key, storage=storage)
    if not animation.camera_path:
        return before
    # The camera moves by one step of its way before each frame, so the chain moves as the engine paints.
    steps = animation.frame_count
    moved = move_on(
        decode_png(before), Motion(**animation.camera_path), (frame.position - 1) / steps, frame.position / steps
    )
    return encode_png(moved)


def analysis_to_paint_by(animation: Animation, *, paints_from: PaintsFrom, storage: Storage) -> bytes | None:
    """Return what was found in the source, for an engine that paints from it; None when nothing was looked for.

    Raises OSError when it cannot be read.
    """
    if paints_from != "source" or not animation.analysis_key:
        return None
    return media.read(animation.analysis_key, storage=storage)
