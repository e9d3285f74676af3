"""Closing an account: what ends at once, the week to come back, and that nothing of the person is left afterwards."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.closing import WEEK, StaffStays, close_account, erase_account, erase_due, reopen_account
from apps.accounts.models import User
from apps.animations.findings import findings_of_animations
from apps.animations.models import Animation, Submission
from apps.api.models import ApiToken
from apps.api.services import create_token
from apps.credits.findings import findings
from apps.credits.selectors import balance_of
from apps.gallery.services import publish_animation
from apps.mail.models import UndeliveredKind
from apps.mail.services import note_undelivered
from tests.accounts.test_second_factor import with_passkey
from tests.animations.finished import finished_animation
from tests.animations.harness import Harness
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


@pytest.fixture
def store(settings, tmp_path: Path) -> Path:
    options = {"location": tmp_path / "media", "allow_overwrite": True}
    folder = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": folder}
    return tmp_path / "media"


def everything_in_the_database() -> str:
    """Every row of every table of ours and of the libraries, as text."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values())


def test_the_page_says_what_is_lost_and_closing_signs_out_and_mails(store):
    person = make_person("canary", credits=12)
    browser = signed_in(person)
    page = browser.get("/accounts/close/").content.decode()
    assert "You have 12 credits left" in page
    answer = browser.post("/accounts/close/", follow=True)
    assert "Your account is closing" in answer.content.decode()
    assert browser.get("/library/").status_code == 302
    assert mail.outbox[0].to == [person.email]
    assert "/accounts/login/" in mail.outbox[0].body


def test_who_signed_in_long_ago_proves_again_who_they_are(store):
    person = make_person()
    browser = signed_in(person)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = browser.post("/accounts/close/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    person.refresh_from_db()
    assert person.closing_at is None


def test_while_it_closes_every_page_leads_to_the_one_that_keeps_it(store):
    person = make_person()
    animation = finished_animation(person)
    publication = publish_animation(animation=animation, title="", alt_text="", visibility="public", now=NOW)
    _, secret = create_token(user=person, name="t")
    close_account(user=person, now=NOW)
    person.refresh_from_db()
    browser = signed_in(person)
    for address in ("/library/", "/make/", f"/animations/{animation.pk}/", "/accounts/profile/", "/accounts/close/"):
        assert browser.get(address)["Location"] == "/accounts/closing/", address
    assert Client().get(f"/g/{publication.slug}/").status_code == 410
    assert Client().get("/api/v1/credits", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    browser.post("/accounts/closing/")
    assert browser.get("/library/").context["animations"]
    assert Client().get(f"/g/{publication.slug}/").status_code == 200
    assert browser.get("/accounts/closing/")["Location"] == "/accounts/profile/"


def test_what_was_in_the_trash_before_stays_there(store):
    person = make_person(password=None)
    old = finished_animation(person, deleted_at=NOW - timedelta(days=3))
    new = finished_animation(person)
    close_account(user=person, now=NOW)
    person.refresh_from_db()
    assert reopen_account(user=person)
    assert (Animation.objects.visible().get(), Animation.objects.in_trash().get()) == (new, old)
    person.refresh_from_db()
    assert not reopen_account(user=person)


def test_an_operator_s_account_stays(store):
    staff = make_person(password=None)
    User.objects.update(is_staff=True)
    staff.refresh_from_db()
    with pytest.raises(StaffStays):
        close_account(user=staff, now=NOW)
    assert "operator rights" in signed_in(staff).post("/accounts/close/", follow=True).content.decode()


def test_after_a_week_and_not_before(store):
    person = make_person(password=None)
    close_account(user=person, now=NOW)
    erase_due(now=NOW + WEEK - timedelta(seconds=1))
    assert User.objects.get().erased_at is None
    erase_due(now=NOW + WEEK)
    assert User.objects.get().erased_at == NOW + WEEK


def test_nothing_of_the_person_is_left_in_rows_or_files(harness: Harness, store):
    person = make_person("canary", credits=100)
    words = {"prompt": "canary prompt", "negative_prompt": "canary avoid"}
    finished = finished_animation(person, title="canary title", timeline={"caption": {"text": "canary"}}, **words)
    publish_animation(
        animation=finished, title="canary page", alt_text="canary alt", visibility="public", now=harness.clock()
    )
    running = harness.start(person, frames=4, **words)
    render_context = harness.render_context()
    harness.look(render_context)
    Submission.objects.update(detail="canary detail")
    create_token(user=person, name="canary token")
    browser = signed_in(person)
    browser.post("/accounts/profile/", {"display_name": "canary name"})
    with_passkey(person, browser, name="canary laptop")
    note_undelivered(address=person.email, kind=UndeliveredKind.BOUNCED, detail="no such canary")
    held = balance_of(person.ledger_owner, now=harness.clock()).held
    assert held > 0
    now = harness.clock()
    close_account(user=person, now=now)
    calls = len(harness.arrivals())
    harness.run(render_context)
    assert len(harness.arrivals()) == calls  # nothing was called after the stop
    erase_account(user=User.objects.get(), now=harness.clock() + WEEK)
    assert "canary" not in everything_in_the_database()
    assert not [path for path in store.rglob("*") if path.is_file()]
    assert browser.get("/library/").status_code == 302
    assert findings(deep=True) + findings_of_animations(deep=True, now=harness.clock()) == []
    running.refresh_from_db()
    assert balance_of(person.ledger_owner, now=harness.clock()).held == 0


def test_erasing_twice_is_erasing_once_and_a_new_account_with_the_address_is_another(store):
    person = make_person("again")
    email = person.email
    for _ in range(2):
        erase_account(user=User.objects.get(pk=person.pk), now=NOW)
    fresh = User.objects.create_user(email, None)
    assert fresh.ledger_owner != person.ledger_owner
    assert not ApiToken.objects.exists()
    assert uuid.UUID(str(User.objects.get(pk=person.pk).ledger_owner))


def test_what_is_still_put_together_is_waited_for(store):
    person = make_person(password=None)
    Animation.objects.filter(pk=finished_animation(person).pk).update(state="assembling", ending="done", ended_at=None)
    close_account(user=person, now=NOW)
    erase_due(now=NOW + WEEK)
    assert User.objects.get().erased_at is None
    Animation.objects.update(state="done", ended_at=NOW)
    erase_due(now=NOW + WEEK)
    assert User.objects.get().erased_at is not None


@pytest.mark.parametrize("rights", [{"is_active": True}, {"is_active": False, "is_staff": True}])
def test_the_database_lets_nobody_into_an_erased_account(rights):
    person = make_person(password=None)
    with pytest.raises(IntegrityError, match="erased_account_lets_nobody_in"), transaction.atomic():
        User.objects.filter(pk=person.pk).update(erased_at=NOW, **rights)
