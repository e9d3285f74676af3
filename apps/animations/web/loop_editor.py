"""The loop editor on the page of an animation: what is set now, what the seam says, and the frames to preview it."""

from typing import Any

from django.urls import reverse

from apps.animations.exports.spec import MOST_BYTES, spec_of
from apps.animations.exports.timeline import BRIDGE_STEPS, MIN_TRIM, SMOOTH_FPS, TRIM_TOO_SHORT, format_trim_outside
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export, FrameState
from apps.animations.selectors import version_being_made
from apps.animations.web.forms import LoopForm, values_of
from apps.animations.web.loop_gap import loop_gap_note


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
