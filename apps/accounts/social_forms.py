"""Allauth's form for who comes from another site that tells no address, with our labels and sentences."""

from allauth.socialaccount import forms as socialaccount
from django.http import HttpRequest

from apps.accounts.forms import SIGNED_UP_KEY, Worded
from apps.accounts.models import User
from apps.accounts.services import forget_unproven


class SignupForm(Worded, socialaccount.SignupForm):
    def clean_email(self) -> str:
        forget_unproven(address=self.cleaned_data["email"])
        address: str = super().clean_email()
        return address

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        request.session[SIGNED_UP_KEY] = user.pk
        return user
