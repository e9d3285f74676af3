"""What the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.payments.models import Pack, Purchase
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def bought(shop):
    return shop.bought(make_person("alice"))


def pack(**changes: object) -> Pack:
    return Pack(
        **{"label": "x", "credits": 1, "currency": "usd", "amount_minor": 1, "since": date(2026, 1, 2), **changes}
    )


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("pack_holds_something", {"credits": 0}),
        ("pack_holds_something", {"amount_minor": 0}),
        ("pack_ends_after_it_begins", {"until": date(2026, 1, 1)}),
        ("pack_currency_is_small", {"currency": "USD"}),
        ("pack_currency_is_small", {"currency": "us"}),
    ],
)
def test_a_pack_that_makes_no_sense_is_refused(name, changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        pack(**changes).save()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("paid_purchase_has_its_lot", {"lot": None}),
        ("paid_purchase_has_its_lot", {"state": "open"}),
        ("purchase_state_is_known", {"state": "lost", "lot": None}),
        ("refunded_at_most_what_was_paid", {"refunded_minor": 501}),
    ],
)
def test_a_purchase_that_makes_no_sense_is_refused(bought, name, changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Purchase.objects.filter(pk=bought.pk).update(**changes)


def test_a_second_purchase_of_one_checkout_or_payment_or_lot_is_refused(shop, bought):
    other = shop.bought()
    for field in ("session_id", "payment_ref", "lot_id"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Purchase.objects.filter(pk=other.pk).update(**{field: getattr(bought, field)})
