"""The loop editor on the page of an animation: what is set now, what the seam says, and the frames to preview it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.animations import media
from apps.animations.exports.spec import MOST_BYTES, spec_of
from apps.animations.exports.timeline import CUT_TOO_SHORT, MIN_CUT, SEAM_STEPS, SMOOTH_FPS, cut_outside_in_words
from apps.animations.models import Animation, Export, FrameState
from apps.animations.selectors import version_being_made
from apps.animations.web.copy import seam_in_words
from apps.animations.web.forms import LoopForm, values_of

SEEN = 0.5
"""From so many usual steps on a seam is seen as a jump."""

BETTER = 0.25
"""A cut that closes better by less than this is not worth the frames that it drops."""


@dataclass(frozen=True, slots=True)
class SeamNote:
    """What is to be said about where the loop begins again, and the cut that would close better, if there is one."""

    jumps: bool
    words: str
    cut: tuple[int, int] | None


def seam_note(animation: Animation, main: Export) -> SeamNote | None:
    """What the measured seam means for the version that is shown; None where nobody measured it.

    Loops that lead back have no seam, and in-betweens bridge it: there is nothing to be said then.
    """
    timeline, seam = spec_of(main).timeline, animation.seam
    if main.frame_count == 1:
        return None  # a still picture begins and ends nowhere
    if seam is None or timeline.loop not in ("forward", "reverse") or timeline.between > 1:
        return None
    proposed = (int(seam["cut"][0]), int(seam["cut"][1]))
    if timeline.cut == proposed:
        return SeamNote(seam["cut_score"] >= SEEN, seam_in_words(seam["cut_score"], SEEN), None)
    if timeline.cut is not None:
        return None
    jumps = seam["score"] >= SEEN
    is_better = jumps and seam["score"] - seam["cut_score"] > BETTER
    return SeamNote(jumps, seam_in_words(seam["score"], SEEN), proposed if is_better else None)


def loop_editor_context(animation: Animation, main: Export, form: LoopForm | None = None) -> dict[str, Any]:
    """Everything the loop editor's part of the page shows; `form` is one that came back with errors."""
    timeline = spec_of(version_being_made(animation) or main).timeline  # what was set last, also before it is ready
    urls = [
        media.own_link(frame.shown_key, owner=animation.owner_id)
        for frame in animation.frames.all()
        if frame.state == FrameState.STORED
    ]
    first, last = timeline.cut or (1, len(urls))
    values = {
        "loop": timeline.loop,
        "fps": timeline.fps,
        "first": first,
        "last": last,
        "file_size": (version_being_made(animation) or main).file_size,
        **values_of(timeline.as_words()),
    }
    return {
        "form": form or LoopForm(initial=values),
        "is_own_camera": values["camera"] == "own",
        "painted": len(urls),
        "seam": seam_note(animation, main),
        "preview": {
            "frames": urls,
            "seam_steps": SEAM_STEPS,
            "least": min(MIN_CUT, len(urls)),
            "outside": cut_outside_in_words(len(urls)),
            "too_short": CUT_TOO_SHORT,
            "bytes_a_frame": (main.size_bytes or 0) / (main.frame_count or 1),
            "most_bytes": MOST_BYTES,
            "smooth_fps": SMOOTH_FPS,
            "caption_url": reverse("caption_picture", args=[animation.pk]),
        },
        "first_frame": urls[0] if urls else "",
    }
