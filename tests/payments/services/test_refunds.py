"""Money that goes back from our side: by the buyer while a pack is untouched, by staff for a reason."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from apps.payments.models import ASKED, Refund
from apps.payments.provider import ANSWER_TAKES, ProviderRefused
from apps.payments.services.refund_rules import CHANGE_OF_MIND, NotRefundable, refundable_minor, why_not_refundable
from apps.payments.services.refunds import refund_by_staff, refund_own
from apps.payments.services.unanswered_refunds import announce_waiting, resend_refund
from tests.factories.accounts import make_person
from tests.factories.alarms import alarms_raised
from tests.payments.shop import standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def alice():
    return make_person("alice")


@pytest.fixture
def staff():
    return make_person("staff")


def test_a_buyer_who_changed_their_mind_gets_the_whole_price_of_an_untouched_pack_back(shop, alice):
    bought = shop.bought(alice)
    refund = refund_own(purchase=bought, now=shop.now())
    assert (refund.status, refund.amount_minor, refund.asked_by) == ("succeeded", 500, alice)
    assert standing(alice.ledger_owner) == (0, 0, False)
    shop.tell(copies=2, shuffled=True)
    assert (Refund.objects.count(), standing(alice.ledger_owner)) == (1, (0, 0, False))
    with pytest.raises(NotRefundable, match="returned, and \\$5.00 was refunded"):
        refund_own(purchase=bought, now=shop.now())


def test_a_pack_of_which_a_credit_was_used_or_is_held_is_not_refunded_by_its_buyer(shop, alice):
    bought = shop.bought(alice)
    shop.hold(alice, 1)
    with pytest.raises(NotRefundable, match="used or reserved"):
        refund_own(purchase=bought, now=shop.now())
    assert (standing(alice.ledger_owner), shop.fake.refunds) == ((499, 0, False), {})


def test_the_right_ends_after_fourteen_days_and_with_a_dispute(shop, alice):
    bought = shop.bought(alice)
    at = bought.paid_at + CHANGE_OF_MIND
    assert [bool(why_not_refundable(bought, now=at + timedelta(seconds=more))) for more in (0, 1)] == [False, True]
    shop.fake.dispute(bought.payment_ref, status="warning_needs_response")
    shop.tell()
    assert why_not_refundable(bought, now=at) == "Your bank is already disputing this payment, so the bank decides."


def test_a_dispute_that_was_decided_for_us_takes_no_right_away(shop, alice):
    bought = shop.bought(alice)
    disputed = shop.fake.dispute(bought.payment_ref)
    shop.tell()
    shop.fake.decide(disputed["id"], "won")
    shop.tell()
    assert why_not_refundable(bought, now=shop.now()) == ""
    assert refund_own(purchase=bought, now=shop.now()).status == "succeeded"
    assert standing(alice.ledger_owner) == (0, 0, False)


def test_an_unpaid_purchase_is_not_refunded(shop, alice, staff):
    wanted = shop.want(alice)
    for refund in (
        lambda: refund_own(purchase=wanted, now=shop.now()),
        lambda: refund_by_staff(purchase=wanted, amount_minor=1, reason="x", staff=staff, now=shop.now()),
    ):
        with pytest.raises(NotRefundable, match="Only a paid pack"):
            refund()


def test_staff_refund_a_part_for_a_reason_and_spent_credits_become_a_debt(shop, alice, staff):
    bought = shop.bought(alice)
    shop.spend(alice, 450)
    refund = refund_by_staff(purchase=bought, amount_minor=100, reason=" broken ", staff=staff, now=shop.now())
    assert (refund.reason, refund.asked_by, shop.fake.refunds[refund.provider_id]["amount"]) == ("broken", staff, 100)
    assert standing(alice.ledger_owner) == (0, 50, False)
    for amount, reason in ((401, "x"), (0, "x"), (100, "  ")):
        with pytest.raises(NotRefundable):
            refund_by_staff(purchase=bought, amount_minor=amount, reason=reason, staff=staff, now=shop.now())


def test_money_that_a_bank_took_is_not_refunded_as_well(shop, alice, staff):
    bought = shop.bought(alice)
    shop.fake.dispute(bought.payment_ref)
    shop.tell()
    with pytest.raises(NotRefundable, match="bank has this money"):
        refund_by_staff(purchase=bought, amount_minor=1, reason="x", staff=staff, now=shop.now())


@pytest.mark.parametrize("lost", ["reset", "done_then_reset"])
def test_a_refund_without_an_answer_is_asked_for_again_and_paid_once(shop, alice, lost):
    bought = shop.bought(alice)
    shop.fake.next(lost, times=3)
    refund = refund_own(purchase=bought, now=shop.now())
    assert (refund.status, standing(alice.ledger_owner)) == (ASKED, (0, 0, False))
    assert announce_waiting(now=shop.now()) == 0
    later = shop.now() + timedelta(minutes=2)
    assert [announce_waiting(now=later), announce_waiting(now=later)] == [1, 0]
    assert resend_refund(refund.pk, now=later).status == "succeeded"
    assert resend_refund(refund.pk, now=later) is None
    assert [one["amount"] for one in shop.fake.refunds.values()] == [500]
    assert standing(alice.ledger_owner) == (0, 0, False)


def test_a_refund_whose_answer_was_lost_is_not_paid_again_after_stripe_forgot_its_key(shop, alice, staff):
    bought = shop.bought(alice)
    shop.fake.next("done_then_reset", times=3)
    refund = refund_by_staff(purchase=bought, amount_minor=100, reason="x", staff=staff, now=shop.now())
    shop.fake._answered.clear()  # a day later
    assert resend_refund(refund.pk, now=shop.now() + timedelta(days=2)).status == "succeeded"
    assert len(shop.fake.refunds) == 1
    assert standing(alice.ledger_owner) == (400, 0, False)


def test_a_refund_that_is_refused_gives_the_credits_back_and_says_so(shop, alice, settings):
    settings.ADMINS = [("operator", "operator@example.com")]
    bought = shop.bought(alice)
    shop.fake.next("reset", times=3)
    refund = refund_own(purchase=bought, now=shop.now())
    shop.fake.dispute(bought.payment_ref, status="warning_needs_response")
    shop.fake.intents[bought.payment_ref]["status"] = "canceled"
    assert resend_refund(refund.pk, now=shop.now()).status == "failed"
    assert standing(alice.ledger_owner) == (500, 0, True)
    assert any("A refund was refused" in subject for subject in alarms_raised())


def test_a_refund_that_fails_days_later_gives_the_credits_back(shop, alice):
    refund = refund_own(purchase=shop.bought(alice), now=shop.now())
    shop.fake.change_refund(refund.provider_id, "failed")
    shop.tell()
    assert standing(alice.ledger_owner) == (500, 0, False)
    assert why_not_refundable(Refund.objects.get().purchase, now=shop.now()) == ""


def test_a_refund_that_somebody_else_s_program_made_is_noted_whatever_it_calls_itself(shop, alice):
    bought = shop.bought(alice)
    for request_id in ("not an id of ours", str(uuid.uuid4())):
        made = shop.fake.refund(bought.payment_ref, 100)
        made["metadata"]["request_id"] = request_id
    shop.tell()
    assert standing(alice.ledger_owner) == (300, 0, False)


def test_a_refused_refund_tells_people_no_more_than_that(shop, alice, staff):
    bought = shop.bought(alice)
    shop.fake.intents[bought.payment_ref]["status"] = "canceled"
    with pytest.raises(ProviderRefused) as refused:
        refund_by_staff(purchase=bought, amount_minor=1, reason="x", staff=staff, now=shop.now())
    assert refused.value.says == "The payment service refused this."
    assert "successful charge" in str(refused.value)


def test_the_limits_of_a_refund_are_what_people_are_told(shop, alice, staff):
    bought = shop.bought(alice)
    late = bought.paid_at + timedelta(days=14, seconds=1)
    assert why_not_refundable(bought, now=late) == "Returns are possible for 14 days after purchase."
    assert why_not_refundable(bought, now=bought.paid_at + timedelta(days=14)) == ""
    refund = refund_by_staff(purchase=bought, amount_minor=100, reason="r" * 201, staff=staff, now=shop.now())
    assert refund.reason == "r" * 200
    bought.refresh_from_db()
    assert (refundable_minor(bought), bought.refunded_minor) == (400, 100)
    assert (
        why_not_refundable(bought, now=bought.paid_at) == "$1.00 of it was already refunded. Email us about the rest."
    )
    with pytest.raises(NotRefundable, match="At most 400 can still be refunded") as refused:
        refund_by_staff(purchase=bought, amount_minor=401, reason="x", staff=staff, now=shop.now())
    assert refused.value.says == str(refused.value)
    assert (
        refund_by_staff(purchase=bought, amount_minor=400, reason="x", staff=staff, now=shop.now()).amount_minor == 400
    )
    bought = type(bought).objects.get(pk=bought.pk)
    assert refundable_minor(bought) == 0
    assert why_not_refundable(bought, now=bought.paid_at) == "This pack was returned, and $5.00 was refunded."


def test_the_smallest_refund_is_one_cent(shop, alice, staff):
    bought = shop.bought(alice)
    with pytest.raises(NotRefundable, match="At most 500"):
        refund_by_staff(purchase=bought, amount_minor=0, reason="x", staff=staff, now=shop.now())
    assert refund_by_staff(purchase=bought, amount_minor=1, reason="x", staff=staff, now=shop.now()).amount_minor == 1


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        (ANSWER_TAKES, ANSWER_TAKES),
        (timedelta(minutes=10), timedelta(minutes=10)),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(hours=5), timedelta(hours=1)),
    ],
)
def test_a_refund_without_an_answer_is_announced_less_and_less_often(shop, alice, after, wait):
    bought = shop.bought(alice)
    shop.fake.next("reset", times=3)
    now = shop.now()
    refund = refund_own(purchase=bought, now=now)
    assert (refund.created_at, refund.due_at) == (now, now + ANSWER_TAKES)
    assert announce_waiting(now=now + after) == 1
    refund.refresh_from_db()
    assert refund.due_at == now + after + wait


@pytest.mark.parametrize("by_staff", [False, True])
def test_a_refund_that_is_asked_for_has_time_for_its_answer(shop, alice, staff, by_staff):
    bought = shop.bought(alice)
    shop.fake.next("reset", times=3)
    now = shop.now()
    if by_staff:
        refund_by_staff(purchase=bought, amount_minor=5, reason="x", staff=staff, now=now)
    else:
        refund_own(purchase=bought, now=now)
    assert Refund.objects.get().due_at == now + ANSWER_TAKES


def test_a_refund_under_way_is_said_to_be_on_its_way_and_takes_its_credits_at_once(shop, alice):
    bought = shop.bought(alice)
    version = bought.version
    shop.fake.next("reset", times=3)
    refund_own(purchase=bought, now=shop.now())
    bought = type(bought).objects.get(pk=bought.pk)
    assert why_not_refundable(bought, now=shop.now()) == "A refund for this pack is already on its way."
    assert (standing(alice.ledger_owner), bought.version > version) == ((0, 0, False), True)


def test_what_a_refund_makes_somebody_owe_is_paid_at_once_from_their_other_packs(shop, alice, staff):
    bought = shop.bought(alice)
    shop.spend(alice, 400)
    shop.bought(alice)
    refund_by_staff(purchase=bought, amount_minor=500, reason="x", staff=staff, now=shop.now())
    assert standing(alice.ledger_owner) == (100, 0, False)


def test_staff_take_the_credits_back_although_the_provider_is_away(shop, alice, staff):
    bought = shop.bought(alice)
    shop.fake.next("reset", times=3)
    refund = refund_by_staff(purchase=bought, amount_minor=100, reason="x", staff=staff, now=shop.now())
    assert (refund.status, standing(alice.ledger_owner)) == (ASKED, (400, 0, False))


def test_of_refunds_without_an_answer_the_oldest_are_announced_by_a_message_each(shop, alice, settings):
    bought = shop.bought(alice)
    shop.fake.next("reset", times=3)
    refund = refund_own(purchase=bought, now=shop.now())
    folder = Path(settings.CELERY["broker_transport_options"]["data_folder_out"])
    before = set(folder.iterdir()) if folder.exists() else set()
    announce_waiting(now=refund.due_at)
    (message,) = set(folder.iterdir()) - before
    headers = json.loads(message.read_text())["headers"]
    assert (headers["task"], headers["argsrepr"]) == ("payments.refund", f"({refund.pk},)")
