from datetime import datetime, timedelta

from django import forms

from apps.api.models import Scope
from apps.common.plain import plain

LIFETIMES = {"30": "30 days", "90": "90 days", "365": "A year", "": "No end"}
MOST_CREDITS = 1_000_000


class TokenForm(forms.Form):
    """A new token: what for, what it may do, for how long, and how much it may spend in a day."""

    name = forms.CharField(max_length=60, error_messages={"required": "Say what the token is for."})
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, error_messages={"required": "Choose at least one thing that the token may do."}
    )
    days = forms.ChoiceField(choices=LIFETIMES.items(), required=False)
    daily_credits = forms.IntegerField(
        min_value=1,
        max_value=MOST_CREDITS,
        required=False,
        error_messages={
            "invalid": "Type a whole number of credits, or leave it empty for no limit.",
            "min_value": "A limit is at least 1 credit. Leave it empty for no limit.",
            "max_value": f"A limit is at most {MOST_CREDITS:,} credits. Leave it empty for no limit.",
        },
    )

    def clean_name(self) -> str:
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError("Say what the token is for.")
        return name

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
