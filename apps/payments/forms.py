from django import forms


class RefundForm(forms.Form):
    """How much staff give back, why, and that they mean it."""

    amount_minor = forms.IntegerField(min_value=1, label="Amount, in the currency's smallest units")
    reason = forms.CharField(max_length=200, help_text="Kept with the refund; the buyer does not see it.")
    sure = forms.BooleanField(label="Yes, send this money back and take its credits back")
