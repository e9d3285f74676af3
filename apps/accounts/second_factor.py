"""Whether somebody has a second step at sign-in, and taking it away for who lost theirs."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from apps.accounts.models import User

METHOD = "mfa"
"""How allauth records in a session that a passkey, an authenticator app or a recovery code was used."""


def factor_count(user: AbstractBaseUser | AnonymousUser) -> int:
    """Count the passkeys and the authenticator app of somebody. Recovery codes only stand in for those."""
    factors = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors.count() if user.pk else 0


def has_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether somebody is asked for a second step when they sign in."""
    return factor_count(user) > 0


def used_factor(request: HttpRequest) -> bool:
    """Return whether a second step was taken in this session."""
    return any(record["method"] == METHOD for record in get_authentication_records(request, request.user))


def end_other_sessions(*, user: User, keep: str | None) -> None:
    """Sign somebody out everywhere but in the session with this key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=keep or ""):
        session.end()


def reset_factor(*, user: User) -> int:
    """Take every second step of somebody away; return how many there were. An operator may set up a new one once.

    Runs in the caller's transaction, which writes it down; the caller signs them out.
    """
    User.objects.filter(pk=user.pk).update(factor_grace_at=None)
    removed = factor_count(user)
    Authenticator.objects.filter(user=user).delete()
    return removed
