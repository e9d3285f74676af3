"""Accounts of other sites: what is kept of them, what is written down, and who is verified by them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import user_signed_up
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.identity import is_throwaway, network_mark, person_mark
from apps.accounts.models import User
from apps.accounts.requests import SignedInRequest
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.accounts.signals import account_erased, person_verified, personal_data_requested
from apps.accounts.social_account import KEPT, provider_name


@receiver(pre_save, sender=SocialAccount)
def keep_little(*, instance: SocialAccount, **_: Any) -> None:
    instance.extra_data = {name: instance.extra_data[name] for name in KEPT if instance.extra_data.get(name)}


@receiver(social_account_added)
def note_connected(*, request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    detail = provider_name(sociallogin.account.provider)
    note(EventKind.CONNECTED, request=request, user=sociallogin.user, detail=detail)


@receiver(social_account_removed)
def note_disconnected(*, request: SignedInRequest, socialaccount: SocialAccount, **_: Any) -> None:
    note(EventKind.DISCONNECTED, request=request, user=request.user, detail=provider_name(socialaccount.provider))


@receiver(user_signed_up)
def announce_who_comes_verified(
    *, request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_: Any
) -> None:
    """Announce a new account whose address the provider has verified: nobody types a code for it."""
    if sociallogin is not None and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        person_verified.send(
            sender=User,
            user=user,
            person_mark=person_mark(user.email),
            network=network_mark(request),
            is_throwaway=is_throwaway(user.email),
        )


@receiver(personal_data_requested)
def tell_connected(*, user: User, **_: Any) -> dict[str, Any]:
    names = ("provider", "uid", "extra_data", "date_joined", "last_login")
    return {"connected_accounts": list(SocialAccount.objects.filter(user=user).values(*names))}


@receiver(account_erased)
def forget_connected(*, user: User, **_: Any) -> None:
    SocialAccount.objects.filter(user=user).delete()
