"""Why an animation was not started, in one map that the pages and the API share. Nothing was charged for any of these."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from apps.animations.create.recipe import RecipeInvalid
from apps.animations.create.submit import KeyReused, PriceRose
from apps.animations.models import Animation
from apps.animations.retention.usage import LibraryFull, in_megabytes
from apps.credits.services.holds import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.imaging.errors import PictureRejected

REFUSED = (InsufficientCredits, Frozen, PriceRose, KeyReused, LibraryFull, PictureRejected, RecipeInvalid)
"""What `submit_animation` and the picture before it raise."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: a stable `code`, an HTTP status, a title and what happened in one sentence, figures in `details`."""

    code: str
    status: HTTPStatus
    title: str
    sentence: str
    details: dict[str, Any] = field(default_factory=dict)


def _where_it_is(animation: Animation) -> str:
    """Say what became of the GIF that a request key made."""
    if animation.erased_at is not None:
        return "It made a GIF that you deleted."
    return f"It made a GIF that's in your {'trash' if animation.deleted_at else 'library'}."


def refusal_of(error: Exception) -> Refusal:
    """Return the refusal that one of REFUSED stands for. Raises TypeError for any other error."""
    # Codes are part of the public API and stay as they are; the words may change.
    match error:
        case InsufficientCredits():
            lacking = error.needed - error.available
            return Refusal(
                "credits",
                HTTPStatus.PAYMENT_REQUIRED,
                f"You need {lacking} more {'credit' if lacking == 1 else 'credits'}",
                f"This GIF costs {error.needed} and you have {error.available}.",
                {"needed": error.needed, "available": error.available},
            )
        case Frozen():
            return Refusal(
                "frozen",
                HTTPStatus.FORBIDDEN,
                "You can't start new GIFs right now",
                "Your bank is disputing an earlier payment, so your credits are on hold until that's resolved.",
            )
        case PriceRose():
            return Refusal(
                "price",
                HTTPStatus.CONFLICT,
                f"These settings cost {error.price} credits",
                f"You were shown {error.shown}.",
                {"shown": error.shown, "price": error.price},
            )
        case KeyReused():
            return Refusal(
                "key-reused",
                HTTPStatus.CONFLICT,
                "You already sent this",
                _where_it_is(error.animation),
                {"animation": str(error.animation.pk)},
            )
        case LibraryFull():
            usage = error.usage
            return Refusal(
                "library-full",
                HTTPStatus.FORBIDDEN,
                "Your library is full",
                f"You have {usage.gifs + usage.in_trash} of {usage.max_gifs} GIFs and {in_megabytes(usage.used_bytes)} of "
                f"{in_megabytes(usage.max_bytes)}. Delete some and empty the trash to make room.",
                {
                    "gifs": usage.gifs + usage.in_trash,
                    "max_gifs": usage.max_gifs,
                    "bytes": usage.used_bytes,
                    "max_bytes": usage.max_bytes,
                },
            )
        case PictureRejected():
            return Refusal("picture", HTTPStatus.UNPROCESSABLE_ENTITY, "That picture can't be used", error.message)
        case RecipeInvalid():
            return Refusal(
                "invalid",
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "Some settings can't be used",
                str(error),
                {"errors": error.errors},
            )
    raise TypeError(f"no refusal: {error!r}")
