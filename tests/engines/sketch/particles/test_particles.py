import numpy as np
import pytest

from apps.engines.sketch.particles import burning, glitter, marks, weather
from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.sheet import clear_sheet

DRAWINGS = [
    weather.rain,
    weather.snow,
    burning.flames,
    glitter.confetti,
    glitter.sparkles,
    glitter.coins,
    glitter.hearts,
    glitter.bubbles,
    marks.tears,
    marks.speed_lines,
    marks.smileys,
]


def scene(position: int = 4, force: float = 0.5) -> Scene:
    focus = Focus(60.0, 50.0, 30.0, is_aimed=False)
    return Scene(width=120, height=100, position=position, frame_count=8, force=force, cast=3, focus=focus)


def drawn(draw, moment: Scene) -> np.ndarray:
    sheet = clear_sheet(moment)
    draw(sheet, moment)
    return sheet.pixels


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_particles_are_drawn_and_move(draw) -> None:
    here, there = drawn(draw, scene(3)), drawn(draw, scene(5))
    assert here[..., 3].max() > 100
    assert not np.array_equal(here, there)


@pytest.mark.parametrize("draw", [glitter.confetti, weather.snow, weather.rain], ids=lambda draw: draw.__name__)
def test_more_force_adds_particles_and_keeps_those_that_were_there(draw) -> None:
    few, many = drawn(draw, scene(force=0.2))[..., 3] > 0, drawn(draw, scene(force=0.9))[..., 3] > 0
    assert many.sum() > few.sum()
    assert (few & ~many).mean() < 0.01


def test_places_are_a_films_own() -> None:
    assert list(places(scene(2), "snow", 9)) == list(places(scene(7), "snow", 9))
    assert list(places(scene(), "snow", 9)) != list(places(scene(), "rain", 9))


def test_a_thing_that_leaves_on_one_side_comes_back_on_the_other() -> None:
    assert along(0.95, 0.2, 0.1) < 0.2
    assert along(0.3, 1.0, 0.1) == pytest.approx(along(0.3, 0.0, 0.1))
