"""What color somebody wears, so that arms that are drawn go with the picture."""

import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.shape import Shape

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Color = tuple[int, int, int]

PLAIN: Color = (104, 112, 128)
"""A muted gray for pictures in which no clothes are seen."""

ACROSS, DOWN = np.linspace(-1.8, 1.8, 25), np.linspace(1.75, 3.2, 15)
"""Where clothes are looked for, in eye spans from between the eyes: below the chin, from shoulder to shoulder."""

ENOUGH = 24
"""So many of those 375 places must show the person for a color to be believed."""

DARKEST, BRIGHTEST = 46.0, 214.0
"""Black and white clothes are drawn this far from black and white, so that a sleeve can have folds and an edge."""


def color_of_clothes(picture: Bytes, shape: Shape, matte: Floats) -> Color:
    """Return the color that a person wears in a photo, (H, W, 3) uint8 RGB: the commonest of a few, or a plain gray."""
    height, width = picture.shape[:2]
    places = np.array([shape.at(float(right), float(down))[:2] for down in DOWN for right in ACROSS])
    columns, rows = np.rint(places).astype(int).T
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    columns, rows = columns[inside], rows[inside]
    worn = picture[rows, columns][matte[rows, columns] > 0.7].astype(np.float32)
    if len(worn) < ENOUGH:
        return PLAIN
    # Colors in cells of 48 levels: a median of stripes, or of a suit and a shirt, would be a color that nobody wears.
    cells, counts = np.unique((worn // 48).astype(int), axis=0, return_counts=True)
    lively = counts * (1.0 + 0.02 * (cells.max(axis=1) - cells.min(axis=1)) * 48)
    most = cells[int(np.argmax(lively))]
    color = np.median(worn[((worn // 48).astype(int) == most).all(axis=1)], axis=0)
    light = float(color.mean())
    color = color + (np.clip(light, DARKEST, BRIGHTEST) - light)
    red, green, blue = (int(value) for value in np.clip(color, 0, 255))
    return red, green, blue
