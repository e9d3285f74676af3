from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.services import forget_unproven

SIGNED_UP_KEY = "signed_up"  # in the session: the account that this browser made


class SignUpForm(SignupForm):  # type: ignore[misc] # allauth ships no complete types
    def clean_email(self) -> str:
        forget_unproven(address=self.cleaned_data["email"])
        address: str = super().clean_email()
        return address

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        request.session[SIGNED_UP_KEY] = user.pk
        return user


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable when it runs
    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": "Name shown on pages you publish"}
