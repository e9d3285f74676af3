import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from apps.payments.models import Pack

MOST_NEEDED = 100_000
"""More than any GIF costs; a larger figure in the address is somebody's joke and is not repeated."""

HERE = "here"
"""Names a draft that only the person's browser has."""


class BuyForm(forms.Form):
    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"] = forms.ModelChoiceField(queryset=Pack.objects.on_sale(on))


class RefundForm(forms.Form):
    """How much staff give back, why, and that they mean it."""

    amount_minor = forms.IntegerField(min_value=1, label="Amount, in the currency's smallest units")
    reason = forms.CharField(
        max_length=200, help_text="Kept with the refund. The buyer sees it in their recent activity."
    )
    sure = forms.BooleanField(label="Yes, send this money back and take its credits back")


@dataclass(frozen=True, slots=True)
class Errand:
    """What brought somebody here, as the address tells: how many credits they lack, and for which draft.

    `besides` is how many payments at a bank the page had told them of when they chose a pack.
    """

    need: int = 0
    draft: str = ""
    currency: str = ""
    besides: int = 0

    @property
    def draft_id(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.draft)
        except ValueError:
            return None


def errand_of(sent: QueryDict) -> Errand:
    """Return the errand of an address. What makes no sense is left out: nothing is charged by it."""
    need, besides = sent.get("need", ""), sent.get("besides", "")
    return Errand(
        need=min(int(need), MOST_NEEDED) if need.isdecimal() and len(need) < 19 else 0,
        draft=sent.get("draft", "")[:36],
        currency=sent.get("currency", "")[:3].lower(),
        besides=int(besides) if besides.isdecimal() and len(besides) < 4 else 0,
    )
