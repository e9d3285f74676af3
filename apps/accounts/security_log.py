"""The security log: written by whoever lets people in or turns them away, read by its person and by operators."""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.devices import device_name
from apps.accounts.identity import person_mark
from apps.accounts.models import User
from apps.accounts.security_event import FAILURES, EventKind, SecurityEvent
from apps.common.addresses import network_address
from apps.common.alarms import raise_alarm

LASTS = timedelta(days=90)
PRUNED_AT_ONCE = 2000
PAGE_SIZE = 50

FAILURES_AN_HOUR = 20
"""Failures at one account in an hour that operators hear of: somebody who forgot gives up long before."""

ACCOUNTS_A_DAY = 15
"""New accounts from one network in a day that operators hear of; an office that tries the site makes a few."""


def note(
    kind: EventKind,
    *,
    request: HttpRequest | None = None,
    user: AbstractBaseUser | None = None,
    email: str = "",
    detail: str = "",
) -> None:
    """Write down what happened. With an address instead of a user, to whose it is, if anybody's.

    The same is written for an unknown address, so that nobody can tell by the time it takes.
    """
    address = email or (user.email if isinstance(user, User) else "")
    person = user if isinstance(user, User) else User.objects.filter(email__iexact=email).first()
    event = SecurityEvent.objects.create(
        user=person,
        mark=person_mark(address) if address else "",
        kind=kind,
        network=network_address(request) if request else "",
        device=device_name(request.headers.get("User-Agent", ""))[:60] if request else "",
        detail=detail[:120],
    )
    _watch(event)


def note_refusal(request: HttpRequest, *, mark: str, person: AbstractBaseUser | None) -> None:
    """Write down that tries were turned away, once an hour and account: a flood must not fill the log."""
    now = timezone.now()
    known = Q(mark=mark) if mark else Q(user=person if isinstance(person, User) else None)
    if not mark and not isinstance(person, User):
        return
    if not SecurityEvent.objects.filter(known, kind=EventKind.REFUSED, at__gt=now - timedelta(hours=1)).exists():
        SecurityEvent.objects.create(
            user=person if isinstance(person, User) else _person_of(mark),
            mark=mark,
            kind=EventKind.REFUSED,
            network=network_address(request),
            device=device_name(request.headers.get("User-Agent", ""))[:60],
        )


def _person_of(mark: str) -> User | None:
    """Return whose address has this mark, as far as an earlier event tells."""
    event = SecurityEvent.objects.filter(mark=mark, user__isnull=False).select_related("user").order_by("-at").first()
    return event.user if event else None


def _watch(event: SecurityEvent) -> None:
    """Tell operators of patterns, once when a limit is reached."""
    if event.kind in FAILURES and event.mark:
        tries = SecurityEvent.objects.filter(
            kind__in=FAILURES, mark=event.mark, at__gt=event.at - timedelta(hours=1)
        ).count()
        if tries == FAILURES_AN_HOUR:
            about = f"account {event.user_id}" if event.user_id else "an address without an account"
            raise_alarm("Somebody keeps trying to get into an account", f"{tries} failures in an hour at {about}.")
    if event.kind == EventKind.SIGNED_UP and event.network:
        made = SecurityEvent.objects.filter(
            kind=EventKind.SIGNED_UP, network=event.network, at__gt=event.at - timedelta(days=1)
        ).count()
        if made == ACCOUNTS_A_DAY:
            raise_alarm("Many accounts come from one network", f"{made} in a day from {event.network}.")


def activity_of(user: User, *, before: tuple[datetime, uuid.UUID] | None = None) -> "QuerySet[SecurityEvent]":
    """List what happened to somebody's account, newest first: a page and one more, which tells whether more follows."""
    rows = SecurityEvent.objects.filter(user=user).order_by("-at", "-id")
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, id__lt=pk))
    return rows[: PAGE_SIZE + 1]


def prune(*, now: datetime | None = None) -> int:
    """Delete what is older than 90 days, some at a time; return how many rows."""
    cutoff = (now or timezone.now()) - LASTS
    old = list(SecurityEvent.objects.filter(at__lt=cutoff).order_by("at").values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    return SecurityEvent.objects.filter(pk__in=old).delete()[0] if old else 0
