"""The loop editor on the page of an animation: what is set now, what the seam says, and the frames to preview it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.animations.copy import format_loop_gap
from apps.animations.exports.spec import MOST_BYTES, spec_of
from apps.animations.exports.timeline import BRIDGE_STEPS, MIN_TRIM, SMOOTH_FPS, TRIM_TOO_SHORT, format_trim_outside
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export, FrameState
from apps.animations.selectors import version_being_made
from apps.animations.web.forms import LoopForm, values_of
from apps.engines.registry import capabilities_of

SEEN = 0.5
"""From so many usual steps on a seam is seen as a jump."""

BETTER = 0.25
"""A cut that closes better by less than this is not worth the frames that it drops."""


@dataclass(frozen=True, slots=True)
class LoopGapNote:
    """What is to be said about where the loop begins again, and the cut that would close better, if there is one."""

    jumps: bool
    words: str
    trim: tuple[int, int] | None


def loop_gap_note(animation: Animation, main: Export) -> LoopGapNote | None:
    """Return what the measured seam means for the version that is shown; None where nobody measured it.

    Loops that lead back have no seam, and in-betweens bridge it: there is nothing to be said then. Nor of all frames of an
    engine whose films end where they begin: a story in steps may be uneven, and a cut would leave half of it out.
    """
    timeline, loop_gap = spec_of(main).timeline, animation.loop_gap
    if main.frame_count == 1:
        return None  # a still picture begins and ends nowhere
    if loop_gap is None or timeline.loop not in ("forward", "reverse") or timeline.interpolation_factor > 1:
        return None
    proposed = (int(loop_gap["trim"][0]), int(loop_gap["trim"][1]))
    if timeline.trim == proposed:
        return LoopGapNote(loop_gap["cut_score"] >= SEEN, format_loop_gap(loop_gap["cut_score"], SEEN), None)
    if timeline.trim is not None:
        return None
    if capabilities_of(animation.engine).closes:
        return None
    jumps = loop_gap["score"] >= SEEN
    is_better = jumps and loop_gap["score"] - loop_gap["cut_score"] > BETTER
    return LoopGapNote(jumps, format_loop_gap(loop_gap["score"], SEEN), proposed if is_better else None)


def loop_editor_context(animation: Animation, main: Export, form: LoopForm | None = None) -> dict[str, Any]:
    """Return everything the loop editor's part of the page shows; `form` is one that came back with errors."""
    timeline = spec_of(version_being_made(animation) or main).timeline  # what was set last, also before it is ready
    urls = [
        own_link(frame.shown_key, owner=animation.owner_id)
        for frame in animation.frames.all()
        if frame.state == FrameState.STORED
    ]
    # Without a cut, from the first frame to the last, counted from 1.
    first, last = timeline.trim or (1, len(urls))
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
        "loop_gap": loop_gap_note(animation, main),
        # For the script that plays the stored frames as the settings would show them.
        "preview": {
            "frames": urls,
            "bridge_steps": BRIDGE_STEPS,
            "least": min(MIN_TRIM, len(urls)),
            "outside": format_trim_outside(len(urls)),
            "too_short": TRIM_TOO_SHORT,
            "bytes_a_frame": (main.size_bytes or 0) / (main.frame_count or 1),
            "most_bytes": MOST_BYTES,
            "smooth_fps": SMOOTH_FPS,
            "caption_url": reverse("caption_picture", args=[animation.pk]),
        },
        "first_frame": urls[0] if urls else "",
    }
