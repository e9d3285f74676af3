"""A recipe is completed with the engine's defaults, and everything that is wrong with it is said by its field."""

import pytest

from apps.animations.create.recipe import (
    MAX_PROMPT,
    Recipe,
    RecipeInput,
    RecipeInvalid,
    complete,
    default_engine,
    random_seed,
    seed_of_frame,
)
from apps.animations.models import SEED_COUNT
from tests.animations.source_engine import SourceEngine


@pytest.fixture
def stability(settings) -> None:
    settings.STABILITY_API_KEY = "sk-of-nobody"


def errors_of(*, masked: bool = False, **fields: object) -> dict[str, str]:
    """What is wrong with a recipe, by field; empty when it can be painted."""
    try:
        complete(RecipeInput(**{"prompt": "rage", "engine": "sketch", **fields}), masked=masked)
    except RecipeInvalid as invalid:
        return invalid.errors
    return {}


def test_what_is_left_out_is_the_engines_own_choice():
    recipe = complete(RecipeInput("  rage\x00 "), masked=False)
    assert recipe.as_words() == {
        "engine": default_engine(),
        "model": "sketch",
        "prompt": "rage",
        "negative_prompt": "",
        "frames": 12,
        "strength": 0.5,
        "seed": None,
        "fps": 10.0,
        "loop": "forward",
        "style_preset": "",
        "fallback_model": "",
        "color_stabilization": 0.0,
        "stop_off_by": None,
        "mask_follows": False,
        "timeline": {},
        "camera_path": {},
        "file_size": "1mb",
    }


def test_what_is_asked_for_is_kept(stability):
    recipe = complete(
        RecipeInput(
            "rage",
            engine="stability",
            model="sd3.5-large",
            negative_prompt=" hats ",
            frames=3,
            strength=0.7,
            seed=9,
            fps=12.0,
            loop="once",
            style_preset="anime",
            fallback_model="sd3.5-medium",
            color_stabilization=0.25,
            stop_off_by=5.0,
            mask_follows=True,
            interpolation_factor=2,
            ease="in",
            motion={"zoom": 2.0},
            caption={"text": "no", "position": "top"},
            crop={"shape": "square", "focus": [0.5, 0.5]},
            file_size="full",
        ),
        masked=True,
    )
    timeline = recipe.timeline
    assert (timeline["interpolation_factor"], timeline["ease"], timeline["motion"]) == (2, "in", {"zoom": 2.0})
    assert (timeline["caption"], timeline["crop"]["shape"]) == ({"text": "no", "position": "top"}, "square")
    words = recipe.as_words()
    del words["timeline"]
    assert words == {
        "engine": "stability",
        "model": "sd3.5-large",
        "prompt": "rage",
        "negative_prompt": "hats",
        "frames": 3,
        "strength": 0.7,
        "seed": 9,
        "fps": 12.0,
        "loop": "once",
        "style_preset": "anime",
        "fallback_model": "sd3.5-medium",
        "color_stabilization": 0.25,
        "stop_off_by": 5.0,
        "mask_follows": True,
        "camera_path": {},
        "file_size": "full",
    }


@pytest.mark.parametrize(
    ("field", "allowed", "refused", "sentence"),
    [
        ("frames", (2, 24), (1, 25, 0), "Choose between 2 and 24 frames."),
        ("seed", (1, SEED_COUNT), (0, SEED_COUNT + 1), f"A seed is a whole number from 1 to {SEED_COUNT}."),
        ("strength", (0.05, 1.0), (0.04, 1.01), "For Sketch, choose a strength between 0.05 and 1."),
        ("stop_off_by", (2.0, 60.0), (1.9, 60.1), "Choose a limit between 2 and 60, or none."),
        ("color_stabilization", (0, 0.5, 1), (-0.1, 1.1), "Choose a color stability between 0 and 1."),
        ("file_size", ("full", "1mb"), ("huge",), "Choose 1mb, 2mb or full."),
        ("prompt", ("x" * MAX_PROMPT,), ("x" * 2001,), "That is 2001 characters. The limit is 2000."),
        ("prompt", (" x ",), ("", " \n", "\x00"), "Describe what should happen."),
        ("model", (None, "sketch"), ("y" * 50,), f"Sketch has no model called “{'y' * 40}”."),
        ("engine", ("sketch",), ("z" * 50,), f"The engine “{'z' * 40}” is not offered here."),
        ("style_preset", (None, ""), ("x" * 50,), f"Sketch has no style called “{'x' * 40}”."),
        ("negative_prompt", (None, "", " "), ("hats",), "Sketch doesn't support things to avoid."),
        ("mask_follows", (False,), (True,), "There's no painted area to follow. Paint one, or turn this off."),
        (
            "fallback_model",
            (None, ""),
            ("sketch",),
            "Sketch is already the chosen style. Choose another backup, or wait.",
        ),
    ],
)
def test_a_value_at_its_limit_is_taken_and_one_beyond_it_is_refused_by_its_field(field, allowed, refused, sentence):
    assert [errors_of(**{field: value}) for value in allowed] == [{}] * len(allowed)
    assert [errors_of(**{field: value}) for value in refused] == [{field: sentence}] * len(refused)


def test_an_engine_that_is_not_offered_is_named_with_everything_else_that_is_wrong():
    assert set(errors_of(prompt="", frames=99, loop="sideways", engine="none")) == {
        "prompt",
        "frames",
        "loop",
        "engine",
    }


def test_a_recipe_that_cannot_be_painted_says_all_that_is_wrong_in_one_line():
    with pytest.raises(RecipeInvalid, match=r"^Describe what should happen.; Choose between 2 and 24 frames.$"):
        complete(RecipeInput("", frames=1), masked=False)


def test_things_to_avoid_have_the_limit_of_a_prompt(stability):
    limits = [errors_of(engine="stability", negative_prompt="x" * length) for length in (MAX_PROMPT, MAX_PROMPT + 1)]
    assert limits == [{}, {"negative_prompt": "That is 2001 characters. The limit is 2000."}]


def test_a_backup_must_be_able_to_do_all_that_was_asked_for(stability):
    said = {"engine": "stability", "fallback_model": "sd3.5-large-turbo"}
    assert errors_of(**said) == {}
    assert list(errors_of(**said, negative_prompt="hats")) == ["fallback_model"]


@pytest.mark.parametrize(("before", "shown", "painted_on"), [(True, {}, {"zoom": 2.0}), (False, {"zoom": 2.0}, {})])
def test_the_camera_moves_while_frames_are_painted_or_over_the_finished_ones(stability, before, shown, painted_on):
    recipe = complete(RecipeInput("rage", engine="stability", motion={"zoom": 2.0}, motion_before=before), masked=False)
    assert (recipe.timeline.get("motion", {}), recipe.camera_path) == (shown, painted_on)


def test_a_painted_area_is_followed_when_there_is_one(stability):
    assert errors_of(masked=True, mask_follows=True, engine="stability") == {}


def completed_by(engine: SourceEngine, *, masked: bool = False, **fields: object) -> Recipe:
    wish = RecipeInput(**{"prompt": "rage", "engine": "sketch", **fields})
    return complete(wish, masked=masked, find_engine=lambda name: engine)


@pytest.mark.parametrize("masked", [False, True])
def test_for_an_engine_that_paints_from_the_source_the_camera_moves_over_the_finished_frames(masked):
    recipe = completed_by(SourceEngine(), masked=masked, motion={"zoom": 2.0}, motion_before=True)
    assert (recipe.timeline["motion"], recipe.camera_path) == ({"zoom": 2.0}, {})


def test_beside_a_painted_area_no_camera_moves_before_the_frames(stability):
    said = {"motion": {"zoom": 2.0}, "motion_before": True, "engine": "stability"}
    assert list(errors_of(masked=True, **said)) == ["motion"]


def test_length_and_speed_that_are_left_out_are_the_engines_own():
    engine = SourceEngine(default_frames=14, default_fps=12.5)
    own, asked = completed_by(engine), completed_by(engine, frames=8, fps=8.0)
    assert [(one.frames, one.fps) for one in (own, asked)] == [(14, 12.5), (8, 8.0)]
    assert completed_by(engine, interpolation_factor=2).fps == 25.0


def test_a_painted_area_stays_where_it_is_for_an_engine_that_paints_from_the_source():
    assert completed_by(SourceEngine(), masked=True, mask_follows=True).mask_follows is False


def test_the_seeds_of_an_animation_count_up_and_begin_again_after_the_last():
    assert [seed_of_frame(7, position) for position in (1, 2, 3)] == [7, 8, 9]
    assert [seed_of_frame(SEED_COUNT, position) for position in (1, 2)] == [SEED_COUNT, 1]


def test_a_seed_by_chance_is_one_that_may_be_asked_for():
    seeds = {random_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert errors_of(seed=min(seeds)) == errors_of(seed=max(seeds)) == {}
