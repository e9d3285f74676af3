"""What a request says of the recipe and of the picture, read; or the problem that says what cannot be read."""

from http import HTTPStatus

from pydantic import ValidationError

from apps.animations.models import Animation
from apps.api.answers import recipe_out
from apps.api.problems import NOT_CHARGED, ProblemRaised, in_words
from apps.api.recipes import CROP, ENGINES_OWN, FACE, PartialRecipeIn, PictureIn, RecipeIn

PICTURE_WORDS = {"crop": CROP, "face": FACE}
"""What a field of `picture` takes, where pydantic would name each of its parts."""


def parse_recipe(text: str, made_from: Animation | None) -> RecipeIn:
    """Return the recipe of a request, with what it leaves out from the animation it is made from."""
    try:
        if made_from is None:
            return RecipeIn.model_validate_json(text)
        said = PartialRecipeIn.model_validate_json(text).model_dump(exclude_unset=True)
        before = {**recipe_out(made_from), "seed": None}
        if "engine" in said or "model" in said:  # what another engine takes is its own default
            before |= dict.fromkeys(ENGINES_OWN)
        return RecipeIn.model_validate({**before, **said})
    except ValidationError as error:
        errors = {".".join(str(part) for part in item["loc"]) or "recipe": in_words(item) for item in error.errors()}
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "The recipe cannot be read. Nothing was charged.", errors=errors
        ) from error


def parse_picture(text: str) -> PictureIn:
    try:
        return PictureIn.model_validate_json(text)
    except ValidationError as error:
        errors = {
            ".".join(["picture", *map(str, item["loc"][:1])]): PICTURE_WORDS.get(str([*item["loc"], ""][0]))
            or in_words(item)
            for item in error.errors()
        }
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"The picture field couldn't be read. {NOT_CHARGED}",
            errors=errors,
        ) from error
