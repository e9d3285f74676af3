"""A photo's face on its stage, for tests that measure what a reaction does to it."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import paint, set_stage
from apps.engines.sketch.words import plan_for
from apps.imaging.faces.analysis import read_analysis
from tests.engines.sketch.pictures import analysis, astronaut

SIDE = 384
PEAK, COUNT = 7, 12


@lru_cache(maxsize=1)
def stage():
    return set_stage(astronaut(SIDE), read_analysis(analysis(SIDE)))


def shape():
    return stage().actors[0].shape


def frame(prompt: str, position: int = PEAK, *, camera: bool = True) -> np.ndarray:
    """A frame of a prompt; without its own camera, places stay where they are in the photo and can be measured."""
    plan = plan_for(prompt)
    if not camera:
        steps = [[replace(part, reaction=replace(part.reaction, near=None)) for part in step] for step in plan.steps]
        plan = replace(plan, steps=tuple(map(tuple, steps)))
    scene = Scene(
        width=SIDE, height=SIDE, position=position, frame_count=COUNT, force=0.5, cast=3,
        focus=Focus(0.0, 0.0, 1.0, is_aimed=False),
    )  # fmt: skip
    return paint(stage(), plan, scene, weight=None)


def moved(prompt: str, *points: int, position: int = PEAK) -> np.ndarray:
    """How far these points of the photo went in a frame, mean of all, in eye spans to the right and down."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    gray = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (astronaut(SIDE), frame(prompt, position, camera=False))]
    field = flow.calc(*gray, None)
    places = np.rint(shape().points[list(points), :2]).astype(int)
    return field[places[:, 1], places[:, 0]].mean(axis=0) / shape().span
