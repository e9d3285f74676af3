"""Which file is wanted of an animation: its timeline, its format or the place it must fit, how large and how good."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil, sqrt
from typing import Any

from django.conf import settings

from apps.animations.exports.square import around_head
from apps.animations.exports.timeline import Timeline, TimelineInvalid, check_caption, read_timeline
from apps.animations.models import Animation, Export, FileSize, Format
from apps.imaging.codecs.frames import fit_within
from apps.imaging.formats.destinations import DESTINATIONS, Destination

DEFAULT_MAX_SIDE = 640  # large in a chat on a desktop, and still about a megabyte for a dozen frames
# Pixels of the longer side that may be asked for.
MIN_SIDE, MAX_SIDE = 64, 1024
MIN_BYTES = 1_000  # less than a GIF's palette: no file is that small
MAX_BYTES = 1_000_000_000  # no file made here has as much as 400 MB: a larger limit is a slip of the finger
ENCODER_VERSION = "gif-3"  # part of the digest: a better encoder makes new files instead of serving the old ones
ONE_BY_ONE_PIXELS = 110_000_000
"""In all frames together, where they are encoded one by one: 104 of 1024², about 40 s of one core. Longer than that nobody
watches a page, and everybody behind in the queue waits."""
TOGETHER_PIXELS = {Format.GIF: 34_000_000, Format.MP4: 110_000_000, Format.WEBP: 22_000_000, Format.APNG: 13_000_000}
"""Where the encoder wants all frames in memory together. Measured at 96 frames of 640²: 5, 7 and 12 bytes a pixel for GIF,
WebP and APNG, so about 160 MB beside the 240 that a worker and 24 painted frames of 1024² take."""

FILE_SIZE_UNKNOWN = "Choose 1mb, 2mb or full."
MOST_BYTES = {FileSize.ONE_MB: 980_000, FileSize.TWO_MB: 1_950_000}
"""What is aimed at: a little below what Teams and Slack take, for what uploads add. `full` has no limit."""

PLACES: dict[str, Destination] = {place.slug: place for place in DESTINATIONS}


@dataclass(frozen=True, slots=True)
class ExportSpec:
    """One file. With a `destination` its format, quality and size follow from there; `max_side` is then the most."""

    timeline: Timeline
    format: str = Format.GIF
    destination: str = ""
    quality: int | None = None
    max_bytes: int | None = None
    max_side: int = DEFAULT_MAX_SIDE
    file_size: str = FileSize.FULL
    head: tuple[float, float, float] | None = None
    """The square around the face, as `Analysis.head` has it: what a square place shows where nobody chose a crop."""
    tall: float = 1.0
    """The height of the picture in shorter sides: how far down a share of it is."""

    @property
    def most_bytes(self) -> int | None:
        """Return what the file is made to fit, giving up quality first and then size; None for no limit.

        Unlike `max_bytes`, which is kept by quality alone or refused.
        """
        return MOST_BYTES.get(FileSize(self.file_size)) if self.file_size in FileSize.values else None

    @property
    def place(self) -> Destination | None:
        return PLACES.get(self.destination)

    @property
    def is_square(self) -> bool:
        return self.place is not None and self.place.square is not None

    def for_place(self, slug: str) -> "ExportSpec":
        """Return the same frames, made to fit a destination."""
        place = PLACES[slug]
        timeline = self.timeline
        if place.square and timeline.crop is None and self.head:
            timeline = around_head(timeline, self.head, tall=self.tall)
        return replace(
            self,
            timeline=timeline,
            destination=slug,
            format=place.kind.lower(),
            quality=None,
            max_bytes=None,
            file_size=FileSize.FULL,
        )

    def in_format(self, name: str) -> "ExportSpec":
        """Return the same frames in another format, at full quality: only GIFs are made to fit a file size."""
        if name == Format.GIF:
            return self
        return replace(self, format=name, quality=None, max_bytes=None, file_size=FileSize.FULL)

    def in_full(self) -> "ExportSpec":
        """Return the same file at full quality, however large it gets."""
        return replace(self, file_size=FileSize.FULL)

    def size(self, width: int, height: int, *, painted: int) -> tuple[int, int]:
        """Return the size at which frames painted at this size are shown.

        For a destination the largest that is tried.
        """
        box = self.timeline.box(width, height, square=self.is_square)
        if self.place is None:
            return fit_within(box.width, box.height, self.max_side)
        if self.place.square:
            return fit_within(box.width, box.height, self.place.square)
        size = fit_within(box.width, box.height, min(self.max_side, self.place.max_width or self.max_side))
        # A place takes what it is given, so what would be too much at once is made smaller instead of refused.
        share = sqrt(self.most_pixels / (size[0] * size[1] * self.timeline.shown_count(painted)))
        return size if share >= 1 else fit_within(*size, int(max(size) * share))

    @property
    def most_pixels(self) -> int:
        """Return how many pixels there may be in all frames together."""
        one_by_one = self.place is None and self.max_bytes is None and self.format == Format.GIF
        return ONE_BY_ONE_PIXELS if one_by_one else TOGETHER_PIXELS[Format(self.format)]

    def every(self, count: int) -> int:
        """Return which of `count` frames a place with a fixed side gets: 1 for all of them, which is the rule, 2 for every second."""
        if self.place is None or self.place.square is None:
            return 1
        return ceil(count * self.place.square**2 / self.most_pixels)


def complete_file(spec: ExportSpec, *, width: int, height: int, painted: int) -> ExportSpec:
    """Check a spec for a file of so many frames painted at this size. Raises TimelineInvalid with every error."""
    errors: dict[str, str] = {}
    if spec.format not in Format.values:
        errors["format"] = "Choose gif, mp4, webp or apng."
    if spec.destination and spec.place is None:
        errors["destination"] = f"Choose {', '.join(list(PLACES)[:-1])} or {list(PLACES)[-1]}."
    # A destination decides size and quality by itself, so a wish for either would be left out in silence.
    if spec.place is not None and (spec.quality is not None or spec.max_bytes is not None):
        errors["destination"] = f"{spec.place.name} sets its own quality and size. Leave those out."
    _check_quality(spec, errors)
    if not MIN_SIDE <= spec.max_side <= MAX_SIDE:
        errors["max_side"] = f"Choose a longer side between {MIN_SIDE} and {MAX_SIDE} pixels."
    if spec.file_size not in FileSize.values:
        errors["file_size"] = FILE_SIZE_UNKNOWN
    elif spec.file_size != FileSize.FULL and (
        spec.format != Format.GIF or spec.destination or spec.quality is not None or spec.max_bytes is not None
    ):
        errors["file_size"] = "A file size only applies to GIFs without a destination, quality or max_bytes."
    if errors:
        raise TimelineInvalid(errors)
    # Only with a spec that is sound: sizes and counts are computed from it.
    if spec.place is None:
        _refuse_too_much(spec, spec.size(width, height, painted=painted), spec.timeline.shown_count(painted))
    side = max(spec.size(width, height, painted=painted))
    check_caption(spec.timeline, width=width, height=height, square=spec.is_square, max_side=side)
    return spec


def _check_quality(spec: ExportSpec, errors: dict[str, str]) -> None:
    if spec.quality is not None and not 1 <= spec.quality <= 100:
        errors["quality"] = "Choose a quality from 1 to 100."
    elif spec.quality is not None and spec.format == Format.APNG:
        errors["quality"] = "APNG is lossless, so it has no quality setting."
    if spec.max_bytes is not None and spec.max_bytes < MIN_BYTES:
        errors["max_bytes"] = f"Allow at least {MIN_BYTES:,} bytes."
    if spec.max_bytes is not None and spec.max_bytes > MAX_BYTES:
        errors["max_bytes"] = f"Allow at most {MAX_BYTES:,} bytes, or leave it out for no limit."


def _refuse_too_much(spec: ExportSpec, size: tuple[int, int], count: int) -> None:
    most = spec.most_pixels // (size[0] * size[1])
    if count > most:
        label = Format(spec.format).label
        raise TimelineInvalid(
            {
                "interpolation_factor": f"That would be {count} frames of {size[0]} × {size[1]}, and {label} files of this size have at most "
                f"{most} here. Choose fewer in-between frames, another loop or a smaller size."
            }
        )


def spec_of(export: Export) -> ExportSpec:
    """Return the spec that an export's row holds."""
    return ExportSpec(
        timeline=read_timeline(export.fps, export.loop, export.timeline),
        format=export.format,
        destination=export.destination,
        quality=export.quality,
        max_bytes=export.max_bytes,
        max_side=export.max_side,
        file_size=export.file_size,
    )


def head_of(animation: Animation) -> tuple[float, float, float] | None:
    """Return where the face is that a square place shows; None where none is known."""
    head = animation.upload.get("head")
    return (head[0], head[1], head[2]) if head else None


def timeline_of(animation: Animation) -> Timeline:
    """Return the animation's own timeline, as its recipe has it."""
    return read_timeline(animation.fps, animation.loop, animation.timeline)


def digest_of(spec: ExportSpec, frames: Sequence[str]) -> str:
    """Return what names a file made of stored frames, given by their sha256. The same spec has the same digest, always.

    What is left at its default is left out, so that files of the time before it existed keep their names.
    """
    words: dict[str, Any] = {
        "encoder": [ENCODER_VERSION, settings.GIF_WRITER, settings.GIF_QUALITY],
        "frames": list(frames),
        "fps": float(spec.timeline.fps),
        "loop": spec.timeline.loop,
        "max_side": spec.max_side,
    }
    more = {
        "timeline": spec.timeline.as_words(),
        "format": spec.format if spec.format != Format.GIF else "",
        "quality": spec.quality,
        "max_bytes": spec.max_bytes,
        "destination": _limits_of(spec.place) if spec.place else None,
        "most_bytes": spec.most_bytes,
    }
    words |= {name: value for name, value in more.items() if value}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _limits_of(place: Destination) -> dict[str, Any]:
    """Return what a file for a place depends on: when a platform moves its limits, a new file is made."""
    talk = ("name", "source", "certainty", "read_on")
    return {name: value for name, value in asdict(place).items() if name not in talk and value not in (None, False)}
