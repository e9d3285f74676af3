"""Finding people and reading all that operators need to know about one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.accounts.operator_act import OperatorAct
from apps.accounts.second_factor import factor_count
from apps.accounts.security_event import SecurityEvent
from apps.animations.media_links import link
from apps.animations.models import Animation, Frame, FrameState, Submission
from apps.animations.retention.usage import Usage, usage_of
from apps.common.money import in_money
from apps.credits.selectors import Balance, balance_of
from apps.gallery.models import Publication
from apps.mail.models import UndeliveredMail
from apps.mail.services import undelivered_to
from apps.payments.models import Purchase, PurchaseState
from apps.payments.services.refund_rules import refundable_minor

SHOWN = 50
"""People in a list. Who is looked for is found by more letters."""

RECENT = 12
STRIP = 8


@dataclass(frozen=True, slots=True)
class Strip:
    """An animation with the addresses of its first pictures."""

    animation: Animation
    pictures: list[str]
    calls: int

    @property
    def is_running(self) -> bool:
        return not self.animation.has_ended


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase in words. `refunded` and `left` are amounts with their currency, empty when there is none."""

    pk: uuid.UUID
    credits: int
    price: str
    state: str
    at: datetime
    refunded: str
    left: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What the desk shows of one person, newest first."""

    person: User
    balance: Balance
    usage: Usage
    sessions: int
    factors: int
    strips: list[Strip]
    publications: list[Publication]
    purchases: list[Bought]
    events: list[SecurityEvent]
    acts: list[OperatorAct]
    undelivered: UndeliveredMail | None


def find_people(words: str) -> list[User]:
    """Return people by a part of their address or name, by the ID of a GIF or a purchase, or by the address of a
    public page or of its file.
    """
    people = User.objects.order_by("-joined_at", "-pk")
    words = words.strip().rstrip("/")
    if not words:
        return list(people[:SHOWN])
    # A complaint often has the address of the file in the chat, which is the page's with an ending.
    last = words.rpartition("/")[2].partition(".")[0]
    found = Q(email__icontains=words) | Q(display_name__icontains=words)
    found |= Q(pk__in=Publication.objects.filter(slug=last).values("animation__owner"))
    if (number := _as_uuid(last)) is not None:
        found |= Q(pk__in=Animation.objects.filter(pk=number).values("owner"))
        found |= Q(pk__in=Purchase.objects.filter(pk=number).values("owner"))
    return list(people.filter(found)[:SHOWN])


def read_file(person: User, *, now: datetime) -> PersonFile:
    """Return everything that an operator needs to decide about somebody."""
    animations = Animation.objects.owned_by(person).submitted().order_by("-created_at")[:RECENT]
    pages = Publication.objects.filter(animation__owner=person).select_related("animation")
    purchases = Purchase.objects.filter(owner=person).prefetch_related("refunds")
    return PersonFile(
        person=person,
        balance=balance_of(person.ledger_owner, now=now),
        usage=usage_of(person),
        sessions=UserSession.objects.filter(user=person).count(),
        factors=factor_count(person),
        strips=[_strip(animation) for animation in animations],
        publications=list(pages.order_by("-published_at")[:RECENT]),
        purchases=[_bought(one) for one in purchases.order_by("-created_at")[:RECENT]],
        events=list(SecurityEvent.objects.filter(user=person).order_by("-at")[:RECENT]),
        acts=list(OperatorAct.objects.filter(person=person.pk).select_related("operator").order_by("-at")[:RECENT]),
        undelivered=undelivered_to(person.email).first(),
    )


def acts_before(before: tuple[datetime, uuid.UUID] | None) -> QuerySet[OperatorAct]:
    """Return what operators did, newest first, from a place in the list on."""
    found = OperatorAct.objects.select_related("operator").order_by("-at", "-id")
    if before is not None:
        found = found.filter(Q(at__lt=before[0]) | Q(at=before[0], id__lt=before[1]))
    return found


def undelivered_mail(most: int) -> list[tuple[UndeliveredMail, User | None]]:
    """Return the addresses that mail didn't reach last, with who signs in with each."""
    letters = list(UndeliveredMail.objects.order_by("-last_at", "-id")[:most])
    by_address = {
        person.email.lower(): person for person in User.objects.filter(email__in=[x.address for x in letters])
    }
    return [(letter, by_address.get(letter.address)) for letter in letters]


def _bought(purchase: Purchase) -> Bought:
    left = refundable_minor(purchase) if purchase.state == PurchaseState.PAID else 0
    refunded, currency = purchase.refunded_minor, purchase.currency
    return Bought(
        pk=purchase.pk,
        credits=purchase.credits,
        price=in_money(purchase.amount_minor, currency),
        state=purchase.get_state_display(),
        at=purchase.created_at,
        refunded=in_money(refunded, currency) if refunded else "",
        left=in_money(left, currency) if left else "",
    )


def _strip(animation: Animation) -> Strip:
    frames = Frame.objects.filter(animation=animation, state=FrameState.STORED).exclude(image_key="")
    keys = [animation.source_key, *frames.order_by("position").values_list("image_key", flat=True)[: STRIP - 1]]
    return Strip(animation, [link(key) for key in keys if key], Submission.objects.filter(animation=animation).count())


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
