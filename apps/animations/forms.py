from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.animations.models import LoopStyle
from apps.animations.recipes import DEFAULT_FPS, DEFAULT_FRAMES, MAX_FPS, MAX_FRAMES, MIN_FPS, MIN_FRAMES, Wished


class StudioForm(forms.Form):
    """What the studio sends. The recipe itself is completed and checked by `recipes.complete`."""

    image = forms.FileField(required=False)
    mask = forms.FileField(required=False)
    prompt = forms.CharField(
        required=False,
        strip=False,
        error_messages={"null_characters_not_allowed": "Say what should happen in the picture."},
    )
    negative_prompt = forms.CharField(required=False)
    choice = forms.CharField(required=False, max_length=80)
    frames = forms.IntegerField(required=False, min_value=MIN_FRAMES, max_value=MAX_FRAMES, initial=DEFAULT_FRAMES)
    strength = forms.FloatField(required=False)
    fps = forms.FloatField(required=False, min_value=MIN_FPS, max_value=MAX_FPS, initial=DEFAULT_FPS)
    loop = forms.ChoiceField(required=False, choices=LoopStyle.choices, initial=LoopStyle.FORWARD)
    seed = forms.IntegerField(required=False)
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
        )


class PublishForm(forms.Form):
    title = forms.CharField(max_length=70, required=False)
    alt_text = forms.CharField(max_length=300, required=False)
    visibility = forms.ChoiceField(
        choices=[("public", "In the gallery"), ("unlisted", "Only with the link")], required=False
    )
