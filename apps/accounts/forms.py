from django import forms

from apps.accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable when it runs
    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": "Name shown on pages you publish"}
