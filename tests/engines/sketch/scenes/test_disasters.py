"""Explosions and earthquakes: the camera is stiff, the picture's edges stay out of sight, and all is well again at the end."""

import numpy as np
import pytest

from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.scene import Focus, Scene
from tests.engines.sketch.acting import COUNT, SIDE, frame, stage
from tests.engines.sketch.pictures import astronaut

DISASTERS = pytest.mark.parametrize("name", ["shake", "explode"])


def camera(name: str, position: int, force: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Where the pixels of a frame are on the coarse grid and where they come from, (n, 2) each."""
    focus = Focus(SIDE / 2, SIDE / 3, SIDE / 4, is_aimed=True)
    scene = Scene(SIDE, SIDE, position, COUNT, force=force, cast=3, focus=focus)
    layers = BY_NAME[name].play(scene).layers
    across, down = scene.mesh()
    places = np.dstack(np.broadcast_arrays(across, down))
    assert layers.bend is None
    away = np.zeros_like(places) if layers.away is None else layers.away
    return places.reshape(-1, 2), (places + away).reshape(-1, 2)


@DISASTERS
def test_a_shaken_picture_moves_as_one_stiff_plate(name: str) -> None:
    """One turn, one size and one shift say it all: nothing wobbles."""
    moved = 0.0
    for position in range(1, COUNT + 1):
        places, sources = camera(name, position)
        x, y, one, none = *places.T, np.ones(len(places)), np.zeros(len(places))
        rows = np.concatenate([np.stack([x, -y, one, none], axis=1), np.stack([y, x, none, one], axis=1)])
        wanted = sources.T.ravel()
        found, *_ = np.linalg.lstsq(rows, wanted, rcond=None)
        assert np.abs(rows @ found - wanted).max() < 0.02
        moved = max(moved, float(np.abs(sources - places).max()))
    assert moved > 0.02 * SIDE


@DISASTERS
@pytest.mark.parametrize("force", [0.2, 0.5, 1.2])
def test_no_edge_of_a_shaken_picture_comes_into_sight(name: str, force: float) -> None:
    for position in range(1, COUNT + 1):
        _, sources = camera(name, position, force)
        assert sources.min() >= 0.0
        assert sources.max() <= SIDE - 1.0


def test_an_explosion_burns_behind_a_person_and_not_before_the_face() -> None:
    blown = frame("explosion", 5).astype(int)
    fiery = (blown[..., 0] > 190) & (blown[..., 0] - blown[..., 2] > 130)
    behind = stage().matte < 0.05
    behind[SIDE // 2 :] = False
    x, y = (int(value) for value in stage().actors[0].shape.middle[:2])
    assert fiery[behind].mean() > 0.3
    assert fiery[y : y + 40, x - 20 : x + 20].mean() < 0.05


@pytest.mark.parametrize("prompt", ["earthquake", "explosion"])
def test_a_disaster_ends_where_it_began(prompt: str) -> None:
    for position in (1, COUNT):
        assert np.abs(frame(prompt, position).astype(int) - astronaut(SIDE)).mean() < 9.0
