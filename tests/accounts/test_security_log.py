"""The security log: what is written, who reads it, what operators are told, and that it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.security_event import EventKind, SecurityEvent
from apps.accounts.security_log import ACCOUNTS_A_DAY, FAILURES_AN_HOUR, LASTS, PAGE_SIZE, note, prune
from apps.common.models import Alarm
from tests.factories.accounts import PASSWORD, make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def kinds_of(user: User | None) -> list[str]:
    return list(SecurityEvent.objects.filter(user=user).order_by("at").values_list("kind", flat=True))


def test_a_sign_in_and_a_wrong_password_say_from_where():
    person = make_person()
    browser = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.9")
    browser.post("/accounts/login/", {"login": person.email, "password": "not this one"})
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert kinds_of(person) == ["wrong_password", "signed_in"]
    event = SecurityEvent.objects.latest("at")
    assert (event.network, event.device) == ("203.0.113.0", "Firefox on Windows")


def test_a_try_at_an_unknown_address_is_written_down_without_the_address():
    Client().post("/accounts/login/", {"login": "nobody@example.com", "password": "whatever"})
    event = SecurityEvent.objects.get()
    assert (event.kind, event.user) == ("wrong_password", None)
    assert len(event.mark) == 32
    assert "nobody" not in str(SecurityEvent.objects.values().get())


def test_tokens_passwords_archives_and_closing_are_written_down():
    person = make_person()
    browser = signed_in(person)
    browser.post("/accounts/tokens/", {"name": "bot", "scopes": ["read"], "days": "90"})
    browser.post(f"/accounts/tokens/{person.api_tokens.get().pk}/revoke/")
    browser.post("/accounts/data/start/")
    browser.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "an even longer one", "password2": "an even longer one"},
    )
    browser.post("/accounts/close/")
    assert kinds_of(person) == ["token_made", "token_revoked", "data_requested", "password_changed", "closing"]
    assert SecurityEvent.objects.get(kind="token_made").detail == "bot"


def test_everybody_reads_their_own_a_page_at_a_time():
    alice, bob = make_person("alice"), make_person("bob")
    note(EventKind.TOKEN_MADE, user=bob, detail="secret of bob")
    now = timezone.now()
    for number in range(PAGE_SIZE + 1):
        note(EventKind.TOKEN_MADE, user=alice, detail=f"token {number}")
    SecurityEvent.objects.update(at=now)
    browser = signed_in(alice)
    first = browser.get("/accounts/activity/")
    assert len(first.context["events"]) == PAGE_SIZE
    second = browser.get("/accounts/activity/", {"before": first.context["next_before"]})
    assert len(second.context["events"]) == 1
    assert "secret of bob" not in first.content.decode() + second.content.decode()
    assert "API token created" in first.content.decode()
    assert "Nothing yet" in signed_in(make_person("carol")).get("/accounts/activity/").content.decode()


def test_who_is_turned_away_is_written_down_once_an_hour(settings):
    settings.RATE_LIMITS_ENABLED = True
    limits = {**settings.RATE_LIMITS["sign_in"], "account": "1/hour"}
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": limits}
    person = make_person()
    for _ in range(4):
        Client().post("/accounts/login/", {"login": person.email, "password": "not this one"})
    assert kinds_of(person) == ["wrong_password", "refused"]


def test_operators_hear_once_of_many_failures_at_one_account():
    person = make_person()
    for _ in range(FAILURES_AN_HOUR + 3):
        note(EventKind.WRONG_CODE, user=person)
    assert [alarm.subject for alarm in Alarm.objects.all()] == ["Somebody keeps trying to get into an account"]
    assert person.email not in Alarm.objects.get().text


def test_failures_of_yesterday_do_not_count():
    person = make_person()
    for _ in range(FAILURES_AN_HOUR - 1):
        note(EventKind.WRONG_CODE, user=person)
    SecurityEvent.objects.update(at=timezone.now() - timedelta(hours=2))
    note(EventKind.WRONG_CODE, user=person)
    assert not Alarm.objects.exists()


def test_operators_hear_of_many_accounts_from_one_network(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.9")
    for number in range(ACCOUNTS_A_DAY):
        assert not Alarm.objects.exists()
        note(EventKind.SIGNED_UP, request=request, user=make_person(f"p{number}", password=None))
    assert Alarm.objects.get().text == f"{ACCOUNTS_A_DAY} in a day from 203.0.113.0."


def test_after_ninety_days_it_is_gone():
    note(EventKind.SIGNED_IN, user=make_person(password=None))
    now = timezone.now()
    assert prune(now=now + LASTS - timedelta(minutes=1)) == 0
    assert prune(now=now + LASTS + timedelta(minutes=1)) == 1


def test_what_an_operator_changes_is_seen_by_the_person(admin_client):
    person = make_person("alice")
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.contenttypes.models import ContentType

    LogEntry.objects.create(
        user=User.objects.get(is_superuser=True),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr="x",
        action_flag=CHANGE,
        change_message='[{"changed": {"fields": ["Active"]}}]',
    )
    assert kinds_of(person) == ["by_operator"]
    assert "Changed by an operator" in signed_in(person).get("/accounts/activity/").content.decode()
