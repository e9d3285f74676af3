"""Allauth's forms for passkeys, authenticator apps and recovery codes, with our labels and sentences."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import MaxLengthValidator

from apps.accounts.forms import worded

LONGEST_NAME = 60

ActivateTOTPForm = worded(totp.ActivateTOTPForm)
AuthenticateForm = worded(base.AuthenticateForm)
ReauthenticateForm = worded(base.ReauthenticateForm)


class _NamedPasskey(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = "Name"
        name.validators.append(MaxLengthValidator(LONGEST_NAME))
        name.widget.attrs.update({"maxlength": LONGEST_NAME, "dir": "auto"})


class AddPasskeyForm(_NamedPasskey, webauthn.AddWebAuthnForm):  # type: ignore[misc] # allauth ships no complete types
    """Takes passkeys only: each can be used alone, so the device asks for a fingerprint, a face or a PIN."""

    passwordless = None  # the box of allauth's form that asks whether it may be used alone

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean() or self.cleaned_data


class RenamePasskeyForm(_NamedPasskey, webauthn.EditWebAuthnForm):  # type: ignore[misc] # allauth ships no complete types
    pass
