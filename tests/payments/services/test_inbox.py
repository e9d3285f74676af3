"""What becomes of a message after it was kept."""

from datetime import timedelta

import pytest

from apps.payments.models import WebhookEvent
from apps.payments.services.inbox import LONGEST_WAIT, MAX_ATTEMPTS, announce_due
from apps.payments.services.webhook_events import process_webhook_event
from tests.factories.alarms import alarms_raised
from tests.payments.shop import standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_a_message_waits_longer_and_longer_for_a_provider_that_is_away_and_is_given_up_with_an_alarm(shop, settings):
    settings.ADMINS = [("operator", "operator@example.com")]
    shop.pay(shop.want())
    settings.STRIPE_BASE_URL = "http://127.0.0.1:9"  # nothing listens there
    settings.STRIPE_SECRET_KEY = "sk_test_another"
    assert shop.post(shop.fake.messages()[0]) == 200
    settings.STRIPE_SECRET_KEY = ""  # the provider is not configured any more, which is the quickest way to be away
    webhook_event, waits = WebhookEvent.objects.get(), []
    for _ in range(MAX_ATTEMPTS):
        now = shop.now()
        process_webhook_event(webhook_event.pk, now=now)
        webhook_event.refresh_from_db()
        waits.append(webhook_event.due_at - now)
    assert waits[:4] == [timedelta(seconds=5 * 2**attempts) for attempts in range(4)]
    assert (max(waits), sorted(waits)) == (LONGEST_WAIT, waits)
    (subject,) = alarms_raised()
    assert (webhook_event.processed_at is not None, "was given up" in subject) == (True, True)


def test_a_hint_is_sent_for_a_message_that_nobody_worked_and_not_in_every_sweep(shop):
    purchase = shop.want()
    shop.pay(purchase)
    shop.post(shop.fake.messages()[0])
    later = shop.now() + timedelta(seconds=6)
    assert [announce_due(now=shop.now()), announce_due(now=later), announce_due(now=later)] == [0, 1, 0]
    assert announce_due(now=later + timedelta(seconds=31)) == 1
    shop.work()
    assert announce_due(now=later + timedelta(hours=1)) == 0
    assert standing(purchase.ledger_owner) == (500, 0, False)


def test_a_message_that_our_own_code_cannot_work_is_put_off_and_holds_up_no_other(shop):
    poison = WebhookEvent.objects.create(
        provider="stripe", event_id="evt_0", kind="refund.created", payload=["no", "mapping"]
    )
    purchase = shop.want()
    shop.pay(purchase)
    shop.tell()
    poison.refresh_from_db()
    assert (poison.processed_at, poison.attempts, "AttributeError" in poison.note) == (None, 1, True)
    assert standing(purchase.ledger_owner) == (500, 0, False)


@pytest.mark.parametrize("text", ["\\ud800", "a\\u0000b", "\\\\u0000"])
def test_a_text_that_no_database_takes_is_kept_without_the_part_that_it_does_not_take(shop, text):
    body = f'{{"id": "evt_{text}", "type": "refund.created", "data": {{"object": {{"reason": "{text}"}}}}}}'
    assert shop.post(shop.fake.signed(body.encode())) == 200
    assert shop.post(shop.fake.signed(body.encode())) == 200
    assert WebhookEvent.objects.count() == 1


def test_a_warning_of_fraud_is_an_alarm_and_takes_nothing(shop, settings):
    settings.ADMINS = [("operator", "operator@example.com")]
    purchase = shop.bought()
    shop.fake.warn(purchase.payment_ref)
    shop.fake.next("reset", times=3)
    shop.tell()
    assert alarms_raised() == []  # not told before the purchase was looked at, or every try would tell it again
    shop.work()
    assert alarms_raised() == [f"A bank warns of fraud: purchase {purchase.pk}"]
    assert standing(purchase.ledger_owner) == (500, 0, False)
