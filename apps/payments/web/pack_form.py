"""What operators type to sell a pack or to end one, checked in words."""

from typing import Any

from django import forms

from apps.payments.currencies import CURRENCIES, MOST_CREDITS, wrong_amount, wrong_price
from apps.payments.models import Pack


class PackForm(forms.ModelForm[Pack]):
    """A pack that is added has all fields; one that is sold already has its last day and the end alone."""

    currency = forms.ChoiceField(
        choices=[(code, code.upper()) for code in CURRENCIES],
        error_messages={"invalid_choice": "“%(value)s” is no currency that is sold in here. Choose one of the list."},
    )
    stop_now = forms.BooleanField(
        required=False,
        label="Take off sale now",
        help_text="Takes the pack off sale permanently. Existing purchases aren't affected; open checkouts can still be paid for an hour.",
    )

    class Meta:
        model = Pack
        fields = ("label", "credits", "currency", "amount_minor", "since", "until")
        labels = {"amount_minor": "Price, in the smallest units", "since": "Sold from", "until": "Last day"}

    def clean_credits(self) -> int:
        credits: int = self.cleaned_data["credits"]
        if not 0 < credits <= MOST_CREDITS:
            raise forms.ValidationError(f"A pack holds between 1 and {MOST_CREDITS:,} credits.")
        return credits

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        currency = CURRENCIES.get(cleaned.get("currency", ""))
        amount, credits = cleaned.get("amount_minor"), cleaned.get("credits")
        if currency is not None and amount is not None:
            says = wrong_amount(amount, currency)
            if not says and credits:
                says = wrong_price(credits, amount, currency)
            if says:
                self.add_error("amount_minor", says)
        since, until = cleaned.get("since") or self.instance.since, cleaned.get("until")
        if since and until and until < since:
            self.add_error(
                "until",
                f"It is sold from {since:%d %B %Y} on, so that cannot be its last day. To end it at once, tick “Stop selling now”."
                if self.instance.pk
                else "The last day is before the first.",
            )
        return cleaned
