"""Every way in which a payment goes back, against every way in which its credits were used: exact to the credit.

What is expected is plain arithmetic: of 500 credits at 500 cents, what was spent and what was taken back are both gone;
when that is more than 500, the rest is owed.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from apps.payments.models import Purchase
from apps.payments.provider import ProviderRefused
from apps.payments.services.refunds import refund_by_staff
from tests.factories.accounts import make_person
from tests.payments.shop import Shop, standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Step = Callable[[Shop, Purchase], None]


@dataclass(frozen=True)
class Case:
    """What happens to a payment, and what that leaves: credits taken back, and when somebody is frozen."""

    steps: tuple[Step, ...]
    taken: int
    frozen: str = "never"  # or "while open", or "while owing"


def refund(amount: int | None = None, status: str = "succeeded") -> Step:
    return lambda shop, bought: shop.fake.refund(bought.payment_ref, amount, status=status) and None


def refund_becomes(status: str, number: int = 0) -> Step:
    return lambda shop, bought: shop.fake.change_refund(list(shop.fake.refunds)[number], status)


def dispute(amount: int | None = None, **more: str) -> Step:
    return lambda shop, bought: shop.fake.dispute(bought.payment_ref, amount, **more) and None


def dispute_becomes(status: str, number: int = 0) -> Step:
    return lambda shop, bought: shop.fake.decide(list(shop.fake.disputes)[number], status)


def staff_refunds(amount: int) -> Step:
    def step(shop: Shop, bought: Purchase) -> None:
        staff = make_person("staff")
        refund_by_staff(purchase=bought, amount_minor=amount, reason="kindness", staff=staff, now=shop.now())

    return step


def staff_is_refused(shop: Shop, bought: Purchase) -> None:
    """Somebody refunded all of it in Stripe's dashboard, and we have not heard of it."""
    shop.fake.refund(bought.payment_ref)
    with pytest.raises(ProviderRefused):
        refund_by_staff(purchase=bought, amount_minor=100, reason="x", staff=make_person("staff"), now=shop.now())


CASES = {
    "all of it refunded": Case((refund(),), 500),
    "a part refunded": Case((refund(200),), 200),
    "a part that is no whole number of credits": Case((refund(333),), 333),
    "two parts refunded": Case((refund(200), refund(150)), 350),
    "all of it refunded in parts": Case((refund(200), refund(150), refund()), 500),
    "a refund that is pending": Case((refund(status="pending"),), 500),
    "a refund that waits for the buyer": Case((refund(status="requires_action"),), 500),
    "a pending refund that succeeded": Case((refund(status="pending"), refund_becomes("succeeded")), 500),
    "a pending refund that failed": Case((refund(status="pending"), refund_becomes("failed")), 0),
    "a refund that succeeded and then failed": Case((refund(), refund_becomes("failed")), 0),
    "a refund that was canceled": Case((refund(300, "pending"), refund_becomes("canceled")), 0),
    "one of two refunds failed": Case((refund(200), refund(150), refund_becomes("failed")), 150),
    "a failed refund that was made again": Case((refund(), refund_becomes("failed"), refund()), 500),
    "a dispute that is open": Case((dispute(),), 500, "while open"),
    "a dispute under review": Case((dispute(), dispute_becomes("under_review")), 500, "while open"),
    "a dispute that was won": Case((dispute(), dispute_becomes("won")), 0),
    "a dispute that was lost": Case((dispute(), dispute_becomes("lost")), 500, "while owing"),
    "a dispute of a part that was lost": Case((dispute(200), dispute_becomes("lost")), 200, "while owing"),
    "a dispute of more than was paid": Case((dispute(520), dispute_becomes("lost")), 500, "while owing"),
    "a dispute in the bank's own currency": Case((dispute(7, currency="eur"),), 500, "while open"),
    "a warning": Case((dispute(status="warning_needs_response"),), 0, "while open"),
    "a warning that was closed": Case((dispute(status="warning_needs_response"), dispute_becomes("warning_closed")), 0),
    "a warning that became a lost dispute": Case(
        (dispute(status="warning_needs_response"), dispute_becomes("needs_response"), dispute_becomes("lost")),
        500,
        "while owing",
    ),
    "a lost dispute whose appeal is looked at": Case(
        (dispute(), dispute_becomes("lost"), dispute_becomes("appeal_under_review")), 500, "while open"
    ),
    "a lost dispute that was won after all": Case(
        (dispute(), dispute_becomes("lost"), dispute_becomes("appeal_under_review"), dispute_becomes("won")), 0
    ),
    "a dispute in words of tomorrow": Case((dispute(status="on_the_moon"),), 500, "while open"),
    "a refund of a part and a lost dispute of the rest": Case(
        (refund(200), dispute(300), dispute_becomes("lost")), 500, "while owing"
    ),
    "a refund of a part and a won dispute of the rest": Case((refund(200), dispute(300), dispute_becomes("won")), 200),
    "a refund of a part and a lost dispute of all": Case(
        (refund(200), dispute(), dispute_becomes("lost")), 500, "while owing"
    ),
    "a won dispute and then a refund": Case((dispute(), dispute_becomes("won"), refund(100)), 100),
    "two disputes, one lost and one won": Case(
        (dispute(200), dispute(300), dispute_becomes("lost"), dispute_becomes("won", 1)), 200, "while owing"
    ),
    "staff refunded a part": Case((staff_refunds(120),), 120),
    "staff refunded a part and the buyer's bank took the rest": Case(
        (staff_refunds(120), dispute(380), dispute_becomes("lost")), 500, "while owing"
    ),
    "staff were refused": Case((staff_is_refused,), 500),
}


AMONG_QUICK = {
    "all of it refunded",
    "a part refunded",
    "a pending refund that failed",
    "a refund that succeeded and then failed",
    "one of two refunds failed",
    "a dispute that is open",
    "a dispute that was won",
    "a dispute that was lost",
    "a dispute of more than was paid",
    "a warning that became a lost dispute",
    "a lost dispute that was won after all",
    "a refund of a part and a lost dispute of all",
    "staff refunded a part and the buyer's bank took the rest",
    "staff were refused",
}
"""One of each kind; the others are large: they differ in amounts, or in words of the provider that mean the same."""

TOLD = ("at once", "at the end, doubled and shuffled", "by the last message alone")
SPENT = {"unspent": 0, "half spent": 250, "all spent": 500}
# Each of these cases once, and at full size with each amount spent and each way of being told; EVERY_ROW=1 crosses all three.
ROWS = [
    pytest.param(name, used, told, marks=[] if name in AMONG_QUICK and place == number % 3 else pytest.mark.large)
    for number, name in enumerate(CASES)
    for place, used in enumerate(SPENT)
    for way, told in enumerate(TOLD)
    if os.environ.get("EVERY_ROW") or (number + place + way) % 3 == 0
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "used", "told"), ROWS)
def test_what_is_left_and_what_is_owed_is_exact(shop, name, used, told):
    case, spent = CASES[name], SPENT[used]
    alice = make_person("alice")
    bought = shop.bought(alice)
    if spent:
        shop.spend(alice, spent)
    for step in case.steps:
        step(shop, bought)
        if told == "at once":
            shop.tell()
    if told == "by the last message alone":
        shop.deliver(shop.fake.messages()[-1:])
    else:
        shop.tell(copies=2, shuffled=True)
    left = 500 - spent - case.taken
    available, owed = max(0, left), max(0, -left)
    frozen = {"never": False, "while open": True, "while owing": owed > 0}[case.frozen]
    assert standing(alice.ledger_owner) == (available, owed, frozen)
