"""How far the frames of a finished chain are off, where nobody had to know it while they were painted."""

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.imaging.codecs.frames import decode_png
from apps.imaging.effects.drift import Drift, measure_drift


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


def drift_figures(drift: Drift) -> dict[str, float]:
    """Return what of a measurement is stored with the frame and plotted."""
    return {
        "off_by": round(drift.off_by, 2),
        "lightness": round(drift.lightness, 2),
        "green_red": round(drift.green_red, 2),
        "blue_yellow": round(drift.blue_yellow, 2),
        "saturation": round(drift.saturation, 3),
        "contrast": round(drift.contrast, 3),
        "sharpness": round(drift.sharpness, 3),
        "similarity_to_first": round(drift.similarity_to_first, 3),
        "similarity_to_previous": round(drift.similarity_to_previous, 3),
    }
