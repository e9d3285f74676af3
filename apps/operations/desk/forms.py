from django import forms

from apps.accounts.operator_log import checked_reason


class ActForm(forms.Form):
    """A reason, and an amount where credits are given. `once` names the form that the page showed."""

    reason = forms.CharField(max_length=1000, required=False)
    once = forms.UUIDField(required=False, error_messages={"invalid": "That form is damaged. Open the page again."})
    credits = forms.IntegerField(required=False, error_messages={"invalid": "Enter a whole number of credits."})

    def clean_reason(self) -> str:
        return checked_reason(self.cleaned_data["reason"])
