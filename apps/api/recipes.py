"""What a client says of a picture, of how to paint it and of what to show. Names are fixed: clients rely on them."""

from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from apps.animations.create.recipe import MAX_FRAMES, MAX_PROMPT, MIN_FRAMES, RecipeInput
from apps.animations.create.upload import HEX_COLOR
from apps.animations.exports.timeline import MAX_INTERPOLATION
from apps.animations.models import FileSize
from apps.api.strict import Given, no_switch
from apps.imaging.codecs.odd import Box, Choices

EDGE = 0.001  # shares that were rounded to three digits may add up to this much more than 1

CROP = "whole, or an object of x, y, width and height in parts of the picture, from 0 to 1, that lies inside it."

FACE = "Six numbers from 0 to 1: x and y of one eye, of the other eye and of the mouth."

ENGINES_OWN = (
    "model",
    "strength",
    "style_preset",
    "fallback_model",
    "negative_prompt",
    "color_stabilization",
    "stop_off_by",
)
"""What another engine has defaults of its own for."""

Share = Annotated[float, Field(ge=0, le=1)]

LoopName = Literal["forward", "ping-pong", "reverse", "once", "return-to-start", "cross-faded"]
EaseName = Literal["linear", "in", "out", "in-out", "overshoot"]

FileSizeName = Literal["1mb", "2mb", "full"]
assert set(get_args(FileSizeName)) == set(FileSize.values)  # noqa: S101 # two lists of one thing

FILE_SIZE = "The largest the GIF may be: 1mb (default, pastes anywhere), 2mb (Slack) or full. Larger GIFs lose quality first, then size, never frames."

# The limits stand inside: outside of "or null" they would hold, but the schema would not say them.
Between = Annotated[int, Field(ge=1, le=MAX_INTERPOLATION), BeforeValidator(no_switch)]
Painted = Annotated[int, Field(ge=1, le=MAX_FRAMES), BeforeValidator(no_switch)]


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
