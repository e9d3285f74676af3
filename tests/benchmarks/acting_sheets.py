"""Contact sheets of all reactions for the documentation: one family each, one reaction a strip of four frames.

python -m tests.benchmarks.acting_sheets docs/acting
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from skimage import data

from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.plan import Part, Plan
from apps.engines.sketch.reaction import Family, Reaction
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import Stage, paint, set_stage
from apps.imaging.faces.analysis import analyze
from tests.engines.sketch.pictures import astronaut

SIDE, TILE, COUNT, LABEL = 384, 96, 12, 15
POSITIONS = (3, 5, 7, 9)
COLUMNS, GAP = 2, 6
MOST_BYTES = 150_000


def stage_for(family: Family) -> Stage:
    """The astronaut: her head and shoulders, and her face alone where only a face acts."""
    picture = astronaut(SIDE)
    if family == Family.FEELINGS:
        near = np.ascontiguousarray(data.astronaut()[6:186, 134:314])
        picture = cv2.resize(near, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return set_stage(picture, analyze(picture))


def strip(stage: Stage, reaction: Reaction) -> np.ndarray:
    tiles = []
    for position in POSITIONS:
        scene = Scene(SIDE, SIDE, position, COUNT, force=0.5, cast=3, focus=Focus(0.0, 0.0, 1.0, is_aimed=False))
        frame = paint(stage, Plan(((Part(reaction),),)), scene, weight=None)
        tiles.append(cv2.resize(frame, (TILE, TILE), interpolation=cv2.INTER_AREA))
    label = np.full((LABEL, TILE * len(tiles), 3), 255, np.uint8)
    cv2.putText(label, reaction.label, (2, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (30, 30, 40), 1, cv2.LINE_AA)
    return np.vstack([label, np.hstack(tiles)])


def sheet(family: Family) -> np.ndarray:
    stage = stage_for(family)
    strips = [strip(stage, reaction) for reaction in CATALOG if reaction.family == family]
    empty = np.full_like(strips[0], 255)
    strips += [empty] * (-len(strips) % COLUMNS)
    gap = np.full((strips[0].shape[0], GAP, 3), 255, np.uint8)
    rows = [np.hstack([strips[at], gap, strips[at + 1]]) for at in range(0, len(strips), COLUMNS)]
    return np.vstack(rows)


def main() -> None:
    cv2.setNumThreads(1)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for family in Family:
        drawn = sheet(family)[..., ::-1]
        for quality in range(85, 20, -5):
            _, encoded = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
            if len(encoded) <= MOST_BYTES:
                break
        (folder / f"{family.value.lower()}.jpg").write_bytes(encoded.tobytes())
        print(
            f"{family.value.lower()}.jpg: {drawn.shape[1]} x {drawn.shape[0]}, quality {quality}, {len(encoded):,} bytes"
        )


if __name__ == "__main__":
    main()
