"""Closing an account: a week to come back, then everything but the pseudonymous ledger is erased."""

import logging
import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.security_event import SecurityEvent
from apps.accounts.signals import account_closing, account_erased, account_reopened, sign_ins_ended
from apps.mail.services import forget_addresses

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)
"""How long somebody may come back."""

BATCH = 20


class StaffStays(Exception):
    """An operator's account is closed by another operator, who takes its rights away first. Nothing changed."""


def close_account(*, user: User, now: datetime) -> None:
    """Note that somebody closes their account; what runs stops, public pages go, tokens end. Asked twice, the first counts.

    Raises StaffStays.
    """
    if user.is_staff:
        raise StaffStays(str(user.pk))
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, closing_at=None).update(closing_at=now):
            return
        sign_ins_ended.send(sender=User, user=user)
    # Each receiver has transactions of its own: many animations locked at once would keep workers waiting.
    account_closing.send(sender=User, user=user, now=now)


def reopen_account(*, user: User) -> bool:
    """Keep an account that was being closed, with everything that went with it. False if it was not."""
    closing_at = user.closing_at
    if closing_at is None or not User.objects.filter(pk=user.pk, erased_at=None).update(closing_at=None):
        return False
    account_reopened.send(sender=User, user=user, closing_at=closing_at)
    return True


def erase_due(*, now: datetime) -> None:
    """Erase the accounts whose week is over, those again whose erasure was broken off."""
    due = User.objects.filter(closing_at__lte=now - WEEK, erased_at=None).order_by("closing_at")
    for user in due[:BATCH]:
        try:
            erase_account(user=user, now=now)
        except Exception:
            log.exception("the account %s is not erased yet", user.pk)


def erase_account(*, user: User, now: datetime) -> None:
    """Erase a person: media, words, addresses, sign-ins. Their row stays, without a word about them, as the ledger's owner.

    Every step may be repeated; the row says that it is done only after the last one.
    """
    # Nobody signs in any more while the rest is erased.
    User.objects.filter(pk=user.pk).update(is_active=False)
    account_erased.send(sender=User, user=user, now=now)
    with transaction.atomic():
        for session in UserSession.objects.filter(user=user):
            session.end()
        addresses = EmailAddress.objects.filter(user=user)
        forget_addresses([user.email, *addresses.values_list("email", flat=True)])
        addresses.delete()
        Authenticator.objects.filter(user=user).delete()
        LogEntry.objects.filter(user=user).delete()
        SecurityEvent.objects.filter(user=user).delete()
        user.email = f"erased-{uuid.uuid4().hex}@erased.invalid"
        user.display_name = ""
        user.is_active = False
        user.last_login = user.consented_at = None
        user.erased_at = now
        user.set_unusable_password()
        user.save()
