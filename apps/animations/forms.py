from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.animations.models import SEED_COUNT, LoopStyle
from apps.animations.recipes import (
    DEFAULT_FRAMES,
    MAX_FRAMES,
    MAX_OFF_BY,
    MIN_FRAMES,
    MIN_OFF_BY,
    Wished,
)
from apps.animations.timelines import DEFAULT_FPS, MAX_FPS, MIN_FPS


class StudioForm(forms.Form):
    """What the studio sends. Ranges and the recipe as a whole are checked by `recipes.complete`."""

    image = forms.FileField(
        required=False,
        error_messages={
            "empty": "That file is empty. Choose another one.",
            "invalid": "That picture did not arrive. Choose it again.",
            "max_length": "That file's name is too long. Give it a shorter one.",
        },
    )
    mask = forms.FileField(required=False)
    prompt = forms.CharField(
        required=False,
        strip=False,
        error_messages={"null_characters_not_allowed": "Say what should happen in the picture."},
    )
    negative_prompt = forms.CharField(
        required=False,
        error_messages={"null_characters_not_allowed": "Name what to avoid in plain words."},
    )
    choice = forms.CharField(
        required=False,
        max_length=80,
        error_messages={
            "max_length": "That engine is not offered here.",
            "null_characters_not_allowed": "That engine is not offered here.",
        },
    )
    fallback_model = forms.CharField(
        required=False,
        max_length=40,
        error_messages={
            "max_length": "That model is not offered here.",
            "null_characters_not_allowed": "That model is not offered here.",
        },
    )
    frames = forms.IntegerField(
        required=False,
        initial=DEFAULT_FRAMES,
        error_messages={"invalid": f"Choose between {MIN_FRAMES} and {MAX_FRAMES} frames."},
    )
    strength = forms.FloatField(required=False, error_messages={"invalid": "Choose how much may change with a number."})
    fps = forms.FloatField(
        required=False,
        initial=DEFAULT_FPS,
        error_messages={"invalid": f"Choose between {MIN_FPS:.0f} and {MAX_FPS:.0f} frames per second."},
    )
    loop = forms.ChoiceField(
        required=False,
        choices=LoopStyle.choices,
        initial=LoopStyle.FORWARD,
        error_messages={"invalid_choice": "Choose forward, ping-pong, reverse or once."},
    )
    seed = forms.IntegerField(
        required=False, error_messages={"invalid": f"A seed is a whole number from 1 to {SEED_COUNT}."}
    )
    hold = forms.FloatField(
        required=False, error_messages={"invalid": "Choose how much the colors hold between 0 and 1."}
    )
    stop_off_by = forms.FloatField(
        required=False,
        error_messages={"invalid": f"Choose a limit between {MIN_OFF_BY:g} and {MAX_OFF_BY:g}, or none."},
    )
    mask_follows = forms.BooleanField(required=False)
    request_key = forms.CharField(required=False, max_length=100)
    draft = forms.UUIDField(required=False)
    price_shown = forms.IntegerField(required=False)

    def clean_image(self) -> "UploadedFile[bytes] | None":
        return self._small_enough("image")

    def clean_mask(self) -> "UploadedFile[bytes] | None":
        return self._small_enough("mask")

    def _small_enough(self, name: str) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data[name]
        limit = settings.UPLOAD_MAX_BYTES
        if file is not None and (file.size or 0) > limit:
            size = (file.size or 0) / 2**20
            raise forms.ValidationError(f"That picture is {size:.0f} MB. The limit is {limit // 2**20} MB.")
        return file

    def wished(self) -> Wished:
        """The wish as the recipe's rules take it; empty fields are left to the engine."""
        data = self.cleaned_data
        engine, _, model = (data.get("choice") or "").partition("/")
        return Wished(
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
            hold=data.get("hold"),
            stop_off_by=data.get("stop_off_by"),
            mask_follows=bool(data.get("mask_follows")),
        )


class PublishForm(forms.Form):
    title = forms.CharField(max_length=70, required=False)
    alt_text = forms.CharField(max_length=300, required=False)
    visibility = forms.ChoiceField(
        choices=[("public", "In the gallery"), ("unlisted", "Only with the link")], required=False
    )
