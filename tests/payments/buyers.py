"""A person who buys at the practice provider, through the pages alone, and the worker who reads what the provider says."""

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.payments.models import Pack, Purchase, WebhookEvent
from apps.payments.services.webhook_events import process_webhook_event
from tests.factories.accounts import make_person, signed_in

first_packs = import_module("apps.payments.migrations.0002_first_packs")


def stock_the_shelf() -> None:
    """The packs that a new site sells. A test that empties the database took them with it."""
    if not Pack.objects.exists():
        first_packs.sell(apps, None)


def pack(label: str = "Small", currency: str = "usd") -> Pack:
    return Pack.objects.get(label=label, currency=currency)


def workers_read_the_inbox() -> None:
    now = timezone.now() + timedelta(seconds=6)
    due = WebhookEvent.objects.filter(processed_at=None, due_at__lte=now).order_by("due_at")
    for event_pk in list(due.values_list("pk", flat=True)):
        process_webhook_event(event_pk, now=now)


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


@dataclass
class Buyer:
    user: User
    client: Client

    @classmethod
    def named(cls, name: str = "alice", *, credits: int = 0) -> "Buyer":
        user = make_person(name, credits=credits)
        return cls(user, signed_in(user))

    def draft(self, portrait: bytes, *, frames: int = 8, **fields: str) -> Animation:
        """A draft in the create page, kept because the balance was too small for it."""
        order = {"prompt": "rage", "frames": str(frames), "image": SimpleUploadedFile("p.jpg", portrait), **fields}
        self.client.post("/make/", order)
        return Animation.objects.get(owner=self.user, state="draft")

    def choose(self, chosen: Pack | None = None, *, draft: str = "") -> Purchase:
        """Press the button of a pack."""
        answer = self.client.post("/credits/buy/", {"pack": (chosen or pack()).pk, "draft": draft})
        assert answer.status_code == 303, answer.content.decode()[-2000:]
        return Purchase.objects.of(self.user).latest("created_at")

    def act(self, purchase: Purchase, act: str) -> HttpResponse:
        """Press a button of the practice checkout."""
        return self.client.post(f"/credits/practice/{purchase.session_id}/", {"act": act})

    def come_back(self, purchase: Purchase) -> HttpResponse:
        return self.client.get(f"/credits/purchases/{purchase.pk}/?back=1")

    def page(self, purchase: Purchase) -> HttpResponse:
        return self.client.get(f"/credits/purchases/{purchase.pk}/")

    def bought(self, chosen: Pack | None = None, *, draft: str = "") -> Purchase:
        purchase = self.choose(chosen, draft=draft)
        self.act(purchase, "card")
        self.come_back(purchase)
        purchase.refresh_from_db()
        return purchase


def headline(answer: HttpResponse) -> str:
    return re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", answer.content.decode(), re.DOTALL)[1]
