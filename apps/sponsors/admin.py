"""Operators keep sponsors here: the card, the days, the credits, and what came of them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from apps.animations import media
from apps.animations.media_links import link
from apps.common.units import Credits
from apps.credits.selectors import balance_of
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox.process import default_sandbox
from apps.sponsors.figures import figures_of
from apps.sponsors.funding import fund
from apps.sponsors.models import Sponsor

PICTURE_SIDE = 320
"""Of the card's picture: twice what it takes on a desktop."""


class SponsorForm(forms.ModelForm[Sponsor]):
    url = forms.URLField(max_length=500, assume_scheme="https")
    new_picture = forms.FileField(required=False, help_text="JPEG, PNG or WebP, shown about 160 pixels wide.")
    remove_picture = forms.BooleanField(required=False, help_text="The card is then shown without a picture.")
    add_credits = forms.IntegerField(
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
        help_text="Credits to add to what this sponsor may spend on others.",
    )
    add_reason = forms.CharField(
        required=False, max_length=200, label="Reason", help_text="The number of their invoice."
    )

    class Meta:
        model = Sponsor
        fields = (
            "name",
            "text",
            "url",
            "new_picture",
            "remove_picture",
            "picture_alt",
            "is_active",
            "since",
            "until",
            "per_person_per_day",
            "max_frames",
            "max_credits",
            "add_credits",
            "add_reason",
        )

    def clean_new_picture(self) -> bytes | None:
        """Return the picture made safe by the sandbox, as every upload."""
        upload = self.cleaned_data.get("new_picture")
        if not upload:
            return None
        upload.seek(0)
        try:
            safe = default_sandbox().ingest(
                upload.read(), multiple_of=1, max_pixels=PICTURE_SIDE**2, max_side=PICTURE_SIDE, min_side=1
            )
        except PictureRejected as rejected:
            raise forms.ValidationError(rejected.message) from rejected
        return safe.png

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("remove_picture") and cleaned.get("new_picture"):
            self.add_error("remove_picture", "Choose either a new picture or no picture.")
        if cleaned.get("add_credits") and not (cleaned.get("add_reason") or "").strip():
            self.add_error("add_reason", "Enter what was paid for these credits.")
        return cleaned


@admin.register(Sponsor)
class SponsorAdmin(admin.ModelAdmin[Sponsor]):
    form = SponsorForm
    list_display = ("name", "is_active", "since", "until", "credits_left", "animations", "cards_seen", "links_followed")
    list_filter = ("is_active",)
    readonly_fields = ("picture_now", "credits_left", "animations", "cards_seen", "links_followed")

    def save_model(self, request: HttpRequest, obj: Sponsor, form: Any, change: bool) -> None:
        picture = form.cleaned_data.get("new_picture")
        if picture:
            obj.picture_key = media.sponsor_key()
            media.write(obj.picture_key, picture)
        elif form.cleaned_data.get("remove_picture"):
            obj.picture_key = ""
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("add_credits"):
            fund(sponsor=obj, amount=Credits(form.cleaned_data["add_credits"]), reason=form.cleaned_data["add_reason"])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what was paid stays explained; a sponsor is switched off instead

    def get_fields(self, request: HttpRequest, obj: Sponsor | None = None) -> list[Any]:
        """Return the form's fields, the stored picture right before the field for a new one, and the figures."""
        fields = [name for name in SponsorForm.Meta.fields if name != "remove_picture" or (obj and obj.picture_key)]
        if obj is None:
            return fields
        fields.insert(fields.index("new_picture"), "picture_now")
        return [*fields, *(name for name in self.readonly_fields if name != "picture_now")]

    @admin.display(description="picture")
    def picture_now(self, sponsor: Sponsor) -> str:
        if not sponsor.picture_key:
            return "none"
        return format_html('<img src="{}" alt="{}" width="160">', link(sponsor.picture_key), sponsor.picture_alt)

    def credits_left(self, sponsor: Sponsor) -> int:
        return balance_of(sponsor.ledger_owner, now=timezone.now()).available if sponsor.pk else 0

    def animations(self, sponsor: Sponsor) -> int:
        return figures_of(sponsor).promised if sponsor.pk else 0

    def cards_seen(self, sponsor: Sponsor) -> int:
        return figures_of(sponsor).seen if sponsor.pk else 0

    def links_followed(self, sponsor: Sponsor) -> int:
        return figures_of(sponsor).followed if sponsor.pk else 0
