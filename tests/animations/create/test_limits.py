"""The create page's form, sent too often: a page that says when to return, nothing made and nothing charged."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation
from apps.credits.selectors import balance_of
from tests.animations.web.test_pages import send, signed_in
from tests.factories.accounts import make_person
from tests.sizes import large

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice():
    return make_person("alice", credits=20)


@pytest.mark.parametrize("what", ["submit", "upload"])
@pytest.mark.parametrize("kind", ["account", large("address")])
def test_the_create_page_refuses_with_a_page_when_sent_too_often(settings, alice, portrait, what, kind):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, what: {**settings.RATE_LIMITS[what], kind: "1/10 minutes"}}
    bob = signed_in(make_person("bob", credits=20))
    client = signed_in(alice)
    assert send(client, portrait).status_code == 302
    refused = send(client, portrait, request_key="k2", prompt="joy")
    assert refused.status_code == 429
    assert 590 <= int(refused.headers["retry-after"]) <= 600
    assert re.search(r'<p class="lead">(.*?)</p>', refused.content.decode()).group(1) == (
        "Too many requests. Nothing was charged. Try again in 10 minutes."
    )
    assert Animation.objects.count() == 1
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 17
    assert send(bob, portrait).status_code == (302 if kind == "account" else 429)


def test_a_form_sent_twice_is_no_second_upload(settings, alice, portrait):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "upload": {"account": "1/minute", "address": "1/minute"}}
    client: Client = signed_in(alice)
    assert [send(client, portrait).status_code for _ in range(2)] == [302, 302]
