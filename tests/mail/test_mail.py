"""Mail that doesn't arrive: what its sender reads, and what is kept for operators."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.common.signals import sweeping
from apps.mail.bounces import Bounce, read_bounces
from apps.mail.models import UndeliveredKind, UndeliveredMail
from apps.mail.services import KEPT, note_undelivered
from tests.factories.accounts import PASSWORD, make_person, signed_in
from tests.mail.smtp_server import Post, mail_server

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = """From: MAILER-DAEMON@mail.example
To: no-reply@gifs.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Original-Recipient: rfc822;{address}
Final-Recipient: rfc822;forwarded@elsewhere.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <forwarded@elsewhere.example>: User unknown
--cut
Content-Type: message/rfc822

Subject: Your code

1234
--cut--
"""


@pytest.fixture
def post(settings) -> Iterator[Post]:
    with mail_server() as post:
        settings.EMAIL_BACKEND = "apps.mail.backend.RecordingBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield post


def sign_up(address: str, browser: Client | None = None):
    return (browser or Client()).post("/accounts/signup/", {"email": address})


def test_mail_that_the_server_takes_arrives(post):
    assert sign_up("new@example.com").status_code == 302
    ((recipients, text),) = post.letters
    assert (recipients, "code" in text, UndeliveredMail.objects.count()) == (["new@example.com"], True, 0)


def test_a_refused_address_is_a_page_that_says_so_and_is_put_on_the_list(post):
    post.replies["typo@example.com"] = "550 5.1.1 No such mailbox"
    browser = Client()
    response = sign_up("typo@example.com", browser)
    assert (response.status_code, "doesn't accept that address" in response.content.decode()) == (400, True)
    kept = UndeliveredMail.objects.get()
    assert (kept.address, kept.kind, kept.detail) == ("typo@example.com", "refused", "550 5.1.1 No such mailbox")
    assert sign_up("right@example.com", browser).status_code == 302, "the same browser tries again with the right one"
    assert [recipients for recipients, _ in post.letters] == [["right@example.com"]]


def test_a_busy_server_says_nothing_about_an_address(post):
    post.replies["new@example.com"] = "451 4.7.1 Try again later"
    response = sign_up("new@example.com")
    assert (response.status_code, response["retry-after"], UndeliveredMail.objects.count()) == (503, "120", 0)
    assert "Nothing was charged" in response.content.decode()


def test_a_server_that_is_away_costs_a_page_and_nothing_else(post, settings):
    person = make_person()
    settings.EMAIL_PORT = 1
    for address, form in (
        ("/accounts/signup/", {"email": "new@example.com"}),
        ("/accounts/login/code/", {"email": person.email}),
        ("/accounts/password/reset/", {"email": person.email}),
        ("/accounts/password/reset/", {"email": "nobody@example.com"}),
    ):
        response = Client().post(address, form)
        assert (response.status_code, "isn't answering right now" in response.content.decode()) == (503, True), address


def test_a_change_that_nobody_could_be_mailed_about_is_made(post, settings):
    person = make_person()
    settings.EMAIL_PORT = 1
    response = signed_in(person).post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "vurkel-93-brimz", "password2": "vurkel-93-brimz"},
    )
    assert response.status_code == 302
    assert User.objects.get(pk=person.pk).check_password("vurkel-93-brimz")


def test_a_report_names_the_address_that_we_wrote_to():
    said = "550 5.1.1 <forwarded@elsewhere.example>: User unknown"
    report = REPORT.format(address="alice@example.com", action="failed").encode()
    assert read_bounces(report) == [Bounce("alice@example.com", said)]


@pytest.mark.parametrize(
    "mail",
    [
        REPORT.format(address="alice@example.com", action="delayed").encode(),
        REPORT.format(address="no address", action="failed").encode(),
        b"Subject: Out of office\n\nBack on Monday.",
        b"",
        b"Content-Type: message/delivery-status\n\n\x00\xff",
    ],
    ids=["late", "nonsense", "out of office", "empty", "broken"],
)
def test_what_is_no_failure_names_nobody(mail):
    assert read_bounces(mail) == []


@pytest.mark.parametrize("known", [True, False])
def test_only_bounces_of_people_s_addresses_are_kept(monkeypatch, known):
    address = make_person().email if known else "stranger@example.com"
    report = REPORT.format(address=address.upper(), action="failed").encode()
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(report)))
        call_command("record_bounce")
    rows = list(UndeliveredMail.objects.values_list("address", "kind", "times"))
    assert rows == ([(address, "bounced", 2)] if known else [])


def test_an_address_is_forgotten_when_its_time_is_over_or_its_owner_has_another():
    person = make_person()
    for address in (person.email, "old@example.com"):
        note_undelivered(address=address, kind=UndeliveredKind.BOUNCED, detail="gone")
    UndeliveredMail.objects.filter(address="old@example.com").update(last_at=timezone.now() - KEPT - timedelta(hours=1))
    sweeping.send(sender=None, now=timezone.now())
    assert list(UndeliveredMail.objects.values_list("address", flat=True)) == [person.email.lower()]
