"""Allauth's forms for passkeys, authenticator apps and recovery codes, with our labels and sentences."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from apps.accounts.copy import FACTOR_SENTENCES
from apps.accounts.forms import Worded

LONGEST_NAME = 60
MOST_PASSKEYS = 20
"""Of one account. Each is read at every sign-in with one."""

MALFORMED = (AttributeError, InvalidSignature, LookupError, TypeError, ValueError)
"""What the parser raises for an answer that no device gives, and for a signature that is not the device's."""


class _Worded(Worded):
    """Speaks of codes that an app shows: the ones of our other forms come by mail."""

    sentences = FACTOR_SENTENCES
    required: ClassVar[Mapping[str, str]] = {"code": FACTOR_SENTENCES["required"]}


class _OnceOnly(base.BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Refuse a code that was used: an app's is remembered by allauth for a shorter time than it accepts it, and a recovery
        code that is sent twice at the same moment is read twice before either is struck out.
        """
        code: str = super().clean_code()
        seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        used = hashlib.sha256(code.strip().encode()).hexdigest()
        if not cache.add(f"second-step-used:{self.user.pk}:{used}", "", timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):
    pass


class AuthenticateForm(_Worded, _OnceOnly, base.AuthenticateForm):
    pass


class ReauthenticateForm(_Worded, _OnceOnly, base.ReauthenticateForm):
    pass


class AuthenticatePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """Answers what a browser sent as its device's word and is none with a sentence, as allauth does with some of it."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInPasskeyForm(AuthenticatePasskeyForm, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(AuthenticatePasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class _NamedPasskey(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "credential" in self.fields:
            self.fields["credential"].error_messages["required"] = "Your device didn't answer. Try again."
        name = self.fields["name"]
        name.label = "Name"
        name.validators.append(MaxLengthValidator(LONGEST_NAME))
        name.widget.attrs.update({"maxlength": LONGEST_NAME, "dir": "auto"})


class AddPasskeyForm(_NamedPasskey, webauthn.AddWebAuthnForm):
    """Takes passkeys only: each can be used alone, so the device asks for a fingerprint, a face or a PIN."""

    passwordless = None  # the box of allauth's form that asks whether it may be used alone

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        passkeys = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        if passkeys.count() >= MOST_PASSKEYS:
            raise ValidationError(f"You have {MOST_PASSKEYS} passkeys, which is the most. Remove one first.")
        try:
            return super().clean() or self.cleaned_data
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class RenamePasskeyForm(_NamedPasskey, webauthn.EditWebAuthnForm):
    pass
