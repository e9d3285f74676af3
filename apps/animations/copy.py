"""What people read while an animation runs and when it ends: what happened, what it cost, what to do next."""

from collections.abc import Sequence
from itertools import pairwise

from django.conf import settings

from apps.animations.exports.timeline import Timeline
from apps.animations.models import (
    MASKED,
    WHOLE,
    Animation,
    AnimationState,
    EnginePause,
    FailureReason,
    LoopStyle,
    PausedReason,
)
from apps.animations.progress import Progress
from apps.animations.selectors import Share
from apps.engines.registry import EngineNotOffered, get_engine, offered_engines
from apps.imaging.formats.checks import ONCE, STILL

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
    """Return one line that says where the animation stands."""
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
    """Return how long it will still take; empty while that cannot be said honestly."""
    if progress.seconds_left is None:
        return ""
    if progress.seconds_left < SECONDS_IN_MINUTES:
        return f"about {progress.seconds_left} s left"
    return f"about {round(progress.seconds_left / 60)} min left"


def model_name(engine: str, model: str) -> str:
    """Return what people call a model; its own name when the engine is not offered here any more."""
    try:
        return get_engine(engine).capabilities.model(model).label
    except (EngineNotOffered, KeyError):
        return model


def pause_name(pause: EnginePause) -> str:
    """Return what a pause is about: an engine, or a part of it."""
    engine = pause.engine.capitalize()
    if pause.part == WHOLE:
        return engine
    return f"{engine}, painted areas" if pause.part == MASKED else f"{engine}, {model_name(pause.engine, pause.part)}"


def format_frames(positions: Sequence[int]) -> str:
    """Return frame numbers as people say them: "frame 4", "frames 1 to 3 and 6"."""
    ordered = sorted(positions)
    starts = ordered[:1] + [later for earlier, later in pairwise(ordered) if later != earlier + 1]
    ends = [earlier for earlier, later in pairwise(ordered) if later != earlier + 1] + ordered[-1:]
    runs = []
    for start, end in zip(starts, ends, strict=True):
        runs += [str(start), str(end)] if end == start + 1 else [str(start) if start == end else f"{start} to {end}"]
    listed = " and ".join(part for part in (", ".join(runs[:-1]), runs[-1]) if part)
    return f"{'frame' if len(ordered) == 1 else 'frames'} {listed}"


def format_deviation(measured: Sequence[tuple[int, float]], limit: float | None) -> str:
    """Return how far the colors of (frame, off by) are off, as far as people see it."""
    position, most = max(measured, key=lambda one: one[1])
    seen = next(words for reach, words in SEEN if most < reach)
    stop = "" if limit is None else f" The line is your limit, {limit:g}."
    return f"At most {most:.1f}, in frame {position}: {seen}.{stop}"


def format_outside(differing: Sequence[int], *, has_moved: bool) -> str:
    """Return whether the outside of a mask is still the original; empty without a mask.

    `has_moved`: it is not one for all.
    """
    if not differing:
        return ""
    outside = "Wherever the painted area hasn't been" if has_moved else "Outside your painted area"
    return f"{outside}, {max(differing):,} pixels differ from your picture."


LOOP_SENTENCES = {
    STILL: "This is a still picture: all frames look the same. {name} won't show any motion.",
    ONCE: "This plays once. {name} will show it as a still after that.",
}
"""What a file that does not repeat looks like in a place that shows it again and again."""


def format_timeline(timeline: Timeline) -> str:
    """Return what is shown, as a line under a version."""
    parts = [LoopStyle(timeline.loop).label, f"{timeline.fps:g} fps"]
    if timeline.trim:
        parts.append(f"frames {timeline.trim[0]} to {timeline.trim[1]}")
    if timeline.interpolation_factor > 1:
        parts.append(f"{timeline.interpolation_factor - 1} in between")
    if timeline.motion:
        parts.append("camera moves")
    if timeline.crop:
        parts.append(timeline.crop.shape)
    if timeline.caption:
        parts.append(f"“{timeline.caption.text}”")
    return ", ".join(parts)


def format_loop_gap(score: float, seen: float) -> str:
    """Return how a loop closes, by how uneven its seam is in usual steps."""
    if score < seen:
        return "This loop is seamless."
    if score < 2 * seen:
        return "This loop jumps slightly where it starts over."
    return "This loop jumps where it starts over."


def format_credits(amount: int) -> str:
    return f"{amount} {'credit' if amount == 1 else 'credits'}"


def stepped_in(animation: Animation, shares: Sequence[Share]) -> str:
    """Say that the fallback painted, which frames, and what each cost; empty when it did not."""
    for share in shares:
        if share.model == animation.fallback_model:
            chosen, fallback = (model_name(animation.engine, one) for one in (animation.model, share.model))
            each = f"{format_credits(share.credits_each)} {'' if len(share.positions) == 1 else 'each '}"
            return (
                f"{chosen} was unavailable, so {fallback} generated {format_frames(share.positions)}, "
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
    """Return what happened and what it cost, in at most three short sentences; empty when the headline says all.

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


def engine_label(name: str) -> str:
    """Return how people call an engine; empty for no engine in particular."""
    engine = offered_engines().get(name)
    return engine.capabilities.label if engine else name.capitalize()
