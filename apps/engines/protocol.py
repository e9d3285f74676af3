"""What an image-to-image engine is to the rest of the house.

One convention inside: strength 0 keeps the picture and 1 ignores it; a mask is white where the picture may change.
Adapters convert to whatever their vendor means by those words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from apps.common.units import Credits


@dataclass(frozen=True, slots=True)
class StrengthRange:
    """The useful range of strength for one model, in the house's sense: 0 keep … 1 ignore the picture."""

    low: float
    high: float
    default: float
    step: float = 0.01

    def counterpart(self, strength: float, *, of: "StrengthRange") -> float:
        """Return what `strength` of another model's range is here: its least, its default and its most become ours.

        Between those it goes in proportion, so "a little more than usual" stays that.
        """
        if strength <= of.default:
            share = (strength - of.low) / ((of.default - of.low) or 1)
            found = self.low + share * (self.default - self.low)
        else:
            share = (strength - of.default) / ((of.high - of.default) or 1)
            found = self.default + share * (self.high - self.default)
        return round(min(self.high, max(self.low, found)), 4)


@dataclass(frozen=True, slots=True)
class SizeRule:
    """What sizes an engine takes; sources are brought to it once, at upload.

    `smallest_answer` is the least part of each asked side that a painted picture may have and still be used: 1.0 when the
    engine paints exactly what is asked for. A smaller picture would be scaled up and sold as a full frame.
    `good_side` is the shorter side, in pixels, below which what it paints is not worth its price: people are asked before
    they pay for a smaller one.
    """

    min_side: int
    max_side: int
    max_pixels: int
    multiple_of: int
    smallest_answer: float = 1.0
    good_side: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """One choice within an engine, and what can be set on it. `None` or empty means: not offered."""

    name: str
    label: str
    blurb: str
    strength: StrengthRange | None
    takes_mask: bool
    takes_negative_prompt: bool
    style_presets: tuple[str, ...] = ()
    typical_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Capabilities:
    label: str
    blurb: str
    models: tuple[Model, ...]
    default_model: str
    size_rule: SizeRule
    is_ai: bool
    drifts: bool = False
    """Whether colors creep along a chain of its frames, so that holding them is the default."""
    paints_from: Literal["previous", "source"] = "previous"
    """What `PaintRequest.image` is.

    "previous" is the rule of the chain: the finished frame before, and the source for the first frame. An engine that
    redraws a picture needs it, or each frame would be another idea of the same sentence.
    "source" is for an engine that knows by itself where the movement stands at each position: every frame is painted from the
    stored source, with what was found in it at upload. So nothing blurs from frame to frame, and any frame can be painted
    alone. The mask is the source's: it does not follow what moves. A camera moves over the finished frames only.
    """
    previews: bool = False
    """Whether its frames cost nothing and take milliseconds, so that a page shows a loop before anything is ordered."""
    closes: bool = False
    """Whether every film of it ends where it begins, so that nobody has to be warned of a jump."""
    default_frames: int = 8
    """How many frames are painted where nobody says otherwise."""
    default_fps: float = 8.0
    """How many of them are shown in a second where nobody says otherwise and there are no in-betweens: from 2 to 33, in halves, as the slider has it."""

    def model(self, name: str) -> Model:
        """Return the model called `name`. Raises KeyError when this engine has none of that name."""
        for model in self.models:
            if model.name == name:
                return model
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class PaintRequest:
    """One frame to paint.

    `image` is a PNG (RGB, 8 bit) of `width` × `height` pixels: the stored bytes of the frame before, or of the source for
    an engine that paints from it.
    `mask`, when given, is a PNG (L, 8 bit) of the same size, white where the picture may change.
    `position` counts frames from 1 to `frame_count`.
    `analysis` is what was found in the source, for `apps.imaging.faces.analysis.read_analysis`. Only an engine that paints
    from the source is given it; None where the source could not be looked at.
    """

    image: bytes
    width: int
    height: int
    model: str
    prompt: str
    negative_prompt: str | None
    strength: float | None
    seed: int
    mask: bytes | None
    style_preset: str | None
    position: int
    frame_count: int
    user_reference: str = ""
    """An opaque, pseudonymous mark of the person, for the vendor's abuse reports."""
    analysis: bytes | None = None


@dataclass(frozen=True, slots=True)
class Painted:
    """An answer received in full. It is not decoded yet: the bytes are whatever the engine sent."""

    image: bytes
    seed: int | None
    vendor_request_id: str | None
    finish_reason: str
    http_status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    name: str
    capabilities: Capabilities

    def endpoint(self, request: PaintRequest) -> str:
        """Return which of the engine's operations this request goes to, for the record."""
        ...

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        """Ask for one frame, once, and return the answer received in full.

        `deadline` is a `time.monotonic()` value after which the call is abandoned, however it drips.
        Never retries. Raises a subclass of `apps.engines.errors.EngineError`; which one says what is known about billing.
        """
        ...


@runtime_checkable
class Metered(Protocol):
    """An engine whose vendor tells how much money is left: a meter that does not depend on our own books."""

    name: str

    def balance(self, deadline: float) -> int:
        """Return mills left on the account. May lag behind finished pictures. Costs nothing. Raises EngineError."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a prompt asks for: its name for people, the words of the prompt that say so, in their order, and
    whose face does it, where the prompt names somebody: "Left".
    """

    label: str
    words: tuple[str, ...]
    who: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What an engine makes of a prompt: steps that follow one another, each of things that happen at once.

    Without a step nothing was understood; `nearest` are then names of things it can do instead. `left_out` is what was
    understood and finds no room; at most `most_steps` follow one another and `most_at_once` happen at once.
    """

    steps: tuple[tuple[Heard, ...], ...]
    nearest: tuple[str, ...] = ()
    left_out: tuple[Heard, ...] = ()
    most_steps: int = 0
    most_at_once: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that an engine can be asked for by name; `slug` names its picture, `family` the heading it stands under."""

    slug: str
    label: str
    family: str
    needs_face: bool


@runtime_checkable
class ReadsPrompts(Protocol):
    """An engine that knows a list of things, and can say which of them a prompt asks for before anything is paid."""

    name: str

    @property
    def known(self) -> Sequence[Known]:
        """Return everything that it knows, in the order in which a page lists it."""
        ...

    def understand(self, prompt: str) -> Understood:
        """Return what would be painted. Costs nothing and takes a millisecond."""
        ...

    def prompts_without(self, prompt: str) -> tuple[tuple[str, ...], ...]:
        """Return, in the order of the steps that were understood, the prompt without each of the things it asks for."""
        ...


@dataclass(frozen=True, slots=True)
class Quote:
    """What frames cost, and by which dated price row."""

    price_id: str
    frames: int
    credits_per_frame: Credits
    credits: Credits


def strength_for(engine: Engine, *, chosen: str, model: str, strength: float | None) -> float | None:
    """Return what the strength that was set for the chosen model is on the model that paints."""
    if strength is None or model == chosen:
        return strength
    capabilities = engine.capabilities
    there, here = capabilities.model(chosen).strength, capabilities.model(model).strength
    return here.counterpart(strength, of=there) if here is not None and there is not None else None
