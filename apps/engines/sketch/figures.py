"""Figures for the sheet: outlines about the origin, one unit in radius, and letters made of strokes."""

import math

from apps.engines.sketch.sheet import INK, WHITE, Color, Point, Sheet, turned

_TURN = 2.0 * math.pi

HEART: tuple[Point, ...] = tuple(
    (
        math.sin(step * _TURN / 36) ** 3,
        -(
            13 * math.cos(step * _TURN / 36)
            - 5 * math.cos(2 * step * _TURN / 36)
            - 2 * math.cos(3 * step * _TURN / 36)
            - math.cos(4 * step * _TURN / 36)
        )
        / 16,
    )
    for step in range(36)
)

DROP: tuple[Point, ...] = (
    (0.0, -1.9),
    *((math.sin(math.radians(angle)), -math.cos(math.radians(angle))) for angle in range(60, 301, 15)),
)

_LETTERS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "H": (((-0.5, -0.8), (-0.5, 0.8)), ((0.5, -0.8), (0.5, 0.8)), ((-0.5, 0.0), (0.5, 0.0))),
    "A": (((-0.6, 0.8), (0.0, -0.8), (0.6, 0.8)), ((-0.36, 0.25), (0.36, 0.25))),
    "Z": (((-0.5, -0.7), (0.5, -0.7), (-0.5, 0.7), (0.5, 0.7)),),
    "B": (
        ((-0.5, -0.8), (-0.5, 0.8), (0.25, 0.8), (0.5, 0.6), (0.5, 0.25), (0.25, 0.0), (-0.5, 0.0)),
        ((-0.5, -0.8), (0.2, -0.8), (0.42, -0.6), (0.42, -0.22), (0.25, 0.0)),
    ),
    "O": (tuple((0.6 * math.sin(step * _TURN / 16), -0.8 * math.cos(step * _TURN / 16)) for step in range(17)),),
    "I": (((0.0, -0.8), (0.0, 0.8)),),
    "C": (((0.5, -0.55), (0.2, -0.8), (-0.2, -0.8), (-0.5, -0.4), (-0.5, 0.4), (-0.2, 0.8), (0.2, 0.8), (0.5, 0.55)),),
    "M": (((-0.65, 0.8), (-0.6, -0.8), (0.0, 0.3), (0.6, -0.8), (0.65, 0.8)),),
    "N": (((-0.55, 0.8), (-0.55, -0.8), (0.55, 0.8), (0.55, -0.8)),),
    "Y": (((-0.6, -0.8), (0.0, -0.05), (0.6, -0.8)), ((0.0, -0.05), (0.0, 0.8))),
    "E": (((0.5, -0.8), (-0.45, -0.8), (-0.45, 0.8), (0.5, 0.8)), ((-0.45, 0.0), (0.35, 0.0))),
    "S": (
        (
            (0.48, -0.5),
            (0.2, -0.8),
            (-0.2, -0.8),
            (-0.48, -0.5),
            (-0.3, -0.1),
            (0.3, 0.1),
            (0.48, 0.5),
            (0.2, 0.8),
            (-0.2, 0.8),
            (-0.48, 0.5),
        ),
    ),
    "!": (((0.0, -0.9), (0.0, 0.3)), ((0.0, 0.8), (0.0, 0.82))),
    "?": (
        ((-0.45, -0.5), (-0.3, -0.8), (0.0, -0.9), (0.3, -0.8), (0.45, -0.5), (0.3, -0.2), (0.0, 0.05), (0.0, 0.3)),
        ((0.0, 0.8), (0.0, 0.82)),
    ),
    "$": (
        (
            (0.45, -0.45),
            (0.2, -0.62),
            (-0.2, -0.62),
            (-0.45, -0.4),
            (-0.3, -0.1),
            (0.3, 0.1),
            (0.45, 0.4),
            (0.2, 0.62),
            (-0.2, 0.62),
            (-0.45, 0.45),
        ),
        ((0.0, -0.9), (0.0, 0.9)),
    ),
}


def star(points: int, waist: float) -> list[Point]:
    """Return a star whose inner corners are `waist` from its middle; four points and a thin waist make a glint."""
    corners = range(2 * points)
    return [
        (
            math.sin(corner * math.pi / points) * (waist if corner % 2 else 1.0),
            -math.cos(corner * math.pi / points) * (waist if corner % 2 else 1.0),
        )
        for corner in corners
    ]


GLINT = star(4, 0.16)
STAR = star(5, 0.45)
BURST = star(11, 0.66)


def write(
    sheet: Sheet,
    text: str,
    *,
    x: float,
    y: float,
    size: float,
    color: Color,
    angle: float = 0.0,
    opacity: float = 1.0,
) -> None:
    """Write fat outlined letters centered on (x, y), `size` pixels from their middle to their top."""
    for width, ink in ((0.62, INK), (0.34, color)):
        for place, letter in enumerate(text):
            aside = (place - (len(text) - 1) / 2.0) * 1.55
            for line in _LETTERS[letter]:
                moved = turned(((px + aside, py) for px, py in line), x=x, y=y, size=size, angle=angle)
                sheet.stroke(moved, ink, max(1.0, width * size), opacity)


def heart(sheet: Sheet, *, x: float, y: float, size: float, angle: float, color: Color, opacity: float) -> None:
    sheet.shape(turned(HEART, x=x, y=y, size=size * 1.16, angle=angle), WHITE, opacity)
    sheet.shape(turned(HEART, x=x, y=y, size=size, angle=angle), color, opacity)
    sheet.disc(x - 0.4 * size, y - 0.42 * size, 0.17 * size, WHITE, opacity=opacity)


def drop(
    sheet: Sheet, *, x: float, y: float, size: float, opacity: float, angle: float = 0.0
) -> None:  # where, how large
    """Draw a tear of `size` pixels in radius, its tip upward, or turned clockwise by an angle."""
    sheet.shape(turned(DROP, x=x, y=y, size=size * 1.14, angle=angle), (28, 92, 190), opacity)
    sheet.shape(turned(DROP, x=x, y=y, size=size, angle=angle), (110, 190, 255), opacity)
    sheet.disc(x - 0.3 * size, y + 0.1 * size, 0.28 * size, WHITE, opacity=opacity)


def glint(sheet: Sheet, *, x: float, y: float, size: float, color: Color, opacity: float) -> None:
    sheet.shape(turned(GLINT, x=x, y=y, size=size), color, opacity)
    sheet.shape(turned(GLINT, x=x, y=y, size=size * 0.55), WHITE, opacity)


def anger_mark(sheet: Sheet, *, x: float, y: float, size: float, opacity: float) -> None:
    """Draw the bulging veins of the comics: four bent strokes around an empty middle."""
    bend: tuple[Point, ...] = ((0.2, -1.0), (0.24, -0.55), (0.34, -0.34), (0.55, -0.24), (1.0, -0.2))
    for width, ink in ((0.5, WHITE), (0.32, (214, 20, 28))):
        for quarter in range(4):
            moved = turned(bend, x=x, y=y, size=size, angle=quarter * math.pi / 2.0 + 0.2)
            sheet.stroke(moved, ink, max(1.0, width * size), opacity)


def flake(sheet: Sheet, *, x: float, y: float, size: float, angle: float, opacity: float) -> None:
    for arm in range(3):
        tips = turned(((-1.0, 0.0), (1.0, 0.0)), x=x, y=y, size=size, angle=angle + arm * math.pi / 3.0)
        sheet.stroke(tips, WHITE, max(1.0, size * 0.28), opacity)


def coin(sheet: Sheet, *, x: float, y: float, size: float, turn: float, opacity: float) -> None:
    """Draw a gold coin that spins about its upright axis; `turn` counts whole spins."""
    breadth = max(0.16, abs(math.cos(2.0 * math.pi * turn)))
    rim = [(math.sin(step * _TURN / 24) * breadth, math.cos(step * _TURN / 24)) for step in range(24)]
    sheet.shape(turned(rim, x=x, y=y, size=size), (150, 96, 12), opacity)
    sheet.shape(turned(rim, x=x, y=y, size=size * 0.86), (255, 208, 58), opacity)
    if breadth > 0.55:
        for line in _LETTERS["$"]:
            drawn = [(px * breadth * 0.8, py * 0.66) for px, py in line]
            sheet.stroke(turned(drawn, x=x, y=y, size=size), (150, 96, 12), max(1.0, size * 0.16), opacity)


def smiley(sheet: Sheet, *, x: float, y: float, size: float, angle: float) -> None:
    sheet.disc(x, y, size * 1.1, INK)
    sheet.disc(x, y, size, (255, 212, 50))
    for eye in (-0.36, 0.36):
        lid = [(eye - 0.15, -0.12), (eye - 0.1, -0.3), (eye, -0.36), (eye + 0.1, -0.3), (eye + 0.15, -0.12)]
        sheet.stroke(turned(lid, x=x, y=y, size=size, angle=angle), INK, max(1.0, 0.14 * size))
    mouth = [(0.6 * math.cos(turn * math.pi / 12), 0.1 + 0.55 * math.sin(turn * math.pi / 12)) for turn in range(13)]
    sheet.shape(turned(mouth, x=x, y=y, size=size, angle=angle), (120, 28, 30))


def specter(sheet: Sheet, *, x: float, y: float, size: float, turn: float, opacity: float) -> None:
    """Draw a bed-sheet ghost whose hem waves; `turn` counts whole periods of the wave."""
    head = [
        (0.8 * math.cos(math.pi + step * math.pi / 14), -0.2 + 0.9 * math.sin(math.pi + step * math.pi / 14))
        for step in range(15)
    ]
    hem = [(0.8 - step * 0.1, 1.0 + 0.14 * math.sin(step * 1.18 + _TURN * turn)) for step in range(17)]
    sheet.shape(turned([*head, *hem], x=x, y=y, size=size), (236, 248, 240), opacity)
    for eye in (-0.28, 0.28):
        oval = [
            (eye + 0.13 * math.sin(step * _TURN / 12), -0.3 + 0.2 * math.cos(step * _TURN / 12)) for step in range(12)
        ]
        sheet.shape(turned(oval, x=x, y=y, size=size), INK, opacity)
    mouth = [(0.16 * math.sin(step * _TURN / 12), 0.14 + 0.2 * math.cos(step * _TURN / 12)) for step in range(12)]
    sheet.shape(turned(mouth, x=x, y=y, size=size), INK, opacity)


def sunglasses(sheet: Sheet, *, x: float, y: float, size: float, opacity: float) -> None:
    """Draw the blocky sunglasses of the meme, `size` pixels from the bridge to either end."""
    block = size / 8.0

    def box(left: float, top: float, right: float, bottom: float, color: Color) -> None:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        sheet.shape([(x + px * block, y + py * block) for px, py in corners], color, opacity)

    box(-8, -1.5, 8, -0.5, INK)
    for middle in (-3.8, 3.8):
        box(middle - 3, -0.6, middle + 3, 1.0, INK)
        box(middle - 2.2, 0.8, middle + 2.2, 1.9, INK)
        box(middle - 2.2, -0.4, middle - 1.2, 0.4, WHITE)
        box(middle - 1.2, 0.4, middle - 0.2, 1.2, WHITE)
