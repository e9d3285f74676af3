"""What the API takes and gives. Names are fixed: clients rely on them."""

import uuid
from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from apps.animations.recipes import MAX_FRAMES, MAX_PROMPT, MIN_FRAMES, Wished

LoopName = Literal["forward", "ping-pong", "reverse", "once"]


class RecipeIn(Schema):
    """How to paint. What is left out takes the engine's default."""

    engine: str | None = None
    model: str | None = None
    prompt: str = Field(max_length=MAX_PROMPT)
    negative_prompt: str | None = None
    frames: int | None = Field(None, ge=MIN_FRAMES, le=MAX_FRAMES)
    strength: float | None = None
    seed: int | None = None
    fps: float | None = None
    loop: LoopName | None = None
    style_preset: str | None = None
    fallback_model: str | None = Field(
        None,
        description="A cheaper model of the same engine that may paint when the chosen one is down. Left out: wait for it.",
    )
    hold: float | None = Field(
        None,
        description="How much of a drift in color is taken back, 0 to 1. Left out: 0.8 on engines whose colors creep, otherwise 0.",
    )
    stop_off_by: float | None = Field(
        None,
        description="End with the first frame whose colors are off by more than this from the picture's, in CIE76 units "
        "from 2 to 60; what is held for the rest goes back. Left out: paint all frames.",
    )
    mask_follows: bool = Field(False, description="The mask travels with what it was painted on.")

    def wished(self) -> Wished:
        return Wished(**self.model_dump())


class QuoteIn(RecipeIn):
    """A recipe without its words: they do not change the price."""

    prompt: str = Field("a picture", max_length=MAX_PROMPT)
    masked: bool = False

    def wished(self) -> Wished:
        return Wished(**self.model_dump(exclude={"masked"}))


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


class FrameOut(Schema):
    position: int
    state: str
    image_url: str | None
    painted_url: str | None = Field(description="The frame as the engine sent it, where it was corrected afterwards.")
    drift: dict[str, float] | None = Field(
        description="Beside the picture it began with: `off_by` (CIE76 units), its parts, and ratios where 1 is no change."
    )
    differing_outside: int | None = Field(description="Pixels outside the mask that are not the original's: 0.")
    seed: int
    model: str | None = Field(description="The model that painted it.")
    credits: int = Field(description="What it costs at most; once it is stored, what it cost.")
    submissions: int


class ReceiptOut(Schema):
    held: int
    charged: int
    released: int


class ExportOut(Schema):
    id: uuid.UUID
    format: str
    state: str
    url: str | None
    bytes: int | None
    width: int | None
    height: int | None
    frames: int | None
    duration_ms: int | None


class AnimationOut(Schema):
    id: uuid.UUID
    state: str
    paused_reason: str | None
    failure: str | None
    created_at: datetime
    recipe: dict[str, object]
    frames: list[FrameOut]
    receipt: ReceiptOut
    exports: list[ExportOut]
    share_url: str | None


class AnimationLine(Schema):
    id: uuid.UUID
    state: str
    prompt: str
    created_at: datetime
    frames_stored: int
    frames_total: int


class AnimationPage(Schema):
    items: list[AnimationLine]
    next_before: str | None


class ExportIn(Schema):
    format: Literal["gif"] = "gif"
    fps: float | None = Field(None, ge=1, le=50)
    loop: LoopName | None = None
    max_side: int = Field(640, ge=64, le=1024)


class PublishIn(Schema):
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
        description="What was paid for a purchase, in the currency's smallest unit; below zero: what went back."
    )
    currency: str | None


class StatementOut(Schema):
    items: list[StatementLineOut]
    next_before: int | None
