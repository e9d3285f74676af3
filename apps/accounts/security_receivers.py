"""Writes to the security log what allauth and this app say happened."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_changed,
    email_verification_code_rejected,
    login_code_rejected,
    password_changed,
    password_reset,
    password_reset_code_rejected,
    password_set,
    user_logged_in,
    user_signed_up,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.admin.models import LogEntry
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.allauth_internals import record_authentication
from apps.accounts.models import User
from apps.accounts.second_factor import METHOD, end_other_sessions
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note, prune
from apps.accounts.signals import personal_data_requested
from apps.common.signals import sweeping
from apps.mail.services import forget_addresses


@receiver(user_signed_up)
def note_sign_up(*, request: HttpRequest, user: User, **_: Any) -> None:
    note(EventKind.SIGNED_UP, request=request, user=user)


@receiver(user_logged_in)
def note_sign_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    note(EventKind.SIGNED_IN, request=request, user=user)


@receiver([login_code_rejected, password_reset_code_rejected, email_verification_code_rejected])
def note_wrong_code(*, request: HttpRequest, user: User | None = None, **_: Any) -> None:
    note(EventKind.WRONG_CODE, request=request, user=user)


@receiver(authenticator_added)
def note_factor(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Write it down. Whoever added it has just used it, which counts as the second step of this session."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    note(EventKind.FACTOR_ADDED, request=request, user=user, detail=str(authenticator))
    record_authentication(request, user, METHOD, type=authenticator.type, reauthenticated=True)
    if user.is_staff:
        end_other_sessions(user=user, keep=request.session.session_key)


@receiver(authenticator_removed)
def note_removed_factor(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note(EventKind.FACTOR_REMOVED, request=request, user=user, detail=str(authenticator))


@receiver(authenticator_reset)
def note_new_codes(*, request: HttpRequest, user: User, **_: Any) -> None:
    note(EventKind.CODES_MADE, request=request, user=user)


@receiver(authentication_failed)
def note_wrong_factor(*, request: HttpRequest, user: User, **_: Any) -> None:
    note(EventKind.WRONG_FACTOR, request=request, user=user)


@receiver([password_set, password_changed, password_reset])
def note_password(*, request: HttpRequest, user: User, **_: Any) -> None:
    note(EventKind.PASSWORD_CHANGED, request=request, user=user)


@receiver(email_changed)
def note_address(
    *, request: HttpRequest, user: User, to_email_address: EmailAddress, from_email_address: Any = None, **_: Any
) -> None:
    # The first address, confirmed after sign-up, changes nothing.
    if from_email_address is None:
        return
    before = from_email_address.email
    note(EventKind.EMAIL_CHANGED, request=request, user=user, detail=f"to {to_email_address.email} from {before}")
    forget_addresses([before])


@receiver(post_save, sender=LogEntry)
def note_operator(*, instance: LogEntry, created: bool, **_: Any) -> None:
    """Write down what an operator did to an account in the admin, for its person to see."""
    if created and instance.object_id and instance.content_type and instance.content_type.model_class() is User:
        person = User.objects.filter(pk=instance.object_id).first()
        if person is not None:
            note(EventKind.BY_OPERATOR, user=person, detail=instance.get_change_message())


@receiver(personal_data_requested)
def tell_activity(*, user: User, **_: Any) -> dict[str, Any]:
    names = ("kind", "at", "network", "device", "detail")
    return {"security_log": list(user.security_events.order_by("at").values(*names))}


@receiver(sweeping)
def prune_log(*, now: datetime, **_: Any) -> None:
    prune(now=now)
