"""What people read while an animation runs and when it ends: what happened, what it cost, what to do next."""

from apps.animations.models import Animation, AnimationState, FailureReason, PausedReason
from apps.animations.selectors import Progress

PAUSES = {
    PausedReason.TURN: "You have other GIFs running. This one starts when one finishes. Nothing is being charged.",
    PausedReason.ENGINE: "The engine is taking a break. This goes on by itself, and nothing is being charged meanwhile.",
    PausedReason.SITE_CEILING: "Today's painting budget of the site is used up. This goes on by itself tomorrow at the latest; nothing is being charged meanwhile.",
    PausedReason.USER_CEILING: "You have reached the amount one person may paint in a day. This goes on by itself tomorrow; nothing is being charged meanwhile.",
    PausedReason.REVIEW: "An answer of the engine got lost and we are looking into it. If it does not turn up within a day, your credits come back by themselves.",
}

FAILURES = {
    FailureReason.CONTENT: "The engine refused this prompt or picture. Try other words or another picture.",
    FailureReason.FILTERED: "The engine blurred the next picture, so we stopped. Try gentler words.",
    FailureReason.REQUEST: "The engine could not work with this request. Try a shorter English prompt or another picture.",
    FailureReason.ENGINE: "The engine failed several times, so we stopped. Try again later or choose another engine.",
    FailureReason.UNREACHABLE: "The engine did not answer, so we stopped. Try again later or choose another engine.",
    FailureReason.UNUSABLE: "The engine sent something that is no usable picture, so we stopped. Try again or choose another engine.",
    FailureReason.UNKNOWN: "An answer of the engine got lost, so we stopped. Try again.",
    FailureReason.PICTURE: "A stored picture could not be read, so we stopped. Try again.",
    FailureReason.FROZEN: "Your bank is asking for a payment back, so we stopped. You can paint again when that is settled.",
    FailureReason.CANCELLED: "",
}


def headline(animation: Animation, progress: Progress) -> str:
    """One line that says where the animation stands."""
    match animation.state:
        case AnimationState.QUEUED:
            return "Waiting to start" if not progress.ahead else f"Waiting, {progress.ahead} ahead of you"
        case AnimationState.ACTIVE if animation.paused_reason:
            return f"Paused at frame {min(progress.stored + 1, progress.total)} of {progress.total}"
        case AnimationState.ACTIVE:
            return f"Frame {min(progress.stored + 1, progress.total)} of {progress.total}"
        case AnimationState.ASSEMBLING:
            return "Putting the GIF together"
        case AnimationState.DONE:
            return "Your GIF is ready"
        case AnimationState.PARTIAL:
            return f"{progress.stored} of {progress.total} frames were made"
        case AnimationState.CANCELLED:
            return "Cancelled"
        case _:
            return "This did not work"


def time_left(progress: Progress) -> str:
    """How long it will still take; empty while that cannot be said honestly."""
    return "" if progress.seconds_left is None else f"about {progress.seconds_left} s left"


def explanation(animation: Animation, *, charged: int, released: int) -> str:
    """What happened and what it cost, in at most three short sentences; empty when the headline says all."""
    if animation.paused_reason and not animation.has_ended:
        return PAUSES[PausedReason(animation.paused_reason)]
    if animation.state not in (AnimationState.PARTIAL, AnimationState.FAILED, AnimationState.CANCELLED):
        return ""
    why = FAILURES.get(FailureReason(animation.failure), "")
    back = f"{released} {'credit is' if released == 1 else 'credits are'} back in your balance."
    cost = "Nothing was charged." if charged == 0 else "You paid only for the frames you got."
    return " ".join(part for part in (why, cost, back if released else "") if part)
