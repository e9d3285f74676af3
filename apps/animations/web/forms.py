import math
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.animations.exports.timeline import (
    MAX_FPS,
    MAX_INTERPOLATION,
    MIN_FPS,
    Timeline,
    TimelineInput,
    rate_that_keeps_duration,
)
from apps.animations.models import FileSize, LoopStyle
from apps.imaging.effects.cameras import AMOUNTS, CAMERAS, OWN, camera_of, motion_of

EASES = (
    ("linear", "Evenly"),
    ("in", "Ease in"),
    ("out", "Ease out"),
    ("in-out", "Ease in and out"),
    ("overshoot", "Overshoot"),
)
RETURNS = (("back", "Loop back"), ("stays", "Stay"))
MOMENTS = (("", "On the finished frames"), ("before", "While frames are generated"))
POSITIONS = (("top", "Top"), ("middle", "Middle"), ("bottom", "Bottom"))
BETWEEN = (
    ("1", "None"),
    ("2", "1 between frames"),
    ("3", "2 between frames"),
    ("4", "3 between frames"),
)
SHAPES = (
    ("whole", "Original"),
    ("square", "Square"),
    ("4:3", "4 : 3"),
    ("3:4", "3:4 portrait"),
    ("16:9", "16 : 9"),
    ("9:16", "9:16 portrait"),
)
CROPS = (
    ("start", "Top or left"),
    ("upper", "Upper third"),
    ("middle", "Middle"),
    ("end", "Bottom or right"),
    ("whole", "Whole picture"),
)
ENLARGE = (("yes", "Enlarge"), ("no", "Keep original size"))
OWN_COLOR = "own"
BACKGROUND = (("white", "White"), ("black", "Black"), (OWN_COLOR, "Custom"))
FORM_FIELDS = {"motion": "camera", "crop": "shape", "trim": "first"}
"""Where a form shows what is wrong with a part of a timeline that it calls by another name."""


def checked_size(file: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
    """Return the file, unless it is larger than uploads may be. Raises forms.ValidationError."""
    limit = settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > limit:
        raise forms.ValidationError(
            f"That picture is {math.ceil((file.size or 0) / 2**20)} MB. The limit is {limit // 2**20} MB."
        )
    return file


SAME_FPS = 0.01
"""Nearer than this, a speed is the one that the form showed: it shows two decimals."""


class ShownForm(forms.Form):
    """What is shown of the painted frames, as far as it can be said before they are painted."""

    interpolation_factor = forms.ChoiceField(
        required=False,
        choices=BETWEEN,
        initial="1",
        error_messages={"invalid_choice": f"Choose from 1 to {MAX_INTERPOLATION} shown frames per generated frame."},
    )
    ease = forms.ChoiceField(
        required=False,
        choices=EASES,
        initial="linear",
        error_messages={"invalid_choice": "Choose an easing from the list."},
    )
    camera = forms.ChoiceField(
        required=False,
        choices=[*CAMERAS, (OWN, "Custom")],
        error_messages={"invalid_choice": "Choose a camera move from the list."},
    )
    camera_amount = forms.ChoiceField(
        required=False,
        choices=AMOUNTS,
        initial="medium",
        error_messages={"invalid_choice": "Choose subtle, medium or strong."},
    )
    camera_returns = forms.ChoiceField(
        required=False,
        choices=RETURNS,
        initial="back",
        error_messages={"invalid_choice": "Choose whether the camera loops back or stays."},
    )
    caption = forms.CharField(
        required=False,
        error_messages={"null_characters_not_allowed": "Use plain text for the caption."},
    )
    caption_position = forms.ChoiceField(
        required=False,
        choices=POSITIONS,
        initial="bottom",
        error_messages={"invalid_choice": "Choose top, middle or bottom for the caption."},
    )

    file_size = forms.ChoiceField(
        required=False,
        choices=FileSize.choices,
        initial=FileSize.ONE_MB,
        error_messages={"invalid_choice": "Choose up to 1 MB, up to 2 MB or full quality."},
    )

    def words(self, *, motion: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the parts of a timeline that these fields say.

        `motion` is what a camera "as it was set" stands for.
        """
        data = self.cleaned_data
        camera = data.get("camera") or ""
        amount, returns = data.get("camera_amount") or "medium", data.get("camera_returns") != "stays"
        return {
            "interpolation_factor": int(data.get("interpolation_factor") or 1),
            "ease": data.get("ease") or None,
            "motion": motion if camera == OWN else motion_of(camera, amount, returns=returns),
            "caption": {"text": data.get("caption") or "", "position": data.get("caption_position") or "bottom"},
        }


class LoopForm(ShownForm):
    """The loop editor: everything about what is shown of frames that are painted already."""

    loop = forms.ChoiceField(
        required=False,
        choices=LoopStyle.choices,
        error_messages={"invalid_choice": "Choose one of the six loops."},
    )
    fps = forms.FloatField(
        required=False,
        error_messages={"invalid": f"Choose between {MIN_FPS:.0f} and {MAX_FPS:.0f} frames per second."},
    )
    first = forms.IntegerField(required=False, error_messages={"invalid": "Enter a whole number."})
    last = forms.IntegerField(required=False, error_messages={"invalid": "Enter a whole number."})
    shape = forms.ChoiceField(
        required=False, choices=SHAPES, error_messages={"invalid_choice": "Choose one of the shapes."}
    )
    focus_x = forms.FloatField(required=False, error_messages={"invalid": "Enter a number from 0 to 1."})
    focus_y = forms.FloatField(required=False, error_messages={"invalid": "Enter a number from 0 to 1."})

    def requested(self, *, painted: int, now: Timeline) -> TimelineInput:
        """Return the timeline that is asked for, from the one that is shown now.

        A first and a last frame that were left empty are those of the animation. Other in-betweens at an untouched speed
        keep the duration.
        """
        data = self.cleaned_data
        words = self.words(motion=now.as_words().get("motion", {}))
        fps = data.get("fps")
        if fps is not None and abs(fps - now.fps) < SAME_FPS:
            fps = rate_that_keeps_duration(
                now.fps, interpolation_factor=now.interpolation_factor, wanted=words["interpolation_factor"]
            )
        focus = [0.5 if data.get(name) is None else data[name] for name in ("focus_x", "focus_y")]
        return TimelineInput(
            fps=fps,
            loop=data.get("loop") or None,
            crop={"shape": data.get("shape") or "whole", "focus": focus},
            trim=(
                1 if data.get("first") is None else data["first"],
                painted if data.get("last") is None else data["last"],
            ),
            **words,
        )


def values_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows for a timeline's words."""
    caption, crop = words.get("caption", {}), words.get("crop", {})
    focus = crop.get("focus", (0.5, 0.5))
    return {
        "interpolation_factor": str(words.get("interpolation_factor", 1)),
        "ease": words.get("ease", "linear"),
        **camera_of(words.get("motion", {})),
        "caption": caption.get("text", ""),
        "caption_position": caption.get("position", "bottom"),
        "shape": crop.get("shape", "whole"),
        "focus_x": focus[0],
        "focus_y": focus[1],
    }


class MaskForm(forms.Form):
    """A mask painted on one frame."""

    mask = forms.FileField(
        error_messages={
            "required": "Your painted area didn't upload. Paint it again.",
            "empty": "That file is empty. Choose another one.",
            "invalid": "Your painted area didn't upload. Paint it again.",
        }
    )

    def clean_mask(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["mask"]
        return checked_size(file)


FACE_SHARES = 6
POINT_AGAIN = "Point at two eyes and the mouth again. Nothing was charged."


class FaceField(forms.CharField):
    """Six shares from 0 to 1, separated by commas: x and y of an eye, of the other eye and of the mouth. Empty is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=120,
            error_messages={"max_length": POINT_AGAIN, "null_characters_not_allowed": POINT_AGAIN},
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return six floats, or None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            shares = tuple(float(part) for part in text.split(","))
        except ValueError:
            raise forms.ValidationError(POINT_AGAIN) from None
        if len(shares) != FACE_SHARES or not all(0.0 <= share <= 1.0 for share in shares):
            raise forms.ValidationError(POINT_AGAIN)
        return shares


def face_words(shares: Sequence[float]) -> str:
    """Return the inverse of FaceField: what the field holds for a face; empty for none."""
    return ",".join(f"{share:g}" for share in shares)
