"""What is said about an uploaded picture, and what is asked before anything is painted from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.imaging.codecs.ingest import Ingested
from apps.imaging.codecs.limits import MAX_ASPECT
from apps.imaging.codecs.odd import BACKGROUND, BLACK, CROP, ENLARGE, WHITE, suggested_box

MOVES = "That's an animated picture. We'll use its first frame."


@dataclass(frozen=True, slots=True)
class Question:
    """One choice that is to be made: `field` is its name, `options` and `suggested` are values of the API's `picture`."""

    field: str
    sentence: str
    options: tuple[Any, ...]
    suggested: Any


@dataclass(frozen=True, slots=True)
class Upload:
    """The file that was sent. `asks` are the choices that are open, `asked` those that were at any time."""

    width: int = 0
    height: int = 0
    moves: bool = False
    asks: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    background: str = WHITE
    head: tuple[float, ...] = ()
    """The square around the largest face, as `Analysis.head` has it: what an emoji shows. Empty without a face."""
    face: tuple[float, ...] = ()
    """Where somebody pointed at a face, as `apps.imaging.faces.pointed` has it; empty where faces were looked for."""

    @classmethod
    def of(cls, taken: Ingested, *, before: "Upload | None" = None) -> "Upload":
        """Return what was taken; `before` is the same file before some of its choices were made."""
        if before is None:
            size, moves, asked = (taken.received_width, taken.received_height), taken.moving, taken.asks
        else:
            size, moves = (before.width, before.height), before.moves
            asked = (*before.asked, *(ask for ask in taken.asks if ask not in before.asked))
        return cls(*size, moves, taken.asks, asked, taken.background)

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> "Upload":
        """Return the inverse of `as_words`."""
        known = {**words, **{name: tuple(words[name]) for name in ("asks", "asked", "face", "head") if name in words}}
        return cls(**known)

    def as_words(self) -> dict[str, Any]:
        """Return plain values, without those that say nothing."""
        words = {
            "width": self.width,
            "height": self.height,
            "moves": self.moves,
            "asks": list(self.asks),
            "asked": list(self.asked),
            "background": self.background if BACKGROUND in self.asked else "",
            "face": list(self.face),
            "head": list(self.head),
        }
        return {name: value for name, value in words.items() if value}

    @property
    def notes(self) -> list[str]:
        """Return what was done to the picture without asking."""
        return [MOVES] if self.moves else []

    @property
    def is_tall(self) -> bool:
        return self.height > self.width

    @property
    def may_stay_whole(self) -> bool:
        return max(self.width, self.height) <= MAX_ASPECT * min(self.width, self.height)

    @property
    def questions(self) -> list[Question]:
        return [self._question(ask) for ask in self.asks]

    def _question(self, ask: str) -> Question:
        if ask == CROP:
            box = suggested_box(self.width, self.height)
            sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
            part = {name: round(value, 4) for name, value in sides.items()}
            return Question(CROP, SENTENCES[CROP], (part, "whole") if self.may_stay_whole else (part,), part)
        if ask == ENLARGE:
            return Question(ENLARGE, SENTENCES[ENLARGE], (True, False), True)
        return Question(BACKGROUND, SENTENCES[BACKGROUND], ("#rrggbb",), self.background or WHITE)


NO_UPLOAD = Upload()

SENTENCES = {
    CROP: "This picture is very long and narrow. Choose which part to animate.",
    ENLARGE: "This picture is very small, so the GIF would look blurry. Enlarge it, or choose a larger picture.",
    BACKGROUND: "This picture has transparent areas, which GIF frames can't keep. Choose a background color.",
}

HEX_COLOR = r"^#[0-9a-fA-F]{6}$"

BACKGROUNDS = {"white": WHITE, "black": BLACK}
"""Colors that go by a name."""


class ChoiceMissing(Exception):
    """The picture is odd, and what to make of it was not chosen. Nothing was kept or charged."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(", ".join(upload.asks))
        self.upload = upload
