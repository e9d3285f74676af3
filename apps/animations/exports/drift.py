"""How far the frames of a finished chain are off, where nobody had to know it while they were painted."""

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.animations.rendering.postprocess import drift_figures
from apps.imaging.codecs.frames import decode_png
from apps.imaging.effects.drift import measure_drift


def measure_drifts(*, animation: Animation) -> int:
    """Put the drift of every stored frame that has none on record; return how many. Raises OSError."""
    frames = list(animation.frames.stored().order_by("position"))
    missing = [frame for frame in frames if frame.drift is None]
    if not missing:
        return 0
    source = previous = decode_png(media.read(animation.source_key))
    for frame in frames:
        picture = decode_png(media.read(frame.image_key))
        if frame.drift is None:
            frame.drift = drift_figures(measure_drift(picture, source, previous))
        previous = picture
    return Frame.objects.bulk_update(missing, ["drift"])
