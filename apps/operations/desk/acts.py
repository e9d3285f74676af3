"""What operators do to people, their pages and their GIFs: each with a reason, each written down with what it changed."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.accounts.closing import StaffStays, close_account
from apps.accounts.models import User
from apps.accounts.operator_act import Act
from apps.accounts.operator_log import write_down
from apps.accounts.second_factor import end_other_sessions, reset_factor
from apps.accounts.signals import sign_ins_ended
from apps.animations.models import Animation, AnimationState
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.animations.retention.trash import delete_animations
from apps.common.units import Credits
from apps.credits.services.grants import grant_credits
from apps.gallery.models import Publication
from apps.gallery.takedown import NotDown, put_back, take_down

MOST_CREDITS = 1_000_000


class Refused(Exception):
    """The act cannot be done now; the text says why, for people. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who acts, on whom, why and when. `operator` is None for a command; `reason` was checked; `credits` is for a gift."""

    operator: User | None
    person: User
    reason: str
    now: datetime
    credits: int = 0

    def write_down(self, act: Act, *, subject: str = "", detail: str = "") -> None:
        write_down(
            operator=self.operator, act=act, person=self.person, reason=self.reason, subject=subject, detail=detail
        )


@contextmanager
def about(person: User) -> Iterator[None]:
    """Hold the row of somebody for a transaction in which an act and its record are one."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        yield


def disable(order: Order) -> str:
    """Keep somebody out: sessions and tokens end, what runs stops and gives its credits back. Their pages stay up."""
    person = order.person
    if person == order.operator:
        raise Refused("You can't disable your own account.")
    with about(person):
        if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            raise Refused("This account is disabled already.")
        sign_ins_ended.send(sender=User, user=person)
        order.write_down(Act.DISABLED)
    end_other_sessions(user=person, keep=None)
    stopped = sum(_stopped(animation, now=order.now) for animation in _running(person))
    return f"Disabled. Sign-ins and tokens ended, {stopped} running GIFs stopped."


def enable(order: Order) -> str:
    """Let somebody in again who was disabled."""
    with about(order.person):
        if not User.objects.filter(pk=order.person.pk, is_active=False, erased_at=None).update(is_active=True):
            raise Refused("This account isn't disabled, or was erased.")
        order.write_down(Act.ENABLED)
    return "Enabled. They can sign in again."


def end_sign_ins(order: Order) -> str:
    """End all sessions and API tokens: for a leaked token, or a lost device."""
    with about(order.person):
        sign_ins_ended.send(sender=User, user=order.person)
        order.write_down(Act.SIGN_INS_ENDED)
    end_other_sessions(user=order.person, keep=None)
    return "Signed out everywhere. All API tokens ended."


def reset_second_step(order: Order) -> str:
    """Take away passkeys, authenticator app and recovery codes: for somebody who lost them and was called back."""
    with about(order.person):
        removed = reset_factor(user=order.person)
        order.write_down(Act.FACTOR_RESET, detail=f"{removed} removed")
    end_other_sessions(user=order.person, keep=None)
    again = " They can set it up during their next sign-in." if order.person.is_staff else ""
    return f"Two-step verification was reset, and they're signed out everywhere.{again}"


def give_credits(order: Order) -> str:
    """Give credits that never expire; the reason stands in their statement."""
    if not 1 <= order.credits <= MOST_CREDITS:
        raise Refused(f"A gift is 1 to {MOST_CREDITS:,} credits.")
    with about(order.person):
        grant_credits(
            ledger_owner=order.person.ledger_owner,
            amount=Credits(order.credits),
            source="issued:staff",
            label="Gift",
            key=f"gift:{uuid.uuid4()}",
            reason=order.reason,
        )
        order.write_down(Act.GRANTED, detail=f"{order.credits} credits")
    return f"{order.credits:,} credits given."


def close(order: Order) -> str:
    """Close the account as its person would: a week to come back, then everything but the ledger is erased."""
    try:
        close_account(user=order.person, now=order.now)
    except StaffStays:
        raise Refused("This account has operator rights. Remove them first.") from None
    with about(order.person):
        order.write_down(Act.CLOSED)
    end_other_sessions(user=order.person, keep=None)
    return "The account is closing. It will be erased in a week."


def leave_note(order: Order) -> str:
    """Leave a note for other operators, which its person does not see."""
    with about(order.person):
        order.write_down(Act.NOTED)
    return "Noted."


def take_page_down(order: Order, publication: Publication) -> str:
    """Take a public page down; its owner is mailed the reason and cannot publish that GIF again."""
    if publication.taken_down_at is not None:
        raise Refused("This page is down already.")
    take_down(publication=publication, reason=order.reason, now=order.now)
    with about(order.person):
        order.write_down(Act.TAKEN_DOWN, subject=publication.slug)
    return "The page is down, and its owner was emailed the reason."


def put_page_back(order: Order, publication: Publication) -> str:
    """Put a page back that an operator took down, at its old address."""
    try:
        put_back(publication=publication)
    except NotDown:
        raise Refused("There's nothing to put back: the GIF is in the trash, or has another page.") from None
    with about(order.person):
        order.write_down(Act.PUT_BACK, subject=publication.slug)
    return "The page is back at its old address."


def stop_animation(order: Order, animation: Animation) -> str:
    """Stop an animation that is stuck or abusive: delivered frames stay, the rest is refunded."""
    try:
        released = cancel_animation(animation_id=animation.pk, now=order.now)
    except NotCancellable:
        raise Refused("It isn't running anymore.") from None
    with about(order.person):
        order.write_down(Act.STOPPED, subject=str(animation.pk), detail=f"{released} credits refunded")
    return f"Stopped. {released} credits refunded."


def remove_gif(order: Order, animation: Animation) -> str:
    """Move a GIF to its owner's trash, its page with it; it is erased after 30 days."""
    if not delete_animations(owner=order.person, animation_ids=[animation.pk], now=order.now):
        raise Refused("It's in the trash already.")
    with about(order.person):
        order.write_down(Act.REMOVED, subject=str(animation.pk))
    return "Moved to the trash. Its page is down."


@dataclass(frozen=True, slots=True)
class PersonAct:
    """An act on a person, as the desk and the command offer it."""

    perform: Callable[[Order], str]
    label: str
    says: str
    is_grave: bool = False


PERSON_ACTS: dict[str, PersonAct] = {
    "sign-out": PersonAct(end_sign_ins, "End all sign-ins", "Signs them out everywhere and ends all API tokens."),
    "disable": PersonAct(disable, "Disable", "Nobody gets in, and running GIFs stop. Public pages stay up.", True),
    "enable": PersonAct(enable, "Enable", "Lets them sign in again."),
    "reset-second-step": PersonAct(
        reset_second_step, "Reset two-step verification", "For someone who lost their device and was called back.", True
    ),
    "grant": PersonAct(give_credits, "Give credits", "They never expire. The reason stands in their statement."),
    "close": PersonAct(close, "Close the account", "They have a week to come back. Then it's erased.", True),
    "note": PersonAct(leave_note, "Leave a note", "Only operators see it."),
}


def _running(person: User) -> list[Animation]:
    states = (AnimationState.QUEUED, AnimationState.ACTIVE)
    return list(Animation.objects.owned_by(person).filter(state__in=states))


def _stopped(animation: Animation, *, now: datetime) -> bool:
    try:
        cancel_animation(animation_id=animation.pk, now=now)
    except NotCancellable:
        return False
    return True
