"""What operators do to people: each with a reason, each written down with what it changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.closing import StaffStays, close_account
from apps.accounts.models import User
from apps.accounts.operator_act import Act
from apps.accounts.second_factor import end_other_sessions, reset_factor
from apps.accounts.signals import sign_ins_ended
from apps.animations.models import Animation, AnimationState
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.common.units import Credits
from apps.credits.models import Transfer
from apps.credits.services.grants import grant_credits
from apps.gallery.models import Publication
from apps.gallery.takedown import take_down
from apps.operations.desk.letters import tell
from apps.operations.desk.order import Order, Refused, about

MOST_CREDITS = 1_000_000


def disable(order: Order) -> str:
    """Keep somebody out: sessions and tokens end, what runs stops and gives its credits back. Their pages stay up."""
    person = order.person
    _keep_operators_apart(order)
    with about(person):
        if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            raise Refused("This account is disabled already.")
        sign_ins_ended.send(sender=User, user=person)
        order.write_down(Act.DISABLED)
    end_other_sessions(user=person, keep=None)
    stopped = sum(_stopped(animation, now=order.now) for animation in _running(person))
    tell(order, "Your account was disabled. You can't sign in to it anymore.")
    ended = f" {stopped} running GIF{'s' if stopped > 1 else ''} stopped." if stopped else ""
    return f"Disabled. All sign-ins and tokens ended.{ended}"


def shut_out(order: Order) -> str:
    """Disable an account and take all of its public pages down, which end with one act what one person abuses."""
    said = disable(order)
    pages = Publication.objects.live().filter(animation__owner=order.person).select_related("animation__owner")
    down = 0
    for publication in pages:
        take_down(publication=publication, reason=order.reason, now=order.now)
        with about(order.person):
            order.write_down(Act.TAKEN_DOWN, subject=publication.slug)
        down += 1
    return f"{said} {down} page{'' if down == 1 else 's'} taken down."


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
    tell(order, "You were signed out everywhere, and your API tokens ended. Sign in again to go on.")
    return "Signed out everywhere. All API tokens ended."


def reset_second_step(order: Order) -> str:
    """Take away passkeys, authenticator app and recovery codes: for somebody who lost them and was called back."""
    _keep_operators_apart(order)
    with about(order.person):
        removed = reset_factor(user=order.person)
        order.write_down(Act.FACTOR_RESET, detail=f"{removed} removed")
    end_other_sessions(user=order.person, keep=None)
    tell(order, "Two-step verification was removed from your account. Set it up again after your next sign-in.")
    again = " They can set it up during their next sign-in." if order.person.is_staff else ""
    return f"Two-step verification was reset, and they're signed out everywhere.{again}"


def give_credits(order: Order) -> str:
    """Give credits that never expire; the reason is on their statement."""
    if not 1 <= order.credits <= MOST_CREDITS:
        raise Refused(f"Enter a number of credits from 1 to {MOST_CREDITS:,}.")
    if order.person == order.operator:
        raise Refused("You can't give credits to yourself. Ask another operator.")
    key = f"gift:{order.once}"
    with about(order.person):
        if Transfer.objects.filter(key=key).exists():
            raise Refused("These credits were given already.")
        grant_credits(
            ledger_owner=order.person.ledger_owner,
            amount=Credits(order.credits),
            source="issued:staff",
            label="Gift",
            key=key,
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
    tell(order, "Your account is closing. It will be erased in a week, unless you sign in and keep it.")
    return "The account is closing. It will be erased in a week."


def leave_note(order: Order) -> str:
    """Leave a note for other operators, which its person does not see."""
    with about(order.person):
        order.write_down(Act.NOTED)
    return "Noted."


@dataclass(frozen=True, slots=True)
class PersonAct:
    """An act on a person, as the desk and the command offer it."""

    perform: Callable[[Order], str]
    label: str
    says: str
    is_grave: bool = False


PERSON_ACTS: dict[str, PersonAct] = {
    "sign-out": PersonAct(
        end_sign_ins, "End all sign-ins and tokens", "Signs them out everywhere and ends all API tokens."
    ),
    "disable": PersonAct(disable, "Disable", "They can't sign in, and running GIFs stop. Public pages stay up.", True),
    "shut-out": PersonAct(
        shut_out,
        "Disable and take all pages down",
        "For abuse. Their GIFs stay in their library, where nobody sees them.",
        True,
    ),
    "enable": PersonAct(enable, "Enable", "Lets them sign in again."),
    "reset-second-step": PersonAct(
        reset_second_step, "Reset two-step verification", "For someone who lost their device and was called back.", True
    ),
    "grant": PersonAct(give_credits, "Give credits", "They never expire. The reason appears on their statement."),
    "close": PersonAct(close, "Close the account", "They have a week to come back. Then it's erased.", True),
    "note": PersonAct(leave_note, "Leave a note", "Only operators see it."),
}


def _keep_operators_apart(order: Order) -> None:
    """Refuse what would let whoever holds one operator's session take over or shut out another operator."""
    if order.operator is not None and order.person.is_staff:
        raise Refused("This is an operator's account. Change it on the server: manage.py person.")


def _running(person: User) -> list[Animation]:
    states = (AnimationState.QUEUED, AnimationState.ACTIVE)
    return list(Animation.objects.owned_by(person).filter(state__in=states))


def _stopped(animation: Animation, *, now: datetime) -> bool:
    try:
        cancel_animation(animation_id=animation.pk, now=now)
    except NotCancellable:
        return False
    return True
