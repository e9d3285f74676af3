"""What the API takes and gives. Names are fixed: clients rely on them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self, get_args

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError, core_schema

from apps.animations.create.recipe import MAX_FRAMES, MAX_PROMPT, MIN_FRAMES, RecipeInput
from apps.animations.create.upload import HEX_COLOR
from apps.animations.exports.spec import DEFAULT_MAX_SIDE, MAX_BYTES, MAX_SIDE, MIN_BYTES, MIN_SIDE
from apps.animations.exports.timeline import MAX_INTERPOLATION
from apps.animations.models import FileSize
from apps.animations.models.animation import MAX_TITLE
from apps.imaging.codecs.odd import Box, Choices

EDGE = 0.001  # shares that were rounded to three digits may add up to this much more than 1

CROP = "whole, or an object of x, y, width and height in parts of the picture, from 0 to 1, that lies inside it."

FACE = "Six numbers from 0 to 1: x and y of one eye, of the other eye and of the mouth."

STANDARD_ERRORS = frozenset(get_args(core_schema.ErrorType))

Share = Annotated[float, Field(ge=0, le=1)]

LoopName = Literal["forward", "ping-pong", "reverse", "once", "return-to-start", "cross-faded"]
EaseName = Literal["linear", "in", "out", "in-out", "overshoot"]


class Given(Schema):
    """What a client sends: an object with known fields. A mistyped one would be left out, and something else be made."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _is_object(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(values, (dict, cls)):
            raise PydanticCustomError("object_type", "An object, in braces")
        try:
            return handler(values)
        except ValidationError as invalid:
            raise ValidationError.from_exception_data(
                invalid.title, [_with_nearest_name(error, list(cls.model_fields)) for error in invalid.errors()]
            ) from None


def unknown_field(name: str, known: Sequence[str]) -> str:
    """Say that there is no such field, and which one was probably meant."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Unknown field. Did you mean {near[0]}?" if near else f"Unknown field. Known fields: {', '.join(known)}."


def _with_nearest_name(error: ErrorDetails, known: Sequence[str]) -> InitErrorDetails:
    kind: str | PydanticCustomError = error["type"]
    if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
        sentence = unknown_field(str(error["loc"][0]), known)
        kind = PydanticCustomError("unknown_field", "{sentence}", {"sentence": sentence})
    elif error["type"] not in STANDARD_ERRORS:
        kind = PydanticCustomError(error["type"], "{sentence}", {"sentence": error["msg"]})
    return InitErrorDetails(type=kind, loc=error["loc"], input=error["input"], ctx=error.get("ctx", {}))


def _no_switch(value: Any) -> Any:
    """Refuse true and false, which would otherwise count as 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "A whole number")
    return value


FileSizeName = Literal["1mb", "2mb", "full"]
assert set(get_args(FileSizeName)) == set(FileSize.values)  # noqa: S101 # two lists of one thing
FILE_SIZE = "The largest the GIF may be: 1mb (default, pastes anywhere), 2mb (Slack) or full. Larger GIFs lose quality first, then size, never frames."

# The limits stand inside: outside of "or null" they would hold, but the schema would not say them.
Between = Annotated[int, Field(ge=1, le=MAX_INTERPOLATION), BeforeValidator(_no_switch)]
Quality = Annotated[int, Field(ge=1, le=100), BeforeValidator(_no_switch)]
Bytes = Annotated[int, Field(ge=MIN_BYTES, le=MAX_BYTES), BeforeValidator(_no_switch)]
Side = Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE), BeforeValidator(_no_switch)]
Painted = Annotated[int, Field(ge=1, le=MAX_FRAMES), BeforeValidator(_no_switch)]


class MotionIn(Given):
    """Where a camera over the frames is at the end of its way.

    It never looks beyond the edge: it stays as much closer, all the way long, as that needs. A zoom above 1 alone needs
    nothing, so it begins with whole frames. A pan, a turn or a shake crops every frame, the first one too. A zoom below
    1 begins enlarged (0.125: 8 times) and ends with whole frames.
    """

    zoom: float = Field(
        1.0,
        ge=0.125,
        le=8,
        description="How much larger things are at the end than at the start. Below 1 it starts enlarged.",
    )
    pan_x: float = Field(0.0, ge=-0.4, le=0.4, description="To the right, as a fraction of the width.")
    pan_y: float = Field(0.0, ge=-0.4, le=0.4, description="Down, as a fraction of the height.")
    turn: float = Field(0.0, ge=-360, le=360, description="Degrees clockwise.")
    shake: float = Field(0.0, ge=0, le=0.2, description="Throughout, as a fraction of the longer side.")
    ease: EaseName = "in-out"
    returns: bool = Field(False, description="Return to start position, for seamless loops.")


class CaptionIn(Given):
    text: str = Field(max_length=160, description="Up to three lines, drawn as large as they fit.")
    position: Literal["top", "middle", "bottom"] = "bottom"


class CropIn(Given):
    shape: Literal["whole", "square", "4:3", "3:4", "16:9", "9:16"] = "whole"
    focus: tuple[float, float] = Field(
        (0.5, 0.5), description="The point to center, as fractions of width and height from the top left."
    )


class ShownIn(Given):
    """What is shown of the painted frames. All of it is free."""

    fps: float | None = Field(None, ge=1, le=50, description="Frames shown per second.")
    loop: LoopName | None = None
    interpolation_factor: Between | None = Field(None, description="Shown frames per generated frame. 1 adds none.")
    ease: EaseName | None = Field(None, description="Easing between two generated frames.")
    motion: MotionIn | None = Field(None, description="A camera: zoom, pan_x, pan_y, turn, shake, ease, returns.")
    caption: CaptionIn | None = Field(None, description="Text on every frame, with position top, middle or bottom.")
    crop: CropIn | None = Field(None, description="shape whole, square, 4:3, 3:4, 16:9 or 9:16, and focus [x, y].")
    file_size: FileSizeName | None = Field(None, description=FILE_SIZE)


class BoxIn(Given):
    """A part of the picture, in parts of its upright width and height from the top left."""

    x: float = Field(ge=0, lt=1)
    y: float = Field(ge=0, lt=1)
    width: float = Field(gt=0, le=1)
    height: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _lies_inside(self) -> Self:
        if self.x + self.width > 1 + EDGE or self.y + self.height > 1 + EDGE:
            raise PydanticCustomError(
                "outside", "The crop goes beyond the picture: x + width and y + height can be at most 1"
            )
        return self


class PictureIn(Given):
    """What to make of the picture. An odd one (transparent, very long, very small) is refused until it is said."""

    background: str | None = Field(
        None,
        pattern=HEX_COLOR,
        description="The background color for transparent pictures, as #rrggbb. Generated frames are always opaque.",
    )
    crop: Literal["whole"] | BoxIn | None = Field(
        None, description="The part to animate: an object with x, y, width and height, or whole."
    )
    enlarge: bool | None = Field(None, description="Whether to enlarge a picture that is too small for its engine.")
    face: tuple[Share, Share, Share, Share, Share, Share] | None = Field(
        None,
        description="Where the face is, if it isn't found by itself (animals, drawings): x and y of one eye, of the other eye "
        "and of the mouth, from 0 to 1.",
    )

    consent: bool | None = Field(
        None,
        description="Whether you have permission to use the people in the picture. false refuses; it is asked once a day.",
    )

    def choices(self) -> Choices:
        crop = self.crop
        return Choices(
            background=(self.background or "").lower(),
            crop=Box(crop.x, crop.y, crop.width, crop.height) if isinstance(crop, BoxIn) else crop or "",
            enlarge=self.enlarge,
            face=self.face,
        )


class RecipeIn(Given):
    """How to paint, and what to show of it. What is left out takes the engine's default."""

    engine: str | None = None
    model: str | None = None
    prompt: str = Field(max_length=MAX_PROMPT)
    negative_prompt: str | None = None
    frames: int | None = Field(
        None,
        ge=MIN_FRAMES,
        le=MAX_FRAMES,
        description="Left out: as many as this engine's GIFs usually have, mostly 8.",
    )
    strength: float | None = None
    seed: int | None = None
    fps: float | None = Field(
        None,
        description="Frames shown per second, in-betweens included. Left out: this engine's usual speed, mostly 8, and "
        "faster with in-betweens.",
    )
    loop: LoopName | None = None
    style_preset: str | None = None
    fallback_model: str | None = Field(
        None,
        description="A cheaper model of the same engine to use when the chosen one is unavailable. Left out: wait for it.",
    )
    color_stabilization: float | None = Field(
        None,
        description="How much color drift is corrected, 0 to 1. Left out: 0.8 on engines whose colors drift, otherwise 0.",
    )
    stop_off_by: float | None = Field(
        None,
        description="Stop at the first frame whose colors drift from the picture's by more than this, in CIE76 units "
        "from 2 to 60. Reserved credits are refunded. Left out: generate all frames.",
    )
    mask_follows: bool = Field(
        False, description="The mask follows what it covers. Refused by engines that make every frame from the source."
    )
    interpolation_factor: int | None = Field(None, description="Shown frames per generated frame, 1 to 4. Free.")
    ease: EaseName | None = Field(None, description="Easing between two generated frames.")
    motion: MotionIn | None = Field(None, description="A camera: zoom, pan_x, pan_y, turn, shake, ease, returns.")
    motion_before: bool = Field(
        False,
        description="Move the camera while frames are generated, instead of on the finished frames. On engines that make "
        "every frame from the source it moves on the finished frames anyway.",
    )
    caption: CaptionIn | None = Field(None, description="Text on every frame, with position top, middle or bottom.")
    crop: CropIn | None = Field(None, description="shape whole, square, 4:3, 3:4, 16:9 or 9:16, and focus [x, y].")
    file_size: FileSizeName | None = Field(None, description=FILE_SIZE)

    def requested(self) -> RecipeInput:
        return RecipeInput(**self.model_dump())


class PartialRecipeIn(RecipeIn):
    """What is to be different from the recipe of another animation."""

    prompt: str = Field("", max_length=MAX_PROMPT)


class QuoteIn(RecipeIn):
    """A recipe without its words: they do not change the price."""

    prompt: str = Field("a picture", max_length=MAX_PROMPT)
    masked: bool = False

    def requested(self) -> RecipeInput:
        return RecipeInput(**self.model_dump(exclude={"masked"}))


class QuoteOut(Schema):
    engine: str
    model: str
    frames: int
    credits_per_frame: int
    credits: int
    price_id: str
    fallback_model: str | None
    fallback_credits_per_frame: int | None
    available: int
    understood: list[list[str]] | None = Field(
        description="What this engine will act out, in steps of reactions at once. [] where it knows no reaction for the prompt "
        "and only lets the picture breathe. null for an engine that reads prompts by itself."
    )
    closest: list[str] = Field(description="The nearest reactions where nothing was understood.")


class FrameOut(Schema):
    position: int
    state: str
    image_url: str | None
    painted_url: str | None = Field(description="The frame as generated, where it was corrected afterwards.")
    drift: dict[str, float] | None = Field(
        description="Beside the picture it began with: `off_by` (CIE76 units), its parts, and ratios where 1 is no change."
    )
    differing_outside: int | None = Field(
        description=(
            "Pixels outside the mask that are not the original's: 0. With a mask that follows, or one that was corrected, "
            "outside is what no mask has covered since the picture or the last corrected frame."
        )
    )
    seed: int
    model: str | None = Field(description="The model that generated it.")
    credits: int = Field(description="The most it can cost; once it is stored, what it cost.")
    submissions: int


class ReceiptOut(Schema):
    held: int
    charged: int
    released: int


class CheckOut(Schema):
    what: str
    passed: bool
    measured: str
    allowed: str
    sentence: str


class ExportOut(Schema):
    """One file. Its figures are read from its own final bytes, not told by the encoder."""

    id: uuid.UUID
    format: str
    state: str
    failure: str | None = Field(description="Why the file can't be made, and what to change.")
    url: str | None
    poster_url: str | None
    bytes: int | None
    width: int | None
    height: int | None
    frames: int | None
    duration_ms: int | None
    destination: str | None
    fits: bool | None = Field(description="Whether it's within every limit of the destination.")
    checks: list[CheckOut]
    timeline: dict[str, object] = Field(description="What is shown: fps, loop and any other timeline settings.")
    file_size: str = Field(description="The size limit the GIF was fitted to: 1mb, 2mb or full.")
    reduced: bool = Field(description="Whether it lost quality or size to fit.")
    chosen: bool = Field(description="Whether this is the file that's shown and shared.")


class AnimationPatch(Given):
    title: str = Field(max_length=MAX_TITLE)


class AnimationOut(Schema):
    id: uuid.UUID
    state: str
    title: str = Field(description="What it is called in your library. Empty: its prompt.")
    deleted_at: datetime | None = Field(description="Since when it is in the trash, for 30 days.")
    has_picture: bool = Field(description="Whether the picture it was made from is kept.")
    paused_reason: str | None
    failure: str | None
    created_at: datetime
    recipe: dict[str, object]
    notes: list[str] = Field(
        description="What was changed in the picture, for example that only the first frame of an animated picture is used."
    )
    frames: list[FrameOut]
    receipt: ReceiptOut
    exports: list[ExportOut]
    share_url: str | None


class AnimationLine(Schema):
    id: uuid.UUID
    state: str
    title: str
    deleted_at: datetime | None
    prompt: str
    created_at: datetime
    frames_stored: int
    frames_total: int


class AnimationPage(Schema):
    items: list[AnimationLine]
    next_before: str | None


class ExportIn(ShownIn):
    """A file. What is left out is as in the recipe; a destination decides on format, quality and size itself."""

    format: Literal["gif", "mp4", "webp", "apng"] | None = Field(None, description="Default: gif.")
    destination: str | None = Field(
        None,
        description="Fit the file to this destination: slack-emoji, slack-message, teams, discord-emoji, discord-sticker, "
        "discord-upload, whatsapp-sticker, x-post, e-mail or web.",
    )
    quality: Quality | None = Field(None, description="Not for apng, which is lossless.")
    max_bytes: Bytes | None = Field(None, description="The best quality that fits in this many bytes.")
    max_side: Side = DEFAULT_MAX_SIDE
    trim: tuple[Painted, Painted] | None = Field(
        None, description="The first and last generated frame, counted from 1."
    )


class PublishIn(Given):
    title: str = Field("", max_length=200)
    alt_text: str = Field("", max_length=300)
    visibility: Literal["public", "unlisted"] = "unlisted"  # as on the page: the gallery is asked for, never a surprise


class PublicationOut(Schema):
    slug: str
    title: str
    visibility: str
    share_url: str
    gif_url: str


class LotOut(Schema):
    label: str
    available: int
    expires_at: datetime | None
    only_engine: str | None


class CreditsOut(Schema):
    available: int
    held: int
    owed: int
    lots: list[LotOut]


class StatementLineOut(Schema):
    reason: str
    animation: str | None
    began_at: datetime
    granted: int
    taken: int
    held: int
    charged: int
    released: int
    amount_minor: int | None = Field(
        description="What a purchase cost, in the currency's smallest unit. Negative for refunds."
    )
    currency: str | None


class StatementOut(Schema):
    items: list[StatementLineOut]
    next_before: int | None
