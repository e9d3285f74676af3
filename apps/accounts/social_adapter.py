"""What allauth asks about accounts of other sites: whose word is believed about an address, and what is kept."""

from typing import ClassVar

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.services import forget_unproven
from apps.common.control_characters import strip_control_characters

GOOGLE_MAIL = ("@gmail.com", "@googlemail.com")


def is_trusted(login: SocialLogin, address: str) -> bool:
    """Return whether a provider that calls an address verified is believed.

    Google gives out Gmail's addresses and those of a Workspace domain (the claim `hd`); another one was somebody's when
    their Google account was made, and may be somebody else's by now. Microsoft verifies none.
    """
    if login.account.provider == "google":
        return address.lower().endswith(GOOGLE_MAIL) or bool(login.account.extra_data.get("hd"))
    return str(login.account.provider) == "github"


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages: ClassVar[dict[str, object]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": "This address already has an account. Sign in to it with a code, then connect %s there.",
        "connected_other": "That account is already connected to someone else's account here.",
    }

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Return whether a verified address of a provider lets its person into the account here that has it."""
        return is_trusted(login, email)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Find the account here with an address of this person. One that nobody ever proved is theirs to begin anew."""
        for email in sociallogin.email_addresses:
            if email.verified and is_trusted(sociallogin, email.email):
                forget_unproven(address=email.email)
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Have an address proved by a code whose provider is not believed about it."""
        for email in sociallogin.email_addresses:
            email.verified = email.verified and is_trusted(sociallogin, email.email)
        # The first one becomes the address of a new account.
        sociallogin.email_addresses.sort(key=lambda email: (not email.verified, not email.primary))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str | None]) -> User:
        """Suggest the name that they have there as the one that strangers see here."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = [
            data.get("name") or data.get("first_name") or "",
            "" if data.get("name") else data.get("last_name") or "",
        ]
        name = " ".join(strip_control_characters(" ".join(parts)).split())
        user.display_name = name[: User._meta.get_field("display_name").max_length]
        return user
