"""What an animation would cost."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.animations.create.quote import quote
from apps.animations.create.recipe import complete
from apps.api import schemas
from apps.api.api import api, caller
from apps.credits.balances import balances_of

ENGINES_OWN = (
    "model",
    "strength",
    "style_preset",
    "fallback_model",
    "negative_prompt",
    "color_stabilization",
    "stop_off_by",
)


@api.post("/quotes", response=schemas.QuoteOut, summary="Quote an animation")
def post_quote(request: HttpRequest, body: schemas.QuoteIn) -> dict[str, Any]:
    recipe = complete(body.requested(), masked=body.masked)
    now = timezone.now()
    found = quote(recipe, masked=body.masked, on=now.date())
    quoted, fallback = found.quote, found.fallback
    return {
        "engine": recipe.engine,
        "model": recipe.model,
        "frames": quoted.frames,
        "credits_per_frame": quoted.credits_per_frame,
        "credits": quoted.credits,
        "price_id": quoted.price_id,
        "fallback_model": fallback.model if fallback else None,
        "fallback_credits_per_frame": fallback.credits_per_frame if fallback else None,
        "available": balances_of(caller(request).ledger_owner, now=now).spendable(recipe.engine),
    }
