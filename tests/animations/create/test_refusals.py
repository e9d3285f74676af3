"""The one map of why an animation was not started."""

import uuid

import pytest
from django.utils import timezone

from apps.animations.create.recipe import RecipeInvalid
from apps.animations.create.refusals import REFUSED, refusal_of
from apps.animations.create.submit import KeyReused, PriceRose
from apps.animations.models import Animation
from apps.animations.retention.usage import LibraryFull, Usage
from apps.common.units import Credits
from apps.credits.services.holds import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.imaging.errors import PictureRejected

ERRORS = [
    (InsufficientCredits(needed=Credits(8), available=Credits(7)), "credits", 402, {"needed": 8, "available": 7}),
    (Frozen("someone"), "frozen", 403, {}),
    (PriceRose(shown=8, price=Credits(16)), "price", 409, {"shown": 8, "price": 16}),
    (KeyReused(Animation(pk=uuid.UUID(int=1))), "key-reused", 409, {"animation": str(uuid.UUID(int=1))}),
    (PictureRejected("That file is empty."), "picture", 422, {}),
    (
        LibraryFull(Usage(2, 1, 2**20, 3, 2**21)),
        "library-full",
        403,
        {"gifs": 3, "max_gifs": 3, "bytes": 2**20, "max_bytes": 2**21},
    ),
    (RecipeInvalid({"fps": "Too fast."}), "invalid", 422, {"errors": {"fps": "Too fast."}}),
]


def test_what_a_used_key_made_is_named_by_where_it_is():
    for animation, words in (
        (Animation(), "that's in your library"),
        (Animation(deleted_at=timezone.now()), "that's in your trash"),
        (Animation(deleted_at=timezone.now(), erased_at=timezone.now()), "that you deleted"),
    ):
        assert refusal_of(KeyReused(animation)).sentence == f"It made a GIF {words}."


@pytest.mark.parametrize(("error", "code", "status", "details"), ERRORS)
def test_every_error_has_one_refusal_with_its_figures(error, code, status, details):
    refusal = refusal_of(error)
    assert (refusal.code, refusal.status, refusal.details) == (code, status, details)
    assert (refusal.sentence[-1], refusal.title[-1] == ".") == (".", False)


def test_the_map_knows_every_error_that_is_called_a_refusal():
    assert {type(error) for error, *_ in ERRORS} == set(REFUSED)


def test_one_missing_credit_is_singular():
    short = refusal_of(InsufficientCredits(needed=Credits(8), available=Credits(7)))
    assert short.title == "You need 1 more credit"


def test_another_error_is_no_refusal():
    with pytest.raises(TypeError):
        refusal_of(ValueError("x"))
