"""A timeline says what is shown of the painted frames: which, in what order, how fast, with what between and on them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from apps.common.control_characters import strip_control_characters
from apps.imaging.codecs.frames import fit_within
from apps.imaging.effects.caption import (
    MAX_CHARACTERS,
    POSITIONS,
    CaptionDoesNotFit,
    Position,
    clean_text,
    draw_caption,
    missing_characters,
)
from apps.imaging.effects.crop import Box, crop_box
from apps.imaging.effects.ease import EASES, Ease
from apps.imaging.effects.loops import LOOP_STYLES, LoopStyle
from apps.imaging.effects.motion import MAX_PAN, MAX_ZOOM, Motion

MIN_FPS, MAX_FPS, DEFAULT_FPS = 1.0, 50.0, 8.0  # a GIF's shortest delay that viewers honor is 20 ms
SMOOTH_FPS = 100 / 3  # three hundredths of a second each, the shortest that every viewer keeps and film needs
MAX_INTERPOLATION = 4  # shown frames to each painted one: with more, what lies between is a guess of a guess
BRIDGE_STEPS = 3  # painted steps that a made seam takes: shorter ones jerk, longer ones eat a short loop
# Painted frames that a cut keeps at least: one alone would not move.
MIN_TRIM = 2
TRIM_TOO_SHORT = f"Keep at least {MIN_TRIM} frames."
# Degrees, either way: one whole turn.
MAX_TURN = 360.0

SHAPES: dict[str, float | None] = {
    "whole": None,
    "square": 1.0,
    "4:3": 4 / 3,
    "3:4": 3 / 4,
    "16:9": 16 / 9,
    "9:16": 9 / 16,
}
"""Crops by name: width by height."""

OPEN_ENDED = ("once", "ping-pong", "return-to-start", "cross-faded")
"""Loops whose last painted frame is not followed by the first: nothing is to be filled in there."""


class TimelineInvalid(Exception):
    """This cannot be shown. `errors` maps field names to sentences for people. Nothing was charged."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class TimelineInput:
    """What somebody asked for; None leaves it as it is painted. Words as `Timeline.as_words` has them."""

    fps: float | None = None
    loop: str | None = None
    interpolation_factor: int | None = None
    ease: str | None = None
    motion: Mapping[str, Any] | None = None
    caption: Mapping[str, Any] | None = None
    crop: Mapping[str, Any] | None = None
    trim: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    position: Position = "bottom"


@dataclass(frozen=True, slots=True)
class Crop:
    """A shape by name, and what should be in its middle, in parts of width and height from the top left.

    `share` is how large the box is, of the largest one of this shape.
    """

    shape: str
    focus: tuple[float, float] = (0.5, 0.5)
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is shown. `interpolation_factor` counts shown frames to each painted one, `trim` the first and last painted from 1."""

    fps: float
    loop: LoopStyle
    interpolation_factor: int = 1
    ease: Ease = "linear"
    motion: Motion | None = None
    caption: Caption | None = None
    crop: Crop | None = None
    trim: tuple[int, int] | None = None

    def as_words(self) -> dict[str, Any]:
        """Return what it says beyond speed and loop, as plain values.

        Empty for frames that are shown as they were painted.
        """
        words: dict[str, Any] = {}
        if self.interpolation_factor > 1:
            words["interpolation_factor"] = self.interpolation_factor
            if self.ease != "linear":
                words["ease"] = self.ease
        if self.motion is not None:
            words["motion"] = _motion_words(self.motion)
        if self.caption is not None:
            words["caption"] = {"text": self.caption.text, "position": self.caption.position}
        if self.crop is not None:
            words["crop"] = {"shape": self.crop.shape, "focus": list(self.crop.focus)}
            if self.crop.share < 1:
                words["crop"]["share"] = self.crop.share
        if self.trim is not None:
            words["trim"] = list(self.trim)
        return words

    @property
    def closes(self) -> bool:
        """Return whether the last painted frame leads to the first, so that frames are made between these, too."""
        return self.loop not in OPEN_ENDED

    def filled_count(self, painted: int) -> int:
        """Return how many frames there are once the cut is made and what lies between is filled in, before the loop."""
        kept = painted if self.trim is None else self.trim[1] - self.trim[0] + 1
        return (
            kept * self.interpolation_factor if self.closes and kept > 1 else (kept - 1) * self.interpolation_factor + 1
        )

    def shown_count(self, painted: int) -> int:
        """Return how many frames are shown in one turn of the loop, of at least one painted."""
        count = self.filled_count(painted)
        match self.loop:
            case "ping-pong":
                return max(count, 2 * count - 2)
            case "return-to-start":
                return count + self.bridge_frames(count) if count > 1 else count
            case "cross-faded":
                return count - self.bridge_frames(count)
            case _:
                return count

    def bridge_frames(self, count: int) -> int:
        """Return how many of `count` frames a made seam takes, or adds to them."""
        requested = BRIDGE_STEPS * self.interpolation_factor
        return min(requested, count // 2) if self.loop == "cross-faded" else requested

    def box(self, width: int, height: int, *, square: bool = False) -> Box:
        """Return what is shown of a painted frame of this size.

        With `square`, the square around what should be in the middle.
        """
        ratio = SHAPES[self.crop.shape] if self.crop else None
        if square:
            ratio = 1.0
        if ratio is None:
            return Box(0, 0, width, height)
        crop = self.crop or Crop("whole")
        return crop_box(width, height, ratio=ratio, focus=crop.focus, share=crop.share)


def read_timeline(fps: float, loop: str, words: Mapping[str, Any]) -> Timeline:
    """Return the timeline that a row holds, as it was checked when it was stored."""
    motion, caption, crop, trim = (words.get(name) for name in ("motion", "caption", "crop", "trim"))
    return Timeline(
        fps=fps,
        loop=cast("LoopStyle", loop),
        interpolation_factor=words.get("interpolation_factor", 1),
        ease=words.get("ease", "linear"),
        motion=Motion(**motion) if motion else None,
        caption=Caption(**caption) if caption else None,
        crop=Crop(crop["shape"], (crop["focus"][0], crop["focus"][1]), crop.get("share", 1.0)) if crop else None,
        trim=(trim[0], trim[1]) if trim else None,
    )


def rate_that_keeps_duration(fps: float, *, interpolation_factor: int, wanted: int) -> float:
    """Return the shown frames a second when `interpolation_factor` becomes `wanted`.

    As many times more, so that it lasts as long as before.

    Never above SMOOTH_FPS unless it was before: more is seen by nobody, and viewers slow down files that ask for it.
    """
    return (
        fps * wanted / interpolation_factor
        if wanted < interpolation_factor
        else max(fps, min(SMOOTH_FPS, fps * wanted / interpolation_factor))
    )


def complete_timeline(
    requested: TimelineInput, *, painted: int | None = None, default_fps: float = DEFAULT_FPS
) -> Timeline:
    """Fill what was left out and check all of it. `painted` is how many frames there are to cut from.

    `default_fps` is the speed of painted frames without in-betweens, where none was asked for.

    Raises TimelineInvalid with every error.
    """
    errors: dict[str, str] = {}
    interpolation_factor = 1 if requested.interpolation_factor is None else requested.interpolation_factor
    usual = rate_that_keeps_duration(default_fps, interpolation_factor=1, wanted=max(1, interpolation_factor))
    fps = usual if requested.fps is None else float(requested.fps)  # 8 and 8.0 are one spec and one file
    if not MIN_FPS <= fps <= MAX_FPS:  # also refuses NaN, which is not between anything
        errors["fps"] = f"Choose between {MIN_FPS:.0f} and {MAX_FPS:.0f} frames per second."
    loop = requested.loop or "forward"
    if loop not in LOOP_STYLES:
        errors["loop"] = "Choose forward, ping-pong, reverse, once, return-to-start or cross-faded."
    if not 1 <= interpolation_factor <= MAX_INTERPOLATION:
        errors["interpolation_factor"] = f"Choose from 1 to {MAX_INTERPOLATION} shown frames per generated frame."
    ease = requested.ease or "linear"
    if ease not in EASES:
        errors["ease"] = f"Choose {', '.join(EASES[:-1])} or {EASES[-1]}."
    motion = _motion(requested.motion or {}, errors)
    caption = _caption(requested.caption or {}, errors)
    crop = _crop(requested.crop or {}, errors)
    trim = _trim(requested.trim, painted, errors)
    if errors:
        raise TimelineInvalid(errors)
    return Timeline(
        fps=fps,
        loop=cast("LoopStyle", loop),
        interpolation_factor=interpolation_factor,
        ease=cast("Ease", ease),
        motion=motion,
        caption=caption,
        crop=crop,
        trim=trim,
    )


def check_caption(
    timeline: Timeline, *, width: int, height: int, square: bool = False, max_side: int | None = None
) -> None:
    """Raise TimelineInvalid when the caption has no room on what is shown of frames of this size."""
    if timeline.caption is None:
        return
    box = timeline.box(width, height, square=square)
    shown_width, shown_height = fit_within(box.width, box.height, max_side or max(width, height))
    try:
        draw_caption(
            np.zeros((shown_height, shown_width, 3), np.uint8),
            timeline.caption.text,
            position=timeline.caption.position,
        )
    except CaptionDoesNotFit:
        sentence = "The caption doesn't fit on the picture. Use fewer or shorter words."
        raise TimelineInvalid({"caption": sentence}) from None


def format_trim_outside(painted: int) -> str:
    """Return what is said of a first and a last frame that are not there, or the wrong way round."""
    return f"Choose a first and last frame between 1 and {painted}, in that order."


def _motion(words: Mapping[str, Any], errors: dict[str, str]) -> Motion | None:
    zoom, turn, shake = (float(words.get(name, usual)) for name, usual in (("zoom", 1), ("turn", 0), ("shake", 0)))
    pans = [float(words.get(name, 0)) for name in ("pan_x", "pan_y")]
    ease = words.get("ease", "in-out")
    # All that is wrong with the camera is told together, under one field.
    sentences = []
    if not 1 / MAX_ZOOM <= zoom <= MAX_ZOOM:
        sentences.append(f"Choose a zoom between {1 / MAX_ZOOM:g} and {MAX_ZOOM:g}.")
    if not all(-MAX_PAN <= pan <= MAX_PAN for pan in pans):
        sentences.append(f"Choose a pan between {-MAX_PAN:g} and {MAX_PAN:g} of the side.")
    if not 0 <= shake <= MAX_PAN / 2:
        sentences.append(f"Choose a shake between 0 and {MAX_PAN / 2:g} of the side.")
    if not (math.isfinite(turn) and abs(turn) <= MAX_TURN):
        sentences.append(f"Choose a turn between {-MAX_TURN:g} and {MAX_TURN:g} degrees.")
    if ease not in EASES:
        sentences.append(f"Choose {', '.join(EASES[:-1])} or {EASES[-1]} for the camera's easing.")
    if sentences:
        errors["motion"] = " ".join(sentences)
        return None
    motion = Motion(
        zoom=zoom,
        pan_x=pans[0],
        pan_y=pans[1],
        turn=turn,
        shake=shake,
        ease=ease,
        returns=bool(words.get("returns")),
    )
    # A camera that does not move is no camera: such a timeline is the same as one without.
    rests = (motion.zoom, motion.pan_x, motion.pan_y, motion.turn, motion.shake) == (1, 0, 0, 0, 0)
    return None if rests else motion


def _motion_words(motion: Motion) -> dict[str, Any]:
    usual = Motion()
    names = ("zoom", "pan_x", "pan_y", "turn", "shake", "ease", "returns")
    return {name: getattr(motion, name) for name in names if getattr(motion, name) != getattr(usual, name)}


def _caption(words: Mapping[str, Any], errors: dict[str, str]) -> Caption | None:
    text = clean_text(strip_control_characters(words.get("text") or ""))
    position = words.get("position") or "bottom"
    if not text:
        return None
    missing = missing_characters(text)
    if position not in POSITIONS:
        errors["caption"] = "Choose top, middle or bottom for the caption."
    elif len(text) > MAX_CHARACTERS:
        errors["caption"] = f"That is {len(text)} characters. Captions can have up to {MAX_CHARACTERS}."
    elif missing:
        named = missing if len(missing) <= 8 else f"{missing[:8]}…"
        errors["caption"] = f"Captions can't include {named} yet. Leave those out."
    else:
        return Caption(text, cast("Position", position))
    return None


def _crop(words: Mapping[str, Any], errors: dict[str, str]) -> Crop | None:
    shape = words.get("shape") or "whole"
    focus = tuple(words.get("focus") or (0.5, 0.5))
    if shape not in SHAPES:
        errors["crop"] = f"Choose {', '.join(list(SHAPES)[:-1])} or {list(SHAPES)[-1]}."
    elif len(focus) != 2 or not all(0 <= part <= 1 for part in focus):
        errors["crop"] = "Choose the point to center with two numbers between 0 and 1."
    elif shape != "whole":
        return Crop(shape, (float(focus[0]), float(focus[1])))
    return None


def _trim(trim: Sequence[int] | None, painted: int | None, errors: dict[str, str]) -> tuple[int, int] | None:
    """Return the first and the last painted frame that are shown; None for all of them."""
    if trim is None or painted is None:
        return None
    if len(trim) != 2 or not 1 <= trim[0] <= trim[1] <= painted:
        errors["trim"] = format_trim_outside(painted)
    elif trim[1] - trim[0] + 1 < min(MIN_TRIM, painted):
        errors["trim"] = TRIM_TOO_SHORT
    elif (trim[0], trim[1]) != (1, painted):
        return trim[0], trim[1]
    return None
