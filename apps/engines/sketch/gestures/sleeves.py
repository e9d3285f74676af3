"""Arms that hands belong to: sleeves that come from the picture's edge."""

import math

from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.clothes import PLAIN, Color
from apps.engines.sketch.sheet import Point, Sheet

SKIN: tuple[Color, Color] = ((255, 202, 62), (226, 146, 30))
"""The yellow of the hands, and their edge."""

WRISTS: dict[str, tuple[float, float, float, float]] = {
    "thumbs_up": (-0.26, 0.22, -0.75, 0.66),
    "thumbs_down": (0.24, -0.20, 0.80, 0.60),
    "ok_hand": (0.12, 0.36, 0.22, 0.98),
    "victory": (-0.02, 0.36, -0.10, 1.0),
    "horns_hand": (0.0, 0.36, -0.10, 1.0),
    "wave": (0.16, 0.34, 0.30, 0.95),
    "hand": (0.06, 0.36, 0.30, 0.95),
    "hand_left": (0.34, 0.06, 0.90, 0.44),
    "hand_right": (-0.34, 0.06, -0.90, 0.44),
    "open_hand": (-0.28, 0.14, -0.12, 1.0),
    "point_left": (0.34, 0.16, 0.80, 0.60),
    "point_right": (-0.34, 0.16, -0.80, 0.60),
}
"""Where the wrist of a hand is, from the middle of its picture in shares of its size, and which way its arm goes: right, down."""


def hand_with_arm(  # what, where, how large
    canvas: Canvas,
    name: str,
    x: float,
    y: float,
    size: float,
    *,
    angle: float = 0.0,
    flip: bool = False,
    stretch: float = 1.0,
    shadow: float = 0.35,
    heading: Point | None = None,
    color: Color | None = None,
) -> None:
    """Stick a hand onto the frame as `Canvas.sticker` does, with the arm that it belongs to.

    `heading` is which way the arm goes from the wrist where it is another than usual, as seen in the picture; `color` is that
    of the sleeve of somebody else.
    """
    right, down, way_right, way_down = WRISTS[name]
    mirrored = -1.0 if flip else 1.0
    rest = (x + mirrored * stretch * right * size, y + down * size)
    way = (mirrored * way_right, way_down) if heading is None else heading
    long = math.hypot(*way)
    reach = math.hypot(canvas.scene.width, canvas.scene.height)
    # The elbow stays where it is while a hand turns about its middle.
    elbow = (rest[0] + reach * way[0] / long, rest[1] + reach * way[1] / long)
    cosine, sine = math.cos(angle), math.sin(angle)
    aside, below = rest[0] - x, rest[1] - y
    wrist = (x + aside * cosine - below * sine, y + aside * sine + below * cosine)
    arm(canvas, wrist, elbow, size, color)
    canvas.sticker(name, x, y, size, angle=angle, flip=flip, stretch=stretch, shadow=shadow)


def fist(canvas: Canvas, x: float, y: float, size: float, side: float) -> None:
    """Draw the fingers of a hand around something that is held upright at a place; the palm is on one side of it."""
    canvas.draw(lambda sheet, _: _fingers(sheet, x, y, size, side))


def _fingers(sheet: Sheet, x: float, y: float, size: float, side: float) -> None:
    inks = tuple(zip(reversed(SKIN), (0.245, 0.19), strict=True))
    palm = [(x + side * 0.34 * size, y - 0.22 * size), (x + side * 0.34 * size, y + 0.28 * size)]
    for ink, wide in inks:
        sheet.stroke(palm, ink, 1.5 * wide * size)
    # One finger after the other, so that the edge of each is seen on the one above it.
    for number, reach in enumerate((0.20, 0.26, 0.24, 0.17)):
        tall = y + (0.20 * number - 0.28) * size
        for ink, wide in inks:
            sheet.stroke(
                [(x + side * 0.32 * size, tall + 0.02 * size), (x - side * reach * size, tall)], ink, wide * size
            )


def arm(canvas: Canvas, wrist: Point, elbow: Point, size: float, color: Color | None = None) -> None:
    """Draw a sleeve from the wrist of a hand of a size to an elbow out of sight: in the color of what the person wears, or in another's."""
    worn = color or (canvas.head.clothes if canvas.head else PLAIN)
    canvas.draw(lambda sheet, _: _sleeve(sheet, wrist, elbow, size, worn))


def _sleeve(sheet: Sheet, wrist: Point, elbow: Point, size: float, color: Color) -> None:
    reach = max(1e-3, math.dist(wrist, elbow))
    way = ((elbow[0] - wrist[0]) / reach, (elbow[1] - wrist[1]) / reach)
    wide = 2.0 * size

    def place(along: float, aside: float) -> Point:
        return wrist[0] + along * way[0] - aside * way[1], wrist[1] + along * way[1] + aside * way[0]

    def strip(first: float, last: float, start: float, end: float) -> list[Point]:
        """Return a strip along the arm between two shares of its breadth, which grows up to the elbow."""
        steps = [start, *(step for step in (0.5 * wide, wide) if start < step < end), end]
        half = [size * (0.165 + 0.10 * min(1.0, step / wide)) for step in steps]
        near = [place(step, first * width) for step, width in zip(steps, half, strict=True)]
        return near + [place(step, last * width) for step, width in reversed(list(zip(steps, half, strict=True)))]

    # The light comes from above, whichever way an arm goes.
    lit = 1.0 if way[0] < 0.0 else -1.0
    edge, folds, shine = shaded(color, 0.45), shaded(color, 0.74), shaded(color, 1.18)
    sheet.shape(strip(-1.12, 1.12, 0.0, reach), edge)
    sheet.shape(strip(-1.0, 1.0, 0.0, reach), color)
    sheet.shape(strip(-1.0 * lit, -0.42 * lit, 0.0, reach), folds)
    sheet.shape(strip(0.25 * lit, 0.72 * lit, 0.0, reach), shine)
    for along, lean in ((0.62, 0.14), (0.95, -0.12), (1.4, 0.16)):
        ends = (place(along * size, -0.17 * lit * size), place((along + lean) * size, 0.06 * lit * size))
        sheet.stroke(ends, folds, max(1.0, 0.028 * size))
    sheet.shape(strip(-1.34, 1.34, 0.02 * size, 0.225 * size), edge)
    sheet.shape(strip(-1.22, 1.22, 0.035 * size, 0.21 * size), shaded(color, 1.3))
    sheet.shape(strip(-1.22 * lit, -0.5 * lit, 0.035 * size, 0.21 * size), color)


def shaded(color: Color, light: float) -> Color:
    """Return a color in more or less light: above 1 it goes toward white."""
    if light <= 1.0:
        red, green, blue = (int(light * value) for value in color)
    else:
        red, green, blue = (int(value + (light - 1.0) * (255 - value)) for value in color)
    return red, green, blue
