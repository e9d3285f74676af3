"""A sentence, a caption or a title of characters that are not seen counts as empty."""

import pytest

from apps.animations.create.recipe import RecipeInput, RecipeInvalid, complete
from apps.gallery.services import fit_title

UNSEEN = "\u200b\u2060 \u3164"


def test_a_prompt_of_invisible_characters_is_missing():
    with pytest.raises(RecipeInvalid) as invalid:
        complete(RecipeInput(prompt=UNSEEN), masked=False)

    assert invalid.value.errors == {"prompt": "Describe what should happen."}


def test_a_caption_of_invisible_characters_is_none():
    recipe = complete(RecipeInput(prompt="smiles", caption={"text": UNSEEN, "position": "top"}), masked=False)

    assert "caption" not in recipe.timeline


def test_a_title_of_invisible_characters_is_none():
    assert fit_title(UNSEEN) == ""
