"""A worker of the inbox that dies before any of its statements leaves nothing half done that the next look does not end."""

import itertools
import os
import signal
from collections.abc import Callable

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.animations.models import Animation, AnimationState
from apps.credits.selectors import receipt_for
from apps.payments.models import DuplicatePayment, Purchase, WebhookEvent
from tests.animations.harness import Harness
from tests.emptying import leave_no_connection
from tests.factories.accounts import make_person
from tests.payments.shop import Shop, open_another, standing
from tests.sizes import large, sizes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

Prepared = Callable[[Shop, Harness, User], None]


def paid(shop: Shop, harness: Harness, alice: User) -> None:
    shop.pay(shop.want(alice))


def refunded_when_half_is_spent(shop: Shop, harness: Harness, alice: User) -> None:
    bought = shop.bought(alice)
    shop.spend(alice, 250)
    shop.fake.refund(bought.payment_ref)


def disputed_while_an_animation_waits(shop: Shop, harness: Harness, alice: User) -> None:
    bought = shop.bought(alice)
    shop.spend(alice, 400)
    harness.start(alice, frames=2)
    shop.fake.dispute(bought.payment_ref)


def bought_again_with_a_debt(shop: Shop, harness: Harness, alice: User) -> None:
    bought = shop.bought(alice)
    shop.spend(alice, 300)
    shop.fake.decide(shop.fake.dispute(bought.payment_ref)["id"], "lost")
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 300, True)
    shop.pay(shop.want(alice))


def paid_twice(shop: Shop, harness: Harness, alice: User) -> None:
    purchase = shop.want(alice)
    shop.pay(purchase)
    shop.fake.pay(open_another(purchase))


@pytest.mark.parametrize("stride", [*reversed(sizes(small=97, full=1))])
@pytest.mark.parametrize(
    ("prepare", "ends"),
    [
        (paid, (500, 0, False)),
        large(refunded_when_half_is_spent, (0, 250, False)),
        large(disputed_while_an_animation_waits, (0, 400, True)),
        (bought_again_with_a_debt, (200, 0, False)),
        large(paid_twice, (500, 0, False)),
    ],
)
def test_a_death_before_any_statement_changes_nothing_about_how_it_ends(
    shop: Shop, harness: Harness, prepare: Prepared, ends, stride
):
    for number in itertools.count(1, stride):
        alice = make_person(f"alice{number}")
        prepare(shop, harness, alice)
        letters = shop.fake.messages()
        for letter in letters[shop.told :]:
            assert shop.post(letter) == 200
        shop.told = len(letters)
        is_dead = dies_before(shop, number)
        shop.work()
        assert standing(alice.ledger_owner) == ends
        assert not WebhookEvent.objects.filter(processed_at=None).exists()
        assert (
            Purchase.objects.filter(owner=alice, state="paid").count() == Purchase.objects.filter(owner=alice).count()
        )
        seconds = DuplicatePayment.objects.filter(purchase__owner=alice)
        assert [one.status for one in seconds] == ["succeeded"] * (prepare is paid_twice)
        for one in seconds:
            assert [
                back["amount"] for back in shop.fake.refunds.values() if back["payment_intent"] == one.payment_ref
            ] == [500]
        stopped = Animation.objects.filter(owner=alice).first()
        if stopped is not None:
            assert (stopped.state, receipt_for(stopped.group_key).held) == (AnimationState.FAILED, 0)
        if not is_dead:
            assert number > stride, "no statement was ever reached"
            return


def dies_before(shop: Shop, number: int) -> bool:
    """Work the inbox in a child that is killed before its so-manieth statement; whether it came that far."""
    leave_no_connection()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)
    statements = itertools.count(1)

    def die(execute, sql, parameters, many, context):
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, parameters, many, context)

    try:
        with connection.execute_wrapper(die):
            shop.work()
    finally:
        os._exit(0)
