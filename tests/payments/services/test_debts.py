"""What is owed after a payment went back, who pays it, and when somebody may spend again."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.animations.models import Animation
from apps.animations.rendering.context import Checkpoint
from apps.common.units import Credits
from apps.credits.models import Origin
from apps.credits.selectors import receipt_for
from apps.credits.services.clawback import pay_debts
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import capture_holds, release_holds
from apps.credits.services.wallets import Frozen
from apps.payments.models import Dispute, Purchase
from apps.payments.services.refunds import refund_own
from apps.payments.services.refunds_and_disputes import freeze_or_thaw, settle_parties
from tests.animations.harness import Harness
from tests.animations.rendering.test_chain import PER_FRAME
from tests.factories.accounts import make_person
from tests.payments.shop import standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def alice():
    return make_person("alice")


@pytest.fixture
def lost(shop, alice):
    """Alice spent 300 of 500 credits, and then her bank took the payment back for good."""
    bought = shop.bought(alice)
    shop.spend(alice, 300)
    made = shop.fake.dispute(bought.payment_ref)
    shop.tell()
    shop.fake.decide(made["id"], "lost")
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 300, True)
    return bought


def test_the_next_purchase_pays_the_debt_first_and_thaws(shop, alice, lost):
    with pytest.raises(Frozen):
        shop.hold(alice, 1)
    shop.bought(alice)
    assert standing(alice.ledger_owner) == (200, 0, False)
    shop.spend(alice, 200)


def test_a_purchase_that_is_too_small_pays_a_part_and_does_not_thaw(shop, alice, lost):
    shop.bought(alice, shop.pack(credits=100, amount_minor=100))
    assert standing(alice.ledger_owner) == (0, 200, True)
    shop.bought(alice)
    assert standing(alice.ledger_owner) == (300, 0, False)


def test_gifts_pay_no_debts(shop, alice, lost):
    for origin in (Origin.WELCOME, Origin.DAILY, Origin.STAFF):
        grant_credits(
            ledger_owner=alice.ledger_owner,
            amount=Credits(50),
            source="issued:test",
            label="x",
            key=origin,
            origin=origin,
        )
    pay_debts()
    settle_parties(now=shop.now())
    assert standing(alice.ledger_owner) == (150, 300, True)


def test_a_debt_from_a_refund_freezes_nobody_and_gifts_may_be_spent_meanwhile(shop, alice):
    bought = shop.bought(alice)
    shop.spend(alice, 500)
    grant_credits(ledger_owner=alice.ledger_owner, amount=Credits(50), source="issued:test", label="x", key="gift")
    shop.fake.refund(bought.payment_ref)
    shop.tell()
    assert standing(alice.ledger_owner) == (50, 500, False)
    shop.spend(alice, 50)
    assert standing(alice.ledger_owner) == (0, 500, False)


def test_a_debt_whose_dispute_is_won_after_it_was_paid_gives_everything_back(shop, alice):
    first = shop.bought(alice)
    shop.spend(alice, 300)
    made = shop.fake.dispute(first.payment_ref)
    shop.tell()
    shop.bought(alice)
    assert standing(alice.ledger_owner) == (200, 0, True)
    shop.fake.decide(made["id"], "won")
    shop.tell()
    assert standing(alice.ledger_owner) == (700, 0, False)


def test_money_that_comes_back_for_one_pack_first_wipes_out_what_is_owed_for_another(shop, alice):
    first = shop.bought(alice)
    second = shop.bought(alice)
    shop.spend(alice, 1000)
    shop.fake.refund(first.payment_ref)
    made = shop.fake.dispute(second.payment_ref)
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 1000, True)
    shop.fake.decide(made["id"], "won")
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 500, False)


def test_credits_that_come_back_from_a_hold_pay_the_debt(shop, alice):
    bought = shop.bought(alice)
    first, second = shop.hold(alice, 200), shop.hold(alice, 100)
    shop.fake.refund(bought.payment_ref)
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 300, False)
    release_holds(refs=[first])
    capture_holds(refs=[second])
    assert pay_debts() == 1
    assert standing(alice.ledger_owner) == (0, 100, False)


def test_two_disputes_freeze_until_both_are_decided(shop, alice):
    disputes = [shop.fake.dispute(shop.bought(alice).payment_ref) for _ in range(2)]
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 0, True)
    shop.fake.decide(disputes[0]["id"], "won")
    shop.tell()
    assert standing(alice.ledger_owner) == (500, 0, True)
    shop.fake.decide(disputes[1]["id"], "won")
    shop.tell()
    assert standing(alice.ledger_owner) == (1000, 0, False)


def test_a_dispute_freezes_nobody_else(shop, alice):
    bob = make_person("bob")
    shop.bought(bob)
    shop.fake.dispute(shop.bought(alice).payment_ref)
    shop.tell()
    assert (standing(alice.ledger_owner)[2], standing(bob.ledger_owner)) == (True, (500, 0, False))


FRAMES = 4


@pytest.mark.parametrize("ending", ["lost", "won"])
def test_a_dispute_during_a_running_animation_lets_the_paid_frame_finish_and_releases_the_rest(
    shop, harness: Harness, alice, ending
):
    bought = shop.bought(alice, shop.pack(credits=FRAMES * PER_FRAME, amount_minor=500))
    animation = harness.start(alice, frames=FRAMES)
    calls = []

    def reach(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.CLAIMED:
            calls.append(checkpoint)
            if len(calls) == 2:  # the second frame is being painted and paid for
                shop.fake.dispute(bought.payment_ref)
                shop.tell()

    harness.run(replace(harness.render_context(), on_checkpoint=reach))
    animation = Animation.objects.get(pk=animation.pk)
    receipt = receipt_for(animation.group_key)
    assert (animation.state, animation.failure) == ("partial", "frozen")
    assert (receipt.held, receipt.charged, receipt.released) == (0, 2 * PER_FRAME, (FRAMES - 2) * PER_FRAME)
    assert len(harness.arrivals()) == 2
    settle_parties(now=shop.now())
    assert standing(alice.ledger_owner) == (0, 2 * PER_FRAME, True)
    shop.fake.decide(next(iter(shop.fake.disputes)), ending)
    shop.tell()
    expected = (0, 2 * PER_FRAME, True) if ending == "lost" else ((FRAMES - 2) * PER_FRAME, 0, False)
    assert standing(alice.ledger_owner) == expected


def test_a_queued_animation_of_somebody_frozen_ends_unpainted(shop, harness: Harness, alice):
    bought = shop.bought(alice)
    animation = harness.start(alice, frames=3)
    shop.fake.dispute(bought.payment_ref)
    shop.tell()
    harness.run(harness.render_context())
    animation = Animation.objects.get(pk=animation.pk)
    assert (animation.state, animation.failure, harness.arrivals()) == ("failed", "frozen", [])
    assert standing(alice.ledger_owner) == (0, 0, True)


def test_an_animation_that_was_started_while_the_freeze_came_is_stopped_by_the_next_sweep(
    shop, harness: Harness, alice
):
    shop.bought(alice)
    animation = harness.start(alice, frames=3)
    shop.fake.dispute(shop.bought(alice).payment_ref, status="warning_needs_response")
    shop.tell()
    Animation.objects.filter(pk=animation.pk).update(failure="")
    settle_parties(now=shop.now())
    assert Animation.objects.get(pk=animation.pk).state == "failed"


@pytest.fixture
def paid_off(shop, alice):
    """Alice owed credits once and has paid them: her debt is there, is nothing, and is older than what she buys now."""
    bought = shop.bought(alice)
    shop.spend(alice, 500)
    shop.fake.refund(bought.payment_ref)
    shop.tell()
    shop.bought(alice)
    assert standing(alice.ledger_owner) == (0, 0, False)


def test_somebody_who_owed_once_gives_a_pack_back(shop, alice, paid_off):
    """Their debt is locked before the newer lot, as everywhere; the watch over locks sees it."""
    refund_own(purchase=shop.bought(alice), now=shop.now())
    assert standing(alice.ledger_owner) == (0, 0, False)


def test_somebody_who_owed_once_buys_a_pack_of_which_a_part_went_back_already(shop, alice, paid_off):
    shop.bought(alice)
    shop.fake.refund(shop.pay(shop.want(alice)), 200)
    shop.tell()
    assert standing(alice.ledger_owner) == (800, 0, False)


def test_a_pack_that_pays_a_debt_and_went_back_in_part_thaws_when_nothing_is_owed_any_more(shop, alice, lost):
    shop.fake.refund(shop.pay(shop.want(alice)), 250)
    shop.tell()
    assert standing(alice.ledger_owner) == (0, 50, True)
    shop.fake.refund(shop.pay(shop.want(alice)), 100)
    shop.tell()
    assert standing(alice.ledger_owner) == (350, 0, False)


def test_freezes_of_one_person_are_decided_in_one_order_whatever_order_their_disputes_stand_in(shop, alice):
    made = [shop.fake.dispute(shop.bought(alice).payment_ref)["id"] for _ in range(3)]
    shop.tell()
    for one in reversed(made):  # PostgreSQL moves what is changed behind the rest
        Dispute.objects.filter(provider_id=one).update(reason="moved")
        Purchase.objects.filter(disputes__provider_id=one).update(looked_at=shop.now())

    with CaptureQueriesContext(connection) as asked:
        freeze_or_thaw(ledger_owner=alice.ledger_owner, now=shop.now())

    found = re.findall(r"\"cause\" = 'dispute:(\w+)'", " ".join(one["sql"] for one in asked))
    assert list(dict.fromkeys(found)) == made
