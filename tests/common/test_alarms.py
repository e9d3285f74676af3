"""Alarms: collected in a table, mailed as one summary at a time, never inside a request."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from apps.common.alarms import KEEP, MAIL_PAUSE, collect, mail_alarms, mail_in_a_sweep, raise_alarm
from apps.common.models import Alarm

pytestmark = pytest.mark.django_db

FAILING = "tests.common.failing_urls"


@pytest.fixture(autouse=True)
def operators(settings) -> None:
    settings.ADMINS = [("operator", "ops@example.com")]


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls(FAILING)
def test_however_often_an_error_is_provoked_it_is_one_mail():
    client = Client(raise_request_exception=False)
    statuses = {client.get(f"/fail/{number}/").status_code for number in range(200)}
    assert (statuses, mail.outbox) == ({500}, [])
    assert mail_alarms(now=timezone.now()) == 1
    (letter,) = mail.outbox
    assert letter.subject == "[gifsite] RuntimeError at /fail/<int:number>/"
    assert "(200 times)" in letter.body
    assert "the thing that broke" in letter.body
    assert mail_alarms(now=timezone.now()) == 0


def test_a_wrong_host_is_refused_and_alarms_nobody():
    assert {Client().get("/", headers={"host": "evil.example"}).status_code for _ in range(20)} == {400}
    assert (Alarm.objects.count(), mail.outbox) == (0, [])


@pytest.mark.urls(FAILING)
def test_an_error_is_logged_once(caplog):
    Client(raise_request_exception=False).get("/fail/1/")
    assert [record.levelname for record in caplog.records if record.name == "django.request"] == ["ERROR"]
    assert not [
        handler for handler in logging.getLogger("django").handlers if isinstance(handler, logging.StreamHandler)
    ]


def test_different_alarms_share_a_mail_and_the_next_waits():
    now = timezone.now()
    collect("A", "first", key="a", now=now)
    collect("B", "second", key="b", now=now)
    assert mail_alarms(now=now) == 2
    collect("C", "third", key="c", now=now)
    assert mail_alarms(now=now + MAIL_PAUSE - timedelta(seconds=1)) == 0
    assert mail_alarms(now=now + MAIL_PAUSE) == 1
    assert [letter.subject for letter in mail.outbox] == ["[gifsite] 2 alarms, the first: A", "[gifsite] C"]


def test_a_mail_server_that_refuses_loses_no_alarm(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    now = timezone.now()
    collect("A", "text", key="a", now=now)
    mail_alarms(now=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_alarms(now=now + MAIL_PAUSE) == 1
    assert [letter.subject for letter in mail.outbox] == ["[gifsite] A"]


def test_an_alarm_of_a_transaction_that_fails_is_no_alarm(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        raise_alarm("A", "text")
    assert Alarm.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        raise_alarm("A", "text")
    assert list(Alarm.objects.values_list("subject", "count")) == [("A", 1)]


def test_a_sweep_mails_and_forgets_what_is_old():
    now = timezone.now()
    collect("A", "text", key="a", now=now)
    mail_in_a_sweep(now=now)
    assert (len(mail.outbox), Alarm.objects.count()) == (1, 1)
    mail_in_a_sweep(now=now + KEEP + timedelta(seconds=1))
    assert (len(mail.outbox), Alarm.objects.count()) == (1, 0)
