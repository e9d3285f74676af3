from django import forms

from apps.accounts.models import User
from apps.common.plain import plain


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable when it runs
    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": "Name shown on pages you publish"}
        widgets = {"display_name": forms.TextInput({"dir": "auto", "autocomplete": "nickname"})}

    def clean_display_name(self) -> str:
        """Strangers read this name among words of ours, so nothing unseen may turn them around."""
        return " ".join(plain(self.cleaned_data["display_name"]).split())
