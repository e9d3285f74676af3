"""A shop for tests: people who buy packs at the fake of Stripe, and messages that are delivered as the test likes."""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.common.units import Credits
from apps.credits.findings import findings
from apps.credits.models import Account, Purpose
from apps.credits.selectors import balance_of, owed_by
from apps.credits.services.holds import HoldRequest, capture_holds, hold_credits
from apps.credits.services.wallets import is_frozen
from apps.payments.models import Pack, Purchase, WebhookEvent
from apps.payments.provider import Order
from apps.payments.providers.stripe import StripeProvider
from apps.payments.services.checkout import start_purchase
from apps.payments.services.webhook_events import process_webhook_event
from tests.factories.accounts import make_person
from tests.fakes.stripe import FakeStripe

WEBHOOK = "/payments/stripe/webhook/"


class Shop:
    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake
        self.random = random.Random(20261123)
        self.told = 0
        self.browser = Client()

    @staticmethod
    def now() -> datetime:
        return timezone.now()

    @staticmethod
    def pack(currency: str = "usd", *, credits: int = 500, amount_minor: int = 500) -> Pack:
        return Pack.objects.get_or_create(
            label="Test",
            credits=credits,
            currency=currency,
            amount_minor=amount_minor,
            since=timezone.now().date(),
        )[0]

    def want(self, owner: User | None = None, pack: Pack | None = None) -> Purchase:
        """Somebody who stands before the checkout."""
        owner = owner or make_person("alice")
        return start_purchase(owner=owner, pack=pack or self.pack(), draft_id=None, now=self.now())

    def pay(self, purchase: Purchase) -> str:
        """The buyer pays; returns the payment's name. Nobody was told yet."""
        return self.fake.pay(purchase.session_id)["id"]

    def bought(self, owner: User | None = None, pack: Pack | None = None) -> Purchase:
        """A purchase that is paid and granted."""
        purchase = self.want(owner, pack)
        self.pay(purchase)
        self.tell()
        purchase.refresh_from_db()
        assert purchase.state == "paid"
        return purchase

    def post(self, letter: tuple[bytes, str], browser: Client | None = None) -> int:
        body, signature = letter
        answer = (browser or self.browser).post(
            WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature}
        )
        return answer.status_code

    def tell(self, *, copies: int = 1, shuffled: bool = False) -> None:
        """Deliver what happened since the last time, and have workers look at it."""
        letters = self.fake.messages()
        fresh, self.told = letters[self.told :], len(letters)
        self.deliver(fresh * copies, shuffled=shuffled)

    def deliver(self, letters: Sequence[tuple[bytes, str]], *, shuffled: bool = False) -> None:
        round_trip = list(letters)
        if shuffled:
            self.random.shuffle(round_trip)
        for letter in round_trip:
            assert self.post(letter) == 200
            self.work()

    def work(self) -> None:
        for event_pk in WebhookEvent.objects.filter(processed_at=None).values_list("pk", flat=True):
            process_webhook_event(event_pk, now=self.now())

    def spend(self, owner: User, amount: int) -> None:
        """So many credits are held and captured, as by one frame."""
        ref = self.hold(owner, amount)
        assert capture_holds(refs=[ref]) == amount

    def hold(self, owner: User, amount: int) -> str:
        ref = f"wanted:{uuid.uuid4()}"
        hold_credits(
            ledger_owner=owner.ledger_owner,
            hold_requests=[HoldRequest(ref, Credits(amount))],
            group_key="test",
            now=self.now(),
        )
        return ref


def open_another(purchase: Purchase) -> str:
    """A second checkout of one purchase, of which only the provider knows; its name there."""
    order = Order(
        purchase_id=str(purchase.pk),
        made_at=purchase.created_at,
        label=f"{purchase.credits} credits",
        currency=purchase.currency,
        amount_minor=purchase.amount_minor,
        email="alice@example.com",
        return_url="http://testserver/",
        cancel_url="http://testserver/",
    )
    return StripeProvider().open_session(order, key=str(uuid.uuid4())).id


def standing(ledger_owner: uuid.UUID) -> tuple[int, int, bool]:
    """What a person can spend, what they owe, and whether they are frozen; after a proof that the books are right."""
    assert findings(deep=False) == []
    lots = Account.objects.filter(ledger_owner=ledger_owner, purpose__in=[Purpose.LOT, Purpose.DEBT])
    assert all(account.available >= 0 for account in lots if account.purpose == Purpose.LOT)
    assert all(account.owed >= 0 for account in lots if account.purpose == Purpose.DEBT)
    return balance_of(ledger_owner, now=timezone.now()).available, owed_by(ledger_owner), is_frozen(ledger_owner)
