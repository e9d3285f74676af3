"""The form of the create page."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from apps.animations.create.recipe import MAX_FRAMES, MAX_OFF_BY, MIN_FRAMES, MIN_OFF_BY, RecipeInput
from apps.animations.create.upload import BACKGROUNDS, HEX_COLOR
from apps.animations.exports.timeline import (
    MAX_FPS,
    MIN_FPS,
)
from apps.animations.models import SEED_COUNT, LoopStyle
from apps.animations.web.forms import BACKGROUND, CROPS, ENLARGE, MOMENTS, OWN_COLOR, FaceField, ShownForm, checked_size
from apps.imaging.codecs.odd import Choices


class CreateForm(ShownForm):
    """What the create page sends. Ranges and the recipe as a whole are checked by `recipe.complete`."""

    image = forms.FileField(
        required=False,
        error_messages={
            "empty": "That file is empty. Choose another one.",
            "invalid": "That picture didn't upload. Choose it again.",
            "max_length": "That file name is too long. Rename the file and try again.",
        },
    )
    mask = forms.FileField(required=False)
    prompt = forms.CharField(
        required=False,
        strip=False,
        error_messages={"null_characters_not_allowed": "Describe what should happen."},
    )
    negative_prompt = forms.CharField(
        required=False,
        error_messages={"null_characters_not_allowed": "Use plain text for what to avoid."},
    )
    choice = forms.CharField(
        required=False,
        max_length=80,
        error_messages={
            "max_length": "That style isn't available.",
            "null_characters_not_allowed": "That style isn't available.",
        },
    )
    fallback_model = forms.CharField(
        required=False,
        max_length=40,
        error_messages={
            "max_length": "That model isn't available.",
            "null_characters_not_allowed": "That model isn't available.",
        },
    )
    frames = forms.IntegerField(
        required=False,
        error_messages={"invalid": f"Choose between {MIN_FRAMES} and {MAX_FRAMES} frames."},
    )
    strength = forms.FloatField(required=False, error_messages={"invalid": "Enter a number for the intensity."})
    fps = forms.FloatField(
        required=False,
        error_messages={"invalid": f"Choose between {MIN_FPS:.0f} and {MAX_FPS:.0f} frames per second."},
    )
    loop = forms.ChoiceField(
        required=False,
        choices=LoopStyle.choices,
        initial=LoopStyle.FORWARD,
        error_messages={"invalid_choice": "Choose one of the six loops."},
    )
    seed = forms.IntegerField(
        required=False, error_messages={"invalid": f"A seed is a whole number from 1 to {SEED_COUNT}."}
    )
    color_stabilization = forms.FloatField(
        required=False, error_messages={"invalid": "Choose a color stability between 0 and 1."}
    )
    stop_off_by = forms.FloatField(
        required=False,
        error_messages={"invalid": f"Choose a limit between {MIN_OFF_BY:g} and {MAX_OFF_BY:g}, or none."},
    )
    mask_follows = forms.BooleanField(required=False)
    motion_before = forms.ChoiceField(
        required=False,
        choices=MOMENTS,
        error_messages={"invalid_choice": "Choose when the camera moves."},
    )
    picture_crop = forms.ChoiceField(
        required=False,
        choices=CROPS,
        error_messages={"invalid_choice": "Choose a crop from the list."},
    )
    enlarge = forms.ChoiceField(
        required=False,
        choices=ENLARGE,
        error_messages={"invalid_choice": "Choose whether to enlarge the picture."},
    )
    background = forms.ChoiceField(
        required=False,
        choices=BACKGROUND,
        error_messages={"invalid_choice": "Choose white, black or a custom color."},
    )
    background_color = forms.RegexField(
        HEX_COLOR,
        required=False,
        error_messages={
            "invalid": "Enter a color like #ffcc00.",
            "null_characters_not_allowed": "Enter a color like #ffcc00.",
        },
    )
    face = FaceField(required=False)
    asked = forms.BooleanField(required=False)
    """Sent by the page, which asks for consent and for a prompt that is understood. A program that posts is asked nothing."""
    consent = forms.BooleanField(required=False)
    request_key = forms.CharField(required=False, max_length=100)
    draft = forms.UUIDField(required=False)
    price_shown = forms.IntegerField(required=False)

    def clean_image(self) -> "UploadedFile[bytes] | None":
        return self._small_enough("image")

    def clean_mask(self) -> "UploadedFile[bytes] | None":
        return self._small_enough("mask")

    def _small_enough(self, name: str) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data[name]
        return file and checked_size(file)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("background") != OWN_COLOR:
            self.errors.pop("background_color", None)
        elif not data.get("background_color") and "background_color" not in self.errors:
            self.add_error("background", "Choose a custom color, white or black.")
        return data

    def picture_choices(self) -> Choices:
        """Return what was chosen for an odd picture."""
        data = self.cleaned_data
        background = data.get("background") or ""
        return Choices(
            background=(data.get("background_color") or "").lower()
            if background == OWN_COLOR
            else BACKGROUNDS.get(background, ""),
            crop=data.get("picture_crop") or "",
            enlarge={"yes": True, "no": False}.get(data.get("enlarge") or ""),
            face=data.get("face"),
        )

    def requested(self) -> RecipeInput:
        """Return what was asked for as the recipe's rules take it; empty fields are left to the engine."""
        data = self.cleaned_data
        engine, _, model = (data.get("choice") or "").partition("/")
        return RecipeInput(
            prompt=data.get("prompt") or "",
            engine=engine or None,
            model=model or None,
            negative_prompt=data.get("negative_prompt") or None,
            frames=data.get("frames"),
            strength=data.get("strength"),
            seed=data.get("seed"),
            fps=data.get("fps"),
            loop=data.get("loop") or None,
            fallback_model=data.get("fallback_model") or None,
            color_stabilization=data.get("color_stabilization"),
            stop_off_by=data.get("stop_off_by"),
            mask_follows=bool(data.get("mask_follows")),
            motion_before=bool(data.get("motion_before")),
            file_size=data.get("file_size") or None,
            **self.words(),
        )
