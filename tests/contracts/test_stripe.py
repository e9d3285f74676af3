"""The same questions to Stripe itself, in test mode: `STRIPE_TEST_KEY=sk_test_… python -m pytest tests/contracts`.

Nothing is paid: sessions are opened, read, listed and expired. Run it before a new version of Stripe's client is taken.
"""

import os
import socket
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.payments.provider import Order, ProviderFailed, ProviderRefused, SessionStatus
from apps.payments.providers.stripe import StripeProvider

KEY = os.environ.get("STRIPE_TEST_KEY", "")
pytestmark = pytest.mark.skipif(not KEY, reason="STRIPE_TEST_KEY is not set")


@pytest.fixture(autouse=True)
def real_stripe(settings, monkeypatch):
    if not KEY.startswith("sk_test_"):
        pytest.fail("STRIPE_TEST_KEY must begin with sk_test_: these tests never touch real money")
    from tests import conftest

    monkeypatch.setattr(socket.socket, "connect", conftest._connect)  # the one place that may leave the machine
    settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL = KEY, ""


def order(**changes: object) -> Order:
    return Order(
        **{
            "purchase_id": str(uuid.uuid4()),
            "made_at": timezone.now(),
            "label": "500 credits",
            "currency": "usd",
            "amount_minor": 500,
            "email": "alice@example.com",
            "return_url": "https://example.com/back",
            "cancel_url": "https://example.com/cancel",
            **changes,
        }
    )


def test_a_checkout_is_opened_once_read_listed_and_expired():
    provider, wanted = StripeProvider(), order()
    opened = provider.open_session(wanted, key=f"contract:{wanted.purchase_id}")
    assert provider.open_session(wanted, key=f"contract:{wanted.purchase_id}").id == opened.id
    read = provider.session(opened.id)
    assert (read.purchase_id, read.status, read.is_paid) == (wanted.purchase_id, SessionStatus.OPEN, False)
    assert read.url.startswith("https://checkout.stripe.com/")
    touched = provider.objects_changed_since(timezone.now() - timedelta(minutes=5))
    assert any(names.purchase_id == wanted.purchase_id for names in touched)
    found = provider.sessions_of(wanted.purchase_id, since=wanted.made_at)
    assert [(one.id, one.url) for one in found] == [(opened.id, opened.url)]
    provider.expire_session(opened.id)
    assert provider.session(opened.id).status == SessionStatus.EXPIRED
    with pytest.raises(ProviderRefused):
        provider.expire_session(opened.id)


def test_a_key_that_was_used_for_another_order_has_failed_for_good():
    key = f"contract:{uuid.uuid4()}"
    StripeProvider().open_session(order(), key=key)
    with pytest.raises(ProviderFailed):
        StripeProvider().open_session(order(), key=key)


def test_an_amount_below_the_smallest_is_refused():
    with pytest.raises(ProviderRefused):
        StripeProvider().open_session(order(amount_minor=1), key=f"contract:{uuid.uuid4()}")


def test_an_unknown_checkout_is_refused():
    with pytest.raises(ProviderRefused):
        StripeProvider().session("cs_test_none")
