"""What people read while an animation runs and when it ends: what happened, what it cost, what to do next."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings

from apps.animations.exports.spec import PLACES
from apps.animations.exports.timeline import Timeline
from apps.animations.models import (
    MASKED,
    WHOLE,
    Animation,
    AnimationState,
    EnginePause,
    Export,
    FailureReason,
    FileSize,
    LoopStyle,
    PausedReason,
)
from apps.animations.selectors import Progress, Share
from apps.engines.registry import EngineNotOffered, get_engine
from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.fits import ONCE, STILL

PAUSES = {
    PausedReason.TURN: "You have other GIFs in progress. This one starts when one of them finishes. Nothing is charged while it waits.",
    PausedReason.ENGINE: "This style is temporarily unavailable. Your GIF will continue automatically, and nothing is charged while it waits.",
    PausedReason.SITE_CEILING: "The site has reached its limit for today. Your GIF will continue automatically by tomorrow, and nothing is charged while it waits.",
    PausedReason.USER_CEILING: "You've reached today's limit. Your GIF will continue automatically tomorrow, and nothing is charged while it waits.",
    PausedReason.ROOM: "We're out of space for new frames right now. Your GIF will continue automatically, and nothing is charged while it waits.",
    PausedReason.REVIEW: "A frame got lost on the way and we're looking into it. If it doesn't turn up within a day, its credits are refunded automatically.",
}

CLOSED = "Paid styles are turned off right now. Your GIF will continue automatically when they're back. Nothing is charged while it waits, and you can cancel any time."
"""What a spending limit of nothing means: no day will end it."""

FAILURES = {
    FailureReason.CONTENT: "This prompt or picture was declined. Try different words or another picture.",
    FailureReason.FILTERED: "The next frame was blocked by a content filter, so we stopped. Try gentler words.",
    FailureReason.REQUEST: "This request couldn't be processed. Try a shorter prompt in English or another picture.",
    FailureReason.ENGINE: "This style failed several times, so we stopped. Try again later or choose another style.",
    FailureReason.UNREACHABLE: "This style didn't respond, so we stopped. Try again later or choose another style.",
    FailureReason.UNUSABLE: "This style returned an unusable frame, so we stopped. Try again or choose another style.",
    FailureReason.UNKNOWN: "A frame got lost on the way, so we stopped. Try again.",
    FailureReason.PICTURE: "A saved picture couldn't be read, so we stopped. Try again.",
    FailureReason.FROZEN: "Your bank is disputing a payment, so we stopped. You can make GIFs again when that's resolved.",
    FailureReason.DRIFT: "The colors drifted more than you allowed, so we stopped. Try more color stability or a lower intensity.",
    FailureReason.CANCELLED: "",
}


SEEN = (
    (2.0, "not noticeable"),
    (5.0, "only noticeable side by side"),
    (10.0, "easy to notice"),
    (float("inf"), "the colors have clearly changed"),
)
"""What people see of a shift of all colors, by CIE76 units."""


SECONDS_IN_MINUTES = 90  # from here on a time is said in minutes: nobody counts so many seconds


def headline(animation: Animation, progress: Progress) -> str:
    """One line that says where the animation stands."""
    match animation.state:
        case AnimationState.QUEUED if animation.paused_reason not in (PausedReason.NONE, PausedReason.TURN):
            return "Paused before the first frame"
        case AnimationState.QUEUED:
            return "Waiting to start" if not progress.ahead else f"Waiting, {progress.ahead} ahead of you"
        case AnimationState.ACTIVE if animation.paused_reason:
            return f"Paused at frame {min(progress.stored + 1, progress.total)} of {progress.total}"
        case AnimationState.ACTIVE:
            return f"Frame {min(progress.stored + 1, progress.total)} of {progress.total}"
        case AnimationState.ASSEMBLING:
            return "Putting your GIF together"
        case AnimationState.DONE:
            return "Your GIF is ready"
        case AnimationState.PARTIAL:
            return f"{progress.stored} of {progress.total} frames are ready"
        case AnimationState.CANCELLED:
            return "Canceled"
        case _:
            return "This didn't work"


def time_left(progress: Progress) -> str:
    """How long it will still take; empty while that cannot be said honestly."""
    if progress.seconds_left is None:
        return ""
    if progress.seconds_left < SECONDS_IN_MINUTES:
        return f"about {progress.seconds_left} s left"
    return f"about {round(progress.seconds_left / 60)} min left"


def model_name(engine: str, model: str) -> str:
    """What people call a model; its own name when the engine is not offered here any more."""
    try:
        return get_engine(engine).capabilities.model(model).label
    except (EngineNotOffered, KeyError):
        return model


def pause_name(pause: EnginePause) -> str:
    """What a pause is about: an engine, or a part of it."""
    engine = pause.engine.capitalize()
    if pause.part == WHOLE:
        return engine
    return f"{engine}, painted areas" if pause.part == MASKED else f"{engine}, {model_name(pause.engine, pause.part)}"


def frames_in_words(positions: Sequence[int]) -> str:
    """Frame numbers as people say them: "frame 4", "frames 1 to 3 and 6"."""
    ordered = sorted(positions)
    starts = ordered[:1] + [later for earlier, later in pairwise(ordered) if later != earlier + 1]
    ends = [earlier for earlier, later in pairwise(ordered) if later != earlier + 1] + ordered[-1:]
    runs = []
    for start, end in zip(starts, ends, strict=True):
        runs += [str(start), str(end)] if end == start + 1 else [str(start) if start == end else f"{start} to {end}"]
    listed = " and ".join(part for part in (", ".join(runs[:-1]), runs[-1]) if part)
    return f"{'frame' if len(ordered) == 1 else 'frames'} {listed}"


def off_in_words(measured: Sequence[tuple[int, float]], limit: float | None) -> str:
    """How far the colors of (frame, off by) are off, as far as people see it."""
    position, most = max(measured, key=lambda one: one[1])
    seen = next(words for reach, words in SEEN if most < reach)
    stop = "" if limit is None else f" The line is your limit, {limit:g}."
    return f"At most {most:.1f}, in frame {position}: {seen}.{stop}"


def outside_in_words(differing: Sequence[int], *, has_moved: bool) -> str:
    """Whether the outside of a mask is still the original; empty without a mask. `has_moved`: it is not one for all."""
    if not differing:
        return ""
    outside = "Wherever the painted area hasn't been" if has_moved else "Outside your painted area"
    return f"{outside}, {max(differing):,} pixels differ from your picture."


LOOP_SENTENCES = {
    STILL: "This is a still picture: all frames look the same. {name} won't show any motion.",
    ONCE: "This plays once. {name} will show it as a still after that.",
}
"""What a file that does not repeat looks like in a place that shows it again and again."""


def check_in_words(check: Mapping[str, Any], destination: str) -> str:
    """What was measured on a finished file against a limit of the place it was made for."""
    place = PLACES.get(destination)
    name = place.name if place else "This place"
    what, found, allowed = (str(check[part]) for part in ("what", "measured", "allowed"))
    if what == "all frames together":
        return f"All frames together have {found} pixels. {name} takes up to {allowed}."
    if what == "the loop":
        return f"It {found}." if found == allowed else LOOP_SENTENCES[found].format(name=name)
    if found == STILL:
        return f"It is {STILL}. {name} takes what lasts up to {allowed}."
    is_exact = what == "the format" or (what == "the picture" and place is not None and place.square is not None)
    return f"{what[0].upper()}{what[1:]} is {found}. {name} takes {'' if is_exact else 'up to '}{allowed}."


def frame_count_in_words(count: int, *, of: int | None = None) -> str:
    """How many frames a file has: "1 frame", "12 frames"; with more in what it was made `of`, "17 of 184 frames"."""
    if of is not None and count < of:
        return f"{count} of {of} frames"
    return f"{count} frame" if count == 1 else f"{count} frames"


def thinned_in_words(count: int, *, of: int) -> str:
    """That frames were left out to make a file fit, as a sentence."""
    return f"It shows {count} of the {of} frames, at the same total length."


def measured_in_words(check: Mapping[str, Any], export: Export, *, of: int | None = None) -> str:
    """What was found of a finished file, in a word or two; `of` is how many frames there were to take."""
    match check["what"]:
        case "the file":
            return size_in_words(export.size_bytes or 0)
        case "the number of frames":
            return frame_count_in_words(int(check["measured"]), of=of)
        case "all frames together":
            return f"{check['measured']} pixels"
        case _:
            return str(check["measured"])


def file_size_in_words(export: Export) -> str:
    """What a GIF was made to fit, as in "the 1 MB GIF"; empty for full quality."""
    return {FileSize.ONE_MB: "1 MB", FileSize.TWO_MB: "2 MB"}.get(FileSize(export.file_size), "")


def rest_in_words(export: Export, *, of: int | None = None) -> str:
    """What was measured on a finished file and stands against no limit: its sides, its frames, how long it lasts.

    `of` is how many frames there were to take.
    """
    checked = {check["what"] for check in export.checks}
    figures = {
        "the picture": f"{export.width} × {export.height}",
        "the number of frames": frame_count_in_words(export.frame_count or 0, of=of),
        "one showing": STILL if export.frame_count == 1 else f"{(export.duration_ms or 0) / 1000:.2g} s",
    }
    return ", ".join(words for what, words in figures.items() if what not in checked)


def limits_in_words(place: Destination) -> str:
    """What a place takes, before a file is made for it. Lines break after a comma, never before a unit."""
    parts: list[str] = ["WebP" if place.kind == "WEBP" else place.kind]
    if place.square:
        parts.append(f"{place.square} × {place.square}")
    elif place.max_width and place.max_height:
        parts.append(f"up to {place.max_width} × {place.max_height}")
    parts.append(f"up to {limit_in_words(place.max_bytes)}")
    if place.max_seconds:
        parts.append(f"up to {place.max_seconds:g} s")
    return ", ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)


def size_in_words(size: int) -> str:
    """A file's size: "127 KB", "1.9 MB"; never more than there is."""
    kilobyte, megabyte = 1_000, 1_000_000
    return f"{size / megabyte:.3g} MB" if size >= megabyte else f"{max(1, size // kilobyte)} KB"


def limit_in_words(most: int) -> str:
    """A limit in bytes as platforms write it, whether they count in thousands or in 1024s: "128 KB", "10 MB"."""
    kilobyte = 1024 if most % 1024 == 0 else 1000
    return f"{most / kilobyte**2:.3g} MB" if most >= kilobyte**2 else f"{round(most / kilobyte)} KB"


def timeline_in_words(timeline: Timeline) -> str:
    """What is shown, as a line under a version."""
    parts = [LoopStyle(timeline.loop).label, f"{timeline.fps:g} fps"]
    if timeline.cut:
        parts.append(f"frames {timeline.cut[0]} to {timeline.cut[1]}")
    if timeline.between > 1:
        parts.append(f"{timeline.between - 1} in between")
    if timeline.motion:
        parts.append("camera moves")
    if timeline.crop:
        parts.append(timeline.crop.shape)
    if timeline.caption:
        parts.append(f"“{timeline.caption.text}”")
    return ", ".join(parts)


def seam_in_words(score: float, seen: float) -> str:
    """How a loop closes, by how uneven its seam is in usual steps."""
    if score < seen:
        return "This loop is seamless."
    if score < 2 * seen:
        return "This loop jumps slightly where it starts over."
    return "This loop jumps where it starts over."


def credits_in_words(amount: int) -> str:
    return f"{amount} {'credit' if amount == 1 else 'credits'}"


def stepped_in(animation: Animation, shares: Sequence[Share]) -> str:
    """That the fallback painted, which frames, and what each cost; empty when it did not."""
    for share in shares:
        if share.model == animation.fallback_model:
            chosen, fallback = (model_name(animation.engine, one) for one in (animation.model, share.model))
            each = f"{credits_in_words(share.credits_each)} {'' if len(share.positions) == 1 else 'each '}"
            return (
                f"{chosen} was unavailable, so {fallback} generated {frames_in_words(share.positions)}, "
                f"at {each}instead of {animation.credits_per_frame}."
            )
    return ""


def _is_closed(reason: PausedReason) -> bool:
    limits = {
        PausedReason.SITE_CEILING: settings.SITE_DAILY_SPEND_CENTS,
        PausedReason.USER_CEILING: settings.USER_DAILY_SPEND_CENTS,
    }
    return limits.get(reason) == 0


def explanation(animation: Animation, *, charged: int, released: int, pause: EnginePause | None = None) -> str:
    """What happened and what it cost, in at most three short sentences; empty when the headline says all.

    `pause` is what an animation waits for that waits for its engine.
    """
    if animation.paused_reason and not animation.has_ended:
        if animation.paused_reason == PausedReason.ENGINE and pause is not None and pause.part not in (WHOLE, MASKED):
            model = model_name(animation.engine, animation.model)
            return f"{model} is temporarily unavailable. Your GIF will continue automatically, and nothing is charged while it waits."
        reason = PausedReason(animation.paused_reason)
        return CLOSED if _is_closed(reason) else PAUSES[reason]
    if animation.state not in (AnimationState.PARTIAL, AnimationState.FAILED, AnimationState.CANCELLED):
        return ""
    why = FAILURES.get(FailureReason(animation.failure), "")
    if animation.payer is not None:
        return " ".join(part for part in (why, "A sponsor paid for this GIF, so you weren't charged.") if part)
    back = f"{released} {'credit is' if released == 1 else 'credits are'} back in your balance."
    cost = "Nothing was charged." if charged == 0 else "You only paid for the frames you got."
    return " ".join(part for part in (why, cost, back if released else "") if part)
