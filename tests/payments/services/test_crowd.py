"""Many buyers and many messages at once: every payment is granted exactly once, however it is told."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from apps.common.models import Alarm
from apps.credits.findings import findings
from apps.credits.models import Transfer
from apps.payments.models import Audit, Purchase, WebhookEvent
from apps.payments.provider import ProviderUnavailable
from apps.payments.services.audits import SILENT, audit_due, run_audit
from apps.payments.services.reconciliation import reconcile_payments
from apps.payments.services.settle import settle_purchase
from apps.payments.services.webhook_events import process_webhook_event
from tests.factories.accounts import make_person
from tests.factories.alarms import alarms_raised
from tests.payments.shop import Shop, standing
from tests.sizes import sizes

DELIVERIES = 20


def crowd(shop: Shop, purchases: int) -> list[Purchase]:
    pack = shop.pack()
    return [shop.want(make_person(f"p{number}"), pack) for number in range(purchases)]


def grants() -> Counter[str]:
    return Counter(Transfer.objects.filter(debit__code="issued:bought").values_list("key", flat=True))


@pytest.mark.parametrize("purchases", sizes(small=3, full=50))
@pytest.mark.django_db(transaction=True)
def test_purchases_told_forty_times_each_by_eight_threads_while_buyers_come_back_are_granted_once_each(shop, purchases):
    wanted = crowd(shop, purchases)
    for purchase in wanted:
        shop.fake.start_slow_payment(purchase.session_id)
        shop.fake.end_slow_payment(purchase.session_id, succeeded=True)
    letters = shop.fake.messages() * DELIVERIES
    assert (len(letters), len({body for body, _ in letters})) == (2 * purchases * DELIVERIES, 2 * purchases)
    errands = [("post", letter) for letter in letters] + [("return", purchase.pk) for purchase in wanted * 2]
    shop.random.shuffle(errands)
    local, statuses = threading.local(), []

    def run(errand: tuple[str, object]) -> None:
        kind, what = errand
        if kind == "return":
            settle_purchase(what, now=shop.now())
            return
        if not hasattr(local, "browser"):
            local.browser = Client()
        statuses.append(shop.post(what, local.browser))
        newest = WebhookEvent.objects.filter(processed_at=None).order_by("?").values_list("pk", flat=True).first()
        if newest is not None:
            process_webhook_event(newest, now=shop.now())

    def part(mine: list[tuple[str, object]]) -> None:
        try:
            for errand in mine:
                run(errand)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(part, errands[number::8]) for number in range(8)]:
            done.result()
    shop.work()
    assert statuses == [200] * len(letters)
    assert WebhookEvent.objects.count() == 2 * purchases
    assert grants() == {purchase.grant_key: 1 for purchase in wanted}
    assert set(Purchase.objects.values_list("state", flat=True)) == {"paid"}
    assert findings(deep=False) == []


@pytest.mark.parametrize("purchases", sizes(small=10, full=50))
@pytest.mark.django_db
@pytest.mark.both_databases
def test_when_all_messages_are_lost_the_reconciler_grants_every_purchase_on_its_next_run_once(
    shop, settings, purchases
):
    wanted = crowd(shop, purchases)
    for purchase in wanted:
        shop.pay(purchase)
    Purchase.objects.filter(pk__in=[purchase.pk for purchase in wanted[:5]]).update(session_id=None, state="new")
    healed = reconcile_payments(now=shop.now() + timedelta(minutes=30))
    assert (len(healed), all(one.is_late for one in healed)) == (purchases, True)
    assert grants() == {purchase.grant_key: 1 for purchase in wanted}
    assert reconcile_payments(now=shop.now() + timedelta(minutes=90)) == []
    assert grants() == {purchase.grant_key: 1 for purchase in wanted}
    assert findings(deep=False) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_what_a_reconciler_heals_late_is_an_alarm_and_an_abandoned_checkout_is_none(shop):
    abandoned, late = shop.want(), shop.want()
    shop.pay(late)
    shop.fake.forward(3700)
    healed = reconcile_payments(now=shop.now() + timedelta(minutes=62))
    assert {one.name: (one.was, one.became, one.is_late) for one in healed} == {
        str(abandoned.pk): ("open", "expired", False),
        str(late.pk): ("open", "paid", True),
    }
    assert alarms_raised() == ["1 purchases were not what the provider says"]
    assert str(late.pk) in Alarm.objects.get().text


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_payment_that_came_a_moment_ago_is_granted_and_is_no_alarm(shop):
    purchase = shop.want()
    shop.pay(purchase)
    assert [one.is_late for one in reconcile_payments(now=shop.now())] == [False]
    assert standing(purchase.ledger_owner) == (500, 0, False)


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("what", ["refund", "late failure", "dispute", "verdict"])
def test_what_happened_to_an_old_payment_is_found_without_any_message(shop, what):
    purchase = shop.bought()
    if what in ("late failure", "verdict"):
        shop.fake.refund(purchase.payment_ref, 100) if what == "late failure" else shop.fake.dispute(
            purchase.payment_ref
        )
        shop.tell()
    days = 60 * 24 * 3600
    shop.fake.forward(days)
    now = shop.now() + timedelta(seconds=days)
    if what == "refund":
        shop.fake.refund(purchase.payment_ref, 200)
    elif what == "late failure":
        shop.fake.change_refund(next(iter(shop.fake.refunds)), "failed")
    elif what == "dispute":
        shop.fake.dispute(purchase.payment_ref)
    else:
        shop.fake.decide(next(iter(shop.fake.disputes)), "won")
    assert [one.name for one in reconcile_payments(now=now)] == [str(purchase.pk)]
    expected = {"refund": (300, 0, False), "dispute": (0, 0, True)}.get(what, (500, 0, False))
    assert standing(purchase.ledger_owner) == expected
    assert reconcile_payments(now=now) == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_slow_payment_whose_message_was_lost_is_found_after_weeks(shop):
    purchase = shop.want()
    shop.fake.start_slow_payment(purchase.session_id)
    shop.tell()
    week = 9 * 24 * 3600
    shop.fake.forward(week)
    shop.fake.end_slow_payment(purchase.session_id, succeeded=True)
    shop.fake.forward(week)  # beyond what the provider lists
    assert len(reconcile_payments(now=shop.now() + timedelta(seconds=2 * week))) == 1
    assert standing(purchase.ledger_owner) == (500, 0, False)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_purchase_that_only_the_provider_knows_is_a_finding_and_a_stranger_s_sale_is_none(shop):
    purchase = shop.want()
    shop.pay(purchase)
    Purchase.objects.all().delete()  # as after a restored backup
    stranger = shop.want()
    shop.fake.sessions[stranger.session_id].update(metadata={}, client_reference_id="somebody else's shop")
    Purchase.objects.all().delete()
    found = reconcile_payments(now=shop.now())
    assert [str(one) for one in found] == [f"{purchase.pk}: known to the provider, now unknown here"]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_lists_longer_than_a_page_are_read_to_their_end(shop):
    purchase = shop.bought(pack=shop.pack(credits=5000, amount_minor=5000))
    for _ in range(130):
        shop.fake.refund(purchase.payment_ref, 10)
    assert len(reconcile_payments(now=shop.now())) == 1
    assert standing(purchase.ledger_owner) == (5000 - 1300, 0, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_the_sweeper_asks_for_an_audit_once_an_hour_and_sooner_after_silence(shop):
    now = shop.now()

    def due(minutes: float) -> int:
        audit_due(now=now + timedelta(minutes=minutes))
        return Audit.objects.count()

    assert [due(0), due(1)] == [1, 1]
    run_audit(Audit.objects.latest("began_at").pk, now=now)
    assert [due(59), due(60)] == [1, 2]
    shop.fake.next("reset", times=3)
    audit = Audit.objects.latest("began_at")
    run_audit(audit.pk, now=now)
    audit.refresh_from_db()
    assert (audit.findings, due(69), due(70)) == (SILENT, 2, 3)
    assert due(81) == 4  # the worker that should have looked died


@pytest.mark.django_db
def test_a_provider_that_goes_silent_in_the_middle_is_no_clean_audit(shop):
    shop.pay(shop.want())
    shop.fake.when_prompt_contains("/v1/checkout/sessions/", "reset")
    with pytest.raises(ProviderUnavailable):
        reconcile_payments(now=shop.now())


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
def test_an_answer_of_the_provider_that_was_overtaken_by_a_newer_one_is_not_written_over_it(shop):
    purchase = shop.bought()
    made = shop.fake.dispute(purchase.payment_ref)
    shop.tell()
    asked = len(shop.fake.requests("GET", "/v1/disputes"))
    shop.fake.next("ok", times=3)  # the session, the payment, the refunds; and then the disputes
    shop.fake.next("late", seconds=1.5)

    def look() -> None:
        try:
            settle_purchase(purchase.pk, now=shop.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(look)
        while len(shop.fake.requests("GET", "/v1/disputes")) == asked:
            time.sleep(0.01)
        time.sleep(0.1)
        shop.fake.decide(made["id"], "won")
        shop.tell()
        assert not slow.done()
        assert standing(purchase.ledger_owner) == (500, 0, False)
        slow.result()
    assert standing(purchase.ledger_owner) == (500, 0, False)
