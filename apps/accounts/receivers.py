from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.closing import erase_due
from apps.accounts.forms import SIGNED_UP_KEY
from apps.accounts.identity import is_throwaway, network_mark, person_mark
from apps.accounts.models import User
from apps.accounts.services import distrust_password
from apps.accounts.signals import person_verified, personal_data_requested
from apps.common.signals import sweeping
from apps.mail.services import undelivered_to


@receiver(email_confirmed)
def distrust_a_stranger_s_password(*, request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    """Drop a password chosen at sign-up unless the same person proves the address."""
    user = email_address.user
    signed_up_here = request.session.get(SIGNED_UP_KEY) == user.pk
    # Nobody signs up as staff: their password was set by an operator.
    if user.last_login is None and user.has_usable_password() and not signed_up_here and not user.is_staff:
        distrust_password(user=user)
        messages.warning(
            request,
            "Someone set a password for this address before you confirmed it was yours, so we removed it. You can set a new one in your account.",
        )


@receiver(sweeping)
def erase_closed_accounts(*, now: datetime, **_: Any) -> None:
    erase_due(now=now)


@receiver(email_confirmed)
def announce_a_verified_person(*, request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    person_verified.send(
        sender=type(email_address.user),
        user=email_address.user,
        person_mark=person_mark(email_address.email),
        network=network_mark(request),
        is_throwaway=is_throwaway(email_address.email),
    )


@receiver(personal_data_requested)
def tell_account(*, user: User, **_: Any) -> dict[str, Any]:
    names = ("email", "display_name", "joined_at", "last_login", "consented_at", "closing_at")
    return {
        "account": {name: getattr(user, name) for name in names},
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "undelivered_mail": list(undelivered_to(user.email).values("kind", "detail", "times", "first_at", "last_at")),
        "devices": list(UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "passkeys": [
            one.wrap().name for one in Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        ],
    }
