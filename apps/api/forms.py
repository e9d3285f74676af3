from datetime import datetime, timedelta

from django import forms

from apps.api.models import Scope
from apps.common.control_characters import strip_control_characters

LIFETIMES = {"30": "30 days", "90": "90 days", "365": "A year", "": "No end"}
MOST_CREDITS = 1_000_000


class TokenForm(forms.Form):
    """A new token: what for, what it may do, for how long, and how much it may spend in a day."""

    name = forms.CharField(max_length=60, error_messages={"required": "Enter a name for this token."})
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one permission."},
    )
    days = forms.ChoiceField(choices=LIFETIMES.items(), required=False)
    daily_credits = forms.IntegerField(
        min_value=1,
        max_value=MOST_CREDITS,
        required=False,
        error_messages={
            "invalid": "Enter a whole number of credits, or leave it empty for no limit.",
            "min_value": "Enter at least 1 credit, or leave it empty for no limit.",
            "max_value": f"Enter at most {MOST_CREDITS:,} credits. Leave it empty for no limit.",
        },
    )

    def clean_name(self) -> str:
        name = " ".join(strip_control_characters(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError("Enter a name for this token.")
        return name

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
