"""Which model a frame is painted by, when its person chose beforehand that a cheaper one may step in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.animations.models import WHOLE, Animation, EnginePause, Frame, SubmissionState
from apps.animations.rendering.circuit_breaker import may_probe
from apps.engines.errors import EngineFault

FAULTS_BEFORE_FALLBACK = 2  # so that the last of a frame's three attempts goes to the other model instead of to waste


@dataclass(frozen=True, slots=True)
class Called:
    """The model to call now. `ailing`: it or its engine failed last, so a picture from it is news."""

    model: str
    ailing: bool


def must_wait(animation: Animation, pauses: Mapping[str, EnginePause], *, now: datetime) -> bool:
    """Return whether nothing may be called that could paint any frame of this animation."""
    return all(_rests(animation, model, pauses, now=now) for model in _models(animation))


def model_to_call(
    animation: Animation, frame: Frame, pauses: Mapping[str, EnginePause], *, attempts: int, now: datetime
) -> Called | None:
    """Return the model that paints this frame now; None while those that may are resting.

    May take the place of a probe.
    """
    for model in _models_for(animation, frame, attempts=attempts):
        if _rests(animation, model, pauses, now=now):
            continue
        # Not resting, but perhaps ailing: after too many strikes only one call at a time may try it.
        ailing = _concerned(animation, model, pauses)
        if may_probe(ailing, now=now):
            return Called(model, ailing=bool(ailing))
    return None


def holds_to_capture_and_release(animation: Animation, frame: Frame, *, model: str) -> tuple[list[str], list[str]]:
    """Return what is captured and what is given back of a frame's holds when `model` painted it."""
    if not animation.fallback_model:
        return [frame.ref], []
    if model == animation.model:
        return [frame.ref, frame.surcharge_ref], []
    return [frame.ref], [frame.surcharge_ref]


def all_holds(animation: Animation, frames: Sequence[Frame]) -> list[str]:
    """Return everything that may still be held for these frames."""
    refs = [frame.ref for frame in frames]
    return refs + [frame.surcharge_ref for frame in frames] if animation.fallback_model else refs


def _models(animation: Animation) -> list[str]:
    return [animation.model, *([animation.fallback_model] if animation.fallback_model else [])]


def _models_for(animation: Animation, frame: Frame, *, attempts: int) -> list[str]:
    """Return the models that may paint this frame, the preferred one first."""
    models = _models(animation)
    # On a frame's first call either may paint it, the chosen one first.
    if len(models) == 1 or attempts == 0:
        return models
    calls = list(frame.submissions.exclude(n=None).order_by("n").values_list("model", "state", "outcome"))
    lost = [model for model, state, _ in calls if state in (SubmissionState.UNKNOWN, SubmissionState.CHARGED)]
    if lost:
        return lost[-1:]  # repeated as it was: another model would be another purchase and not a repeat
    # The chosen model's own faults, and nothing but them, bring in the other one.
    latest = calls[-FAULTS_BEFORE_FALLBACK:]
    if [(model, outcome) for model, _, outcome in latest] == [
        (animation.model, EngineFault.__name__)
    ] * FAULTS_BEFORE_FALLBACK:
        return [animation.fallback_model]
    return models


def _rests(animation: Animation, model: str, pauses: Mapping[str, EnginePause], *, now: datetime) -> bool:
    return any(pause.holds_at(now) for pause in _concerned(animation, model, pauses))


def _concerned(animation: Animation, model: str, pauses: Mapping[str, EnginePause]) -> list[EnginePause]:
    """Return what is wrong with the engine and with the part of it that paints with this model."""
    return [pauses[part] for part in (WHOLE, animation.part_for(model)) if part in pauses]
