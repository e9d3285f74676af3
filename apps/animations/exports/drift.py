"""How far the frames of a finished chain are off, where nobody had to know it while they were painted."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.imaging.codecs.frames import decode_png
from apps.imaging.effects.drift import Drift, measure_drift


@contextmanager
def measuring_drifts(*, animation: Animation) -> Iterator[None]:
    """Measure the drift of every stored frame that has none, in a thread beside what is done in the context.

    They are on record when the context ends; nothing is when it ends by an exception. Raises OSError then, when a frame
    cannot be read.
    """
    frames = list(animation.frames.stored().order_by("position"))
    missing = [frame for frame in frames if frame.drift is None]
    if not missing:
        yield
        return
    # The thread has the keys and asks the database nothing: it would do so on a connection of its own.
    with ThreadPoolExecutor(max_workers=1) as beside:
        drifts = beside.submit(
            _measured, animation.source_key, [(frame.image_key, frame in missing) for frame in frames]
        )
        yield
        for frame, drift in zip(missing, drifts.result(), strict=True):
            frame.drift = drift_figures(drift)
    Frame.objects.bulk_update(missing, ["drift"])


def _measured(source_key: str, frames: Sequence[tuple[str, bool]]) -> list[Drift]:
    """Return the drift of each frame that is marked, from the keys of all in their order."""
    source = previous = decode_png(media.read(source_key))
    drifts = []
    for key, is_wanted in frames:
        picture = decode_png(media.read(key))
        if is_wanted:
            drifts.append(measure_drift(picture, source, previous))
        previous = picture
    return drifts


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
