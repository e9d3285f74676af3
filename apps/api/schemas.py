"""What the API takes and gives. Names are fixed: clients rely on them."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

from apps.animations.create.recipe import MAX_PROMPT, RecipeInput
from apps.animations.exports.spec import DEFAULT_MAX_SIDE, MAX_BYTES, MAX_SIDE, MIN_BYTES, MIN_SIDE
from apps.animations.models.animation import MAX_TITLE
from apps.api.recipes import Painted, RecipeIn, ShownIn
from apps.api.strict import Given, no_switch

Quality = Annotated[int, Field(ge=1, le=100), BeforeValidator(no_switch)]
Bytes = Annotated[int, Field(ge=MIN_BYTES, le=MAX_BYTES), BeforeValidator(no_switch)]
Side = Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE), BeforeValidator(no_switch)]


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
