"""Accounts of other sites: which there are, and what is kept of them."""

from allauth.socialaccount.models import SocialAccount

KEPT = ("email", "login", "mail", "userPrincipalName")
"""What says which account it is, by the providers' names. Pictures, languages and phone numbers are none of our business."""

NAMES = {"google": "Google", "microsoft": "Microsoft", "github": "GitHub"}


def provider_name(provider: str) -> str:
    """Return what people call a provider."""
    return NAMES.get(provider, provider)


def account_label(account: SocialAccount) -> str:
    """Return the address or name by which somebody knows which of their accounts it is."""
    return next((str(account.extra_data[name]) for name in KEPT if account.extra_data.get(name)), str(account.uid))
