"""Free credits are for people. Who makes mailboxes by the hundred gets what a few networks get, and never more than the
day's budget; counted in the database, so with every rate limit switched off."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from apps.accounts.identity import is_throwaway
from apps.accounts.models import User
from apps.credits.findings import findings
from apps.credits.models import Account, Origin, PendingGrant
from apps.credits.selectors import balance_of
from apps.credits.services.free import grant_daily, keep_promises
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


def sign_up(address: str, *, network: str) -> Client:
    client = Client(REMOTE_ADDR=network)
    client.post("/accounts/signup/", {"email": address})
    client.post(
        "/accounts/confirm-email/", {"code": re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body)[1]}
    )
    mail.outbox.clear()
    return client


def prove(address: str, *, network: str) -> None:
    """What `sign_up` ends in, without its pages: seven hundred of those would take a minute."""
    user = User.objects.create_user(address)
    proved = EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    request = RequestFactory().get("/", REMOTE_ADDR=network)
    request.session = {}
    email_confirmed.send(sender=EmailAddress, request=request, email_address=proved)


def welcomed() -> int:
    return Account.objects.filter(origin=Origin.WELCOME).count()


@pytest.mark.large
def test_twenty_five_bots_of_each_network_get_what_networks_get_and_people_all_of_theirs(settings):
    networks = 20
    settings.WELCOME_CREDITS, settings.WELCOMES_PER_NETWORK_PER_DAY = 40, 10
    bots, people = 25 * networks, 10 * networks
    settings.FREE_CREDITS_PER_DAY = 40 * (10 * networks + people + 50)
    for number in range(bots):
        prove(f"bot{number}@farm{number % 7}.example", network=f"203.0.{number % networks}.{number % 250 + 1}")
    assert welcomed() == 10 * networks
    for number in range(people):
        prove(f"person{number}@office{number}.example", network=f"198.{number % 100}.{number // 100}.7")
    assert welcomed() == 10 * networks + people
    settings.FREE_CREDITS_PER_DAY = 40 * (10 * networks + people + 10)
    for number in range(30):
        prove(f"late{number}@farm.example", network=f"192.0.{number}.1")
    assert welcomed() == 10 * networks + people + 10
    assert findings(deep=False) == []


def test_the_newcomers_of_a_crowded_network_are_welcomed_on_the_days_after(settings):
    settings.WELCOME_CREDITS, settings.WELCOMES_PER_NETWORK_PER_DAY = 40, 2
    for number in range(5):
        sign_up(f"colleague{number}@office.example", network="2001:db8:7:7::" + str(number + 1))
    assert (welcomed(), PendingGrant.objects.count()) == (2, 3)
    now = timezone.now()
    kept = [keep_promises(now=now + timedelta(days=day)) for day in (0, 1, 2, 3)]
    assert (kept, welcomed()) == ([0, 2, 1, 0], 5)


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("a@mailinator.com", True),
        ("a@box.mailinator.com", True),
        ("A@MAILINATOR.COM", True),
        ("a@gmail.com", False),
        ("a@com", False),
    ],
)
def test_an_address_of_a_day_is_known_by_its_host(address, answer):
    assert is_throwaway(address) is answer


def test_an_address_of_a_day_may_sign_up_and_gets_nothing():
    client = sign_up("somebody@mailinator.com", network="198.51.100.9")
    assert welcomed() == 0
    assert "disposable" in client.get("/credits/").content.decode()


def test_the_credits_of_a_day_come_once_are_good_for_one_engine_and_end_at_midnight(settings):
    settings.DAILY_FREE_CREDITS, settings.FREE_CREDITS_PER_DAY = 8, 20
    now = timezone.now().replace(hour=12)
    people = [uuid.uuid4() for _ in range(3)]
    given = [
        grant_daily(ledger_owner=ledger_owner, person_mark=str(ledger_owner), engine="sketch", now=now)
        for ledger_owner in (*people, people[0])
    ]
    assert [grant is not None for grant in given] == [True, True, False, True]
    assert [balance_of(ledger_owner, now=now).available for ledger_owner in people] == [8, 8, 0]
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert balance_of(people[0], now=midnight).available == 0
    assert grant_daily(ledger_owner=people[2], person_mark=str(people[2]), engine="sketch", now=midnight) is not None


def come(address: str, *, network: str) -> Client:
    client = signed_in(User.objects.create_user(address))
    client.get("/make/", REMOTE_ADDR=network)
    return client


def free_today() -> int:
    return Account.objects.filter(origin=Origin.DAILY).count()


def test_a_network_gets_so_many_free_days_and_its_people_are_told_to_come_tomorrow(settings):
    settings.DAILY_FREE_CREDITS, settings.DAILY_FREE_PER_NETWORK_PER_DAY = 4, 2
    clients = [come(f"bot{number}@farm.example", network=f"203.0.113.{number}") for number in range(3)]
    assert free_today() == 2
    for path in ("/make/", "/credits/"):
        told = clients[2].get(path, REMOTE_ADDR="203.0.113.7").content.decode()
        assert "No free credits left for your network today" in told
        assert "Come back tomorrow" in told
    assert 'id="free-today"' not in clients[0].get("/credits/", REMOTE_ADDR="203.0.113.7").content.decode()
    come("neighbour@office.example", network="203.0.114.1")
    come("household@home.example", network="2001:db8:7:7::1")
    assert free_today() == 4
    assert findings(deep=False) == []


def test_a_used_up_budget_of_the_day_is_not_blamed_on_the_network(settings):
    settings.DAILY_FREE_CREDITS, settings.FREE_CREDITS_PER_DAY = 4, 4
    come("first@office.example", network="203.0.113.1")
    late = come("late@home.example", network="198.51.100.1")
    told = late.get("/make/", REMOTE_ADDR="198.51.100.1").content.decode()
    assert "free credits are gone" in told
    assert "your network" not in told
