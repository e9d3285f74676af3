"""What the engine is given to paint a frame on: the picture before it, as the camera sees it from its next place."""

from django.core.files.storage import Storage

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.imaging.codecs.frames import decode_png, encode_png
from apps.imaging.effects.motion import Motion, move_on


def picture_to_paint_on(frame: Frame, animation: Animation, *, storage: Storage) -> bytes:
    """Return a PNG, always the same for the same frame. Raises OSError when the picture before it cannot be read."""
    before = media.read(frame.parent.image_key if frame.parent else animation.source_key, storage=storage)
    if not animation.camera_path:
        return before
    # The camera moves by one step of its way before each frame, so the chain moves as the engine paints.
    steps = animation.frame_count
    moved = move_on(
        decode_png(before), Motion(**animation.camera_path), (frame.position - 1) / steps, frame.position / steps
    )
    return encode_png(moved)
