"""What an animation would cost."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.animations.create.quote import quote
from apps.animations.create.recipe import Recipe, complete
from apps.api import schemas
from apps.api.api import api, caller
from apps.credits.balances import balances_of
from apps.engines.protocol import ReadsPrompts
from apps.engines.registry import get_engine


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
        **_understood(recipe),
    }


def _understood(recipe: Recipe) -> dict[str, Any]:
    engine = get_engine(recipe.engine)
    if not isinstance(engine, ReadsPrompts):
        return {"understood": None, "closest": []}
    heard = engine.understand(recipe.prompt)
    return {"understood": [[one.label for one in step] for step in heard.steps], "closest": list(heard.nearest)}
