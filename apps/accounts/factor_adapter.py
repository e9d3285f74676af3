"""What allauth asks about second steps: names, sentences, and how secrets are kept."""

import base64
import hashlib
from typing import ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from apps.accounts.devices import device_name
from apps.accounts.models import User
from apps.accounts.second_factor import factor_count


class FactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, object]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Operators need a second step. Add another one first, then remove this one.",
        "incorrect_code": "That didn't work. Try again.",
        "unverified_email": "Confirm your email address first. Then you can add a second step.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether its person still has what they need without it: operators keep one."""
        return not authenticator.user.is_staff or factor_count(authenticator.user) > 1

    def encrypt(self, text: str) -> str:
        """Keep the secrets of authenticator apps and recovery codes unreadable in a copy of the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret that was kept so."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Name a passkey after the device that it is made on, until its person names it."""
        return device_name(context.request.headers.get("User-Agent", ""))[:60] or "Passkey"

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, object]:
        """Tell the device what to call the account in its list of passkeys."""
        entity: dict[str, object] = super().get_public_key_credential_user_entity(user)
        name = user.display_name if isinstance(user, User) else ""
        return {**entity, "display_name": name or entity["name"]}

    def _get_site_name(self) -> str:
        return settings.SITE_NAME


def _cipher() -> Fernet:
    # The one key that stays the same for ever: whoever signs in once a year must not find their app's secret unreadable.
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor:{settings.IDENTITY_KEY}".encode()).digest()))
