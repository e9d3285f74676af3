"""A recipe says how an animation is to be painted. Here it is completed with the engine's defaults and checked."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from apps.animations.exports.spec import FILE_SIZE_UNKNOWN
from apps.animations.exports.timeline import DEFAULT_FPS, TimelineInput, TimelineInvalid, complete_timeline
from apps.animations.models import SEED_COUNT, FileSize
from apps.common.control_characters import strip_control_characters
from apps.engines.fallbacks import unfit
from apps.engines.protocol import Engine, Model
from apps.engines.registry import EngineNotOffered, get_engine, offered_engines

# Painted frames, each of which costs credits.
MIN_FRAMES, MAX_FRAMES, DEFAULT_FRAMES = 2, 24, 8
DEFAULT_COLOR_STABILIZATION = (
    0.8  # of a drift in color, on engines that drift: the rest lets a prompt's own slow change through
)
MIN_OFF_BY, MAX_OFF_BY = 2.0, 60.0  # CIE76 units: less is not seen even side by side, more is another picture
NOT_SAID = "…"  # the prompt of a draft that has none yet
MAX_PROMPT = 2000  # characters; the strictest engine takes 10,000, nobody needs more than a page


class RecipeInvalid(Exception):
    """The recipe cannot be painted. `errors` maps field names to sentences for people. Nothing was charged."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class RecipeInput:
    """What somebody asked for; None leaves a choice to the engine."""

    prompt: str
    engine: str | None = None
    model: str | None = None
    negative_prompt: str | None = None
    frames: int | None = None
    strength: float | None = None
    seed: int | None = None
    fps: float | None = None
    loop: str | None = None
    style_preset: str | None = None
    fallback_model: str | None = None
    color_stabilization: float | None = None
    stop_off_by: float | None = None
    mask_follows: bool = False
    interpolation_factor: int | None = None
    ease: str | None = None
    motion: Mapping[str, Any] | None = None
    motion_before: bool = False
    caption: Mapping[str, Any] | None = None
    crop: Mapping[str, Any] | None = None
    file_size: str | None = None

    @property
    def timeline(self) -> TimelineInput:
        """Return what is to be shown of the frames."""
        return TimelineInput(
            fps=self.fps,
            loop=self.loop,
            interpolation_factor=self.interpolation_factor,
            ease=self.ease,
            motion=self.motion,
            caption=self.caption,
            crop=self.crop,
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """A complete recipe: everything the chain needs besides the pictures."""

    engine: str
    model: str
    prompt: str
    negative_prompt: str
    frames: int
    strength: float | None
    seed: int | None
    fps: float
    loop: str
    style_preset: str
    fallback_model: str
    color_stabilization: float
    stop_off_by: float | None
    mask_follows: bool
    timeline: dict[str, Any]
    camera_path: dict[str, Any]
    file_size: str = FileSize.ONE_MB

    def as_words(self) -> dict[str, object]:
        """Return the recipe as plain values, for hashing."""
        return asdict(self)


def default_engine() -> str:
    return next(iter(offered_engines()))


def complete(requested: RecipeInput, *, masked: bool, find_engine: Callable[[str], Engine] = get_engine) -> Recipe:
    """Fill what was left out with the engine's defaults and check all of it. Raises RecipeInvalid with every error."""
    # Every field is checked before anything is refused, so that people see all that is wrong at once.
    errors: dict[str, str] = {}
    prompt = _prompt(requested, errors)
    engine = _engine(requested.engine or default_engine(), find_engine, errors)
    usual_frames, usual_fps = DEFAULT_FRAMES, DEFAULT_FPS
    if engine is not None:
        usual_frames, usual_fps = engine.capabilities.default_frames, engine.capabilities.default_fps
    frames = usual_frames if requested.frames is None else requested.frames
    if not MIN_FRAMES <= frames <= MAX_FRAMES:
        errors["frames"] = f"Choose between {MIN_FRAMES} and {MAX_FRAMES} frames."
    try:
        timeline = complete_timeline(requested.timeline, default_fps=usual_fps)
    except TimelineInvalid as invalid:
        errors |= invalid.errors
    _check_ranges(requested, errors)
    # What follows depends on the engine: without one there is nothing to check it against.
    if engine is None:
        raise RecipeInvalid(errors)
    model = _model(engine, requested.model, errors)
    # What the model cannot do is refused, never left out in silence: it would be paid for and missed.
    strength = _strength(model, requested.strength, errors)
    if masked and not model.takes_mask:
        errors["mask"] = f"{model.label} doesn't support painted areas. Clear it, or choose another style."
    preset = requested.style_preset or ""
    if preset and preset not in model.style_presets:
        errors["style_preset"] = f"{model.label} has no style called “{preset[:40]}”."
    negative = _negative_prompt(model, requested, errors)
    color_stabilization = _color_stabilization(engine, requested.color_stabilization, errors)
    feeds_camera = _check_together(engine, requested, errors, masked=masked)
    # The fallback must be able to do all that was asked of the chosen model.
    if requested.fallback_model:
        sentence = unfit(
            engine.capabilities,
            requested.fallback_model,
            chosen=model,
            masked=masked,
            preset=preset,
            negative=bool(negative),
        )
        if sentence:
            errors["fallback_model"] = sentence
    if errors:
        raise RecipeInvalid(errors)
    # A camera that moves before the frames are painted is not applied again when they are shown.
    shown = timeline.as_words()
    fed = shown.pop("motion", {}) if feeds_camera else {}
    return Recipe(
        engine=engine.name,
        model=model.name,
        prompt=prompt,
        negative_prompt=negative,
        frames=frames,
        strength=strength,
        seed=requested.seed,
        fps=timeline.fps,
        loop=timeline.loop,
        style_preset=preset,
        fallback_model=requested.fallback_model or "",
        color_stabilization=color_stabilization,
        stop_off_by=requested.stop_off_by,
        # From the source every frame begins where the mask was painted: there is nothing to follow.
        mask_follows=requested.mask_follows and engine.capabilities.paints_from != "source",
        timeline=shown,
        camera_path=fed,
        file_size=requested.file_size or FileSize.ONE_MB,
    )


def _check_together(engine: Engine, requested: RecipeInput, errors: dict[str, str], *, masked: bool) -> bool:
    """Check what fits each by itself and not together. Return whether a camera moves before the frames are painted."""
    if requested.mask_follows and not masked:
        errors["mask_follows"] = "There's no painted area to follow. Paint one, or turn this off."
    # An engine that paints from the source never sees what a camera made of the frame before: the camera moves over the
    # finished frames then, which looks as it was asked for.
    feeds_camera = requested.motion_before and engine.capabilities.paints_from != "source"
    if feeds_camera and masked:
        errors["motion"] = "With a painted area, the camera can only move on the finished frames."
    return feeds_camera


def _prompt(requested: RecipeInput, errors: dict[str, str]) -> str:
    prompt = strip_control_characters(requested.prompt).strip()
    if not prompt:
        errors["prompt"] = "Describe what should happen."
    elif len(prompt) > MAX_PROMPT:
        errors["prompt"] = f"That is {len(prompt)} characters. The limit is {MAX_PROMPT}."
    return prompt


def _negative_prompt(model: Model, requested: RecipeInput, errors: dict[str, str]) -> str:
    negative = strip_control_characters(requested.negative_prompt or "").strip()
    if negative and not model.takes_negative_prompt:
        errors["negative_prompt"] = f"{model.label} doesn't support things to avoid."
    elif len(negative) > MAX_PROMPT:
        errors["negative_prompt"] = f"That is {len(negative)} characters. The limit is {MAX_PROMPT}."
    return negative


def _check_ranges(requested: RecipeInput, errors: dict[str, str]) -> None:
    """Check what is the same on every engine."""
    if requested.seed is not None and not 1 <= requested.seed <= SEED_COUNT:
        errors["seed"] = f"A seed is a whole number from 1 to {SEED_COUNT}."
    if requested.stop_off_by is not None and not MIN_OFF_BY <= requested.stop_off_by <= MAX_OFF_BY:
        errors["stop_off_by"] = f"Choose a limit between {MIN_OFF_BY:g} and {MAX_OFF_BY:g}, or none."
    if requested.file_size is not None and requested.file_size not in FileSize.values:
        errors["file_size"] = FILE_SIZE_UNKNOWN


def _engine(name: str, find_engine: Callable[[str], Engine], errors: dict[str, str]) -> Engine | None:
    try:
        return find_engine(name)
    except EngineNotOffered:
        errors["engine"] = f"The engine “{name[:40]}” is not offered here."
        return None


def _model(engine: Engine, name: str | None, errors: dict[str, str]) -> Model:
    capabilities = engine.capabilities
    try:
        return capabilities.model(name or capabilities.default_model)
    except KeyError:
        errors["model"] = f"{capabilities.label} has no model called “{str(name)[:40]}”."
        return capabilities.model(capabilities.default_model)


def _strength(model: Model, requested: float | None, errors: dict[str, str]) -> float | None:
    if model.strength is None:
        return None
    # Without a choice, the model's own default is what is stored.
    if requested is None:
        return model.strength.default
    if not model.strength.low <= requested <= model.strength.high:
        errors["strength"] = (
            f"For {model.label}, choose a strength between {model.strength.low:g} and {model.strength.high:g}."
        )
    return requested


def default_color_stabilization(engine: Engine) -> float:
    return DEFAULT_COLOR_STABILIZATION if engine.capabilities.drifts else 0.0


def _color_stabilization(engine: Engine, requested: float | None, errors: dict[str, str]) -> float:
    if requested is None:
        return default_color_stabilization(engine)
    if not 0 <= requested <= 1:
        errors["color_stabilization"] = "Choose a color stability between 0 and 1."
    return requested


def random_seed() -> int:
    return secrets.randbelow(SEED_COUNT) + 1


def seed_of_frame(base: int, position: int) -> int:
    """Return the seed of a frame: one more than the frame before's.

    The same seed again and again burns its texture in.
    """
    return (base - 1 + position - 1) % SEED_COUNT + 1
