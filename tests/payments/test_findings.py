"""What `ledger verify` finds: each disorder made on purpose, and found by its name."""

import uuid

import pytest
from django.utils import timezone

from apps.common.units import Credits
from apps.credits.findings import findings
from apps.credits.models import Account, Origin, SpendingBlock
from apps.credits.services.clawback import set_taken_back, write_off_expired
from apps.credits.services.grants import grant_credits
from apps.payments.models import Dispute, Purchase, Refund
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def bought(shop):
    return shop.bought(make_person("alice"))


def found(text: str) -> bool:
    return any(text in line for line in findings(deep=False))


def test_a_sound_house_has_nothing_to_find(shop, bought):
    shop.fake.refund(bought.payment_ref, 100)
    shop.fake.dispute(bought.payment_ref, 100)
    shop.tell()
    assert findings(deep=False) == []


def test_a_grant_without_a_purchase_and_a_purchase_without_a_grant_are_found(bought):
    grant_credits(
        ledger_owner=uuid.uuid4(),
        amount=Credits(5),
        source="issued:bought",
        label="x",
        key="purchase:none",
        origin=Origin.BOUGHT,
    )
    assert found("the grant purchase:none has no paid purchase")
    lot = grant_credits(
        ledger_owner=bought.ledger_owner, amount=Credits(5), source="issued:test", label="x", key="k"
    ).credit
    Purchase.objects.create(
        ledger_owner=bought.ledger_owner,
        pack=bought.pack,
        credits=5,
        currency="usd",
        amount_minor=5,
        provider="stripe",
        state="paid",
        lot=lot,
    )
    assert found("has no grant")


def test_a_grant_of_another_amount_or_to_another_person_is_found(bought):
    Purchase.objects.filter(pk=bought.pk).update(credits=501)
    assert found("promised 501 credits and granted 500")
    Purchase.objects.filter(pk=bought.pk).update(credits=500, ledger_owner=uuid.uuid4())
    assert found("granted to somebody or something else")


def test_credits_taken_back_without_a_reason_and_reasons_without_credits_taken_back_are_found(bought):
    set_taken_back(lot=bought.lot, level=Credits(7), reason="x")
    assert found("7 credits are taken back instead of 0")
    Refund.objects.create(purchase=bought, provider_id="re_1", amount_minor=9, status="succeeded")
    assert found("7 credits are taken back instead of 9")
    assert found("says 0 is refunded, its refunds say 9")
    gift = grant_credits(
        ledger_owner=bought.ledger_owner, amount=Credits(5), source="issued:test", label="x", key="k"
    ).credit
    set_taken_back(lot=gift, level=Credits(5), reason="x")
    assert found(f"credits of lot {gift.pk} are taken back without a purchase")


def test_a_freeze_without_a_dispute_and_a_dispute_without_a_freeze_are_found(bought):
    SpendingBlock.objects.create(ledger_owner=bought.ledger_owner, cause="dispute:none")
    assert found("nothing asks for the freeze for dispute:none")
    Dispute.objects.create(purchase=bought, provider_id="du_1", amount_minor=5, status="warning_needs_response")
    assert found("dispute:du_1 should freeze its buyer")


def test_an_expired_lot_is_written_off_a_week_later_once():
    now = timezone.now()
    lot = grant_credits(
        ledger_owner=uuid.uuid4(), amount=Credits(5), source="issued:test", label="x", key="k", expires_at=now
    ).credit
    day = timezone.timedelta(days=1)
    assert [write_off_expired(now=now + count * day) for count in (6, 7, 8)] == [0, 1, 0]
    assert Account.objects.get(pk=lot.pk).available == 0
    assert findings(deep=False) == []
