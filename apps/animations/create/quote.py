"""What a recipe costs."""

from dataclasses import dataclass
from datetime import date

from apps.animations.create.recipe import Recipe, RecipeInvalid
from apps.engines.prices import Price, PriceNotFound
from apps.engines.protocol import Quote
from apps.engines.quotes import price_for
from apps.engines.registry import get_engine


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a recipe costs, and by which price rows. With a fallback, `quote` is what it costs at most."""

    quote: Quote
    price: Price
    fallback: Price | None


def quote(recipe: Recipe, *, masked: bool, on: date) -> Quoted:
    """Return what the recipe costs by the price rows that hold on a day. A charge can never exceed it.

    Raises RecipeInvalid when the fallback is not cheaper than the chosen model on that day.
    """
    price = price_for(recipe.engine, recipe.model, masked=masked, on=on)
    total = type(price.credits_per_frame)(price.credits_per_frame * recipe.frames)
    fallback = _fallback_price(recipe, price, masked=masked, on=on) if recipe.fallback_model else None
    return Quoted(Quote(price.id, recipe.frames, price.credits_per_frame, total), price, fallback)


def _fallback_price(recipe: Recipe, chosen: Price, *, masked: bool, on: date) -> Price:
    capabilities = get_engine(recipe.engine).capabilities
    label = capabilities.model(recipe.fallback_model).label
    try:
        price = price_for(recipe.engine, recipe.fallback_model, masked=masked, on=on)
    except PriceNotFound:
        raise RecipeInvalid({"fallback_model": f"{label} can't be the backup: it has no price yet."}) from None
    if price.credits_per_frame >= chosen.credits_per_frame:
        where = " for a painted area" if masked else ""
        dearer = (
            f"{label} is not cheaper than {capabilities.model(recipe.model).label}{where}, so it can't be the backup."
        )
        raise RecipeInvalid({"fallback_model": dearer})
    return price
