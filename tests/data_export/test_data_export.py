"""The archive of everything about a person: what is in it, that it is theirs alone, and its end."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from apps.accounts.closing import erase_account
from apps.animations.retention.photo import delete_photo
from apps.api.services import create_token
from apps.common.retention import collect, kinds
from apps.common.stored_files import files_below
from apps.data_export.models import DataExport, DataExportState
from apps.data_export.services import LASTS, MAX_ATTEMPTS, look_after, make_data_export, request_data_export
from apps.gallery.services import publish_animation
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


@pytest.fixture(params=["folder", "bucket"])
def store(request, settings, tmp_path: Path) -> None:
    if request.param == "bucket":
        request.getfixturevalue("s3_storage")
        return
    options = {"location": tmp_path / "media", "allow_overwrite": True}
    folder = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    options = {"location": tmp_path / "media", "allow_overwrite": True}
    place = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    return tmp_path / "media"


def made_for(owner, *, now=NOW) -> DataExport:
    export = request_data_export(owner=owner, now=now)
    make_data_export(export_id=export.pk, now=now)
    export.refresh_from_db()
    return export


def opened(export: DataExport) -> zipfile.ZipFile:
    with default_storage.open(export.key) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_it_opens_and_holds_every_row_and_file_of_the_person_and_nothing_of_another(store):
    alice, bob = make_person("alice", credits=30), make_person("bob", credits=40)
    mine = finished_animation(alice, prompt="my prompt", title="my title")
    publish_animation(animation=mine, title="my page", alt_text="", visibility="public", now=NOW)
    create_token(user=alice, name="my token")
    theirs = finished_animation(bob, prompt="their prompt")
    publish_animation(animation=theirs, title="their page", alt_text="", visibility="public", now=NOW)
    create_token(user=bob, name="their token")
    archive = opened(made_for(alice))
    assert archive.testzip() is None
    text = archive.read("data.json").decode()
    words = json.loads(text)
    assert sorted(words) == [
        "account", "animations", "api_tokens", "connected_accounts", "credits", "devices", "email_addresses", "passkeys",
        "public_pages", "purchases",
        "second_steps", "security_log", "undelivered_mail",
    ]  # fmt: skip
    assert words["account"]["email"] == alice.email
    assert [row["prompt"] for row in words["animations"]] == ["my prompt"]
    assert [row["title"] for row in words["public_pages"]] == ["my page"]
    assert [row["name"] for row in words["api_tokens"]] == ["my token"]
    assert [row["granted"] for row in words["credits"]] == [30]
    assert "their" not in text
    assert bob.email not in text
    assert "sha256" not in text
    names = {name.partition("/")[2].partition("/")[2] for name in archive.namelist() if "/" in name}
    assert names >= {"photo.png", "frame-01.png", "frame-02.png", "frame-03.png", "file-1.gif"}
    assert not [name for name in archive.namelist() if str(theirs.pk)[:8] in name]
    assert mail.outbox[-1].to == [alice.email]
    default_storage.delete_files([file.key for file in files_below("data-exports/")])


def test_a_photo_that_was_deleted_is_not_in_it(folder):
    alice = make_person(password=None)
    animation = finished_animation(alice)
    delete_photo(owner=alice, animation_id=animation.pk, now=NOW)
    assert not [name for name in opened(made_for(alice)).namelist() if name.endswith("photo.png")]


def test_a_file_that_goes_meanwhile_is_left_out(folder):
    alice = make_person(password=None)
    animation = finished_animation(alice)
    from apps.animations import media

    key = animation.frames.first().image_key
    default_storage.delete_files([key])
    media.forget([key])
    assert not [name for name in opened(made_for(alice)).namelist() if name.endswith("frame-01.png")]


def test_asked_twice_it_is_made_once_and_a_new_one_replaces_the_old(folder):
    alice = make_person(password=None)
    first = request_data_export(owner=alice, now=NOW)
    assert request_data_export(owner=alice, now=NOW) == first
    for _ in range(2):
        make_data_export(export_id=first.pk, now=NOW)
    assert len(mail.outbox) == 1
    second = made_for(alice)
    assert second != first
    assert [file.key for file in files_below("data-exports/")] == [second.key]


def test_after_a_day_it_is_gone(folder):
    alice = make_person(password=None)
    made_for(alice)
    look_after(now=NOW + LASTS - timedelta(seconds=1))
    assert DataExport.objects.exists()
    look_after(now=NOW + LASTS)
    assert not DataExport.objects.exists()
    assert list(files_below("data-exports/")) == []


def test_a_worker_that_died_is_followed_by_another_and_three_deaths_are_enough(folder):
    export = request_data_export(owner=make_person(password=None), now=NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        DataExport.objects.update(attempts=DataExport.objects.get().attempts + 1, due_at=now + timedelta(minutes=30))
        make_data_export(export_id=export.pk, now=now)  # the one before counts as alive
        assert DataExport.objects.get().state == DataExportState.PENDING
        now += timedelta(minutes=31)
    make_data_export(export_id=export.pk, now=now)
    assert DataExport.objects.get().state == DataExportState.FAILED


def test_it_goes_with_the_account(folder):
    alice = make_person(password=None)
    made_for(alice)
    erase_account(user=alice, now=NOW)
    assert list(files_below("data-exports/")) == []
    assert not DataExport.objects.exists()


def test_the_collector_keeps_what_may_be_downloaded(folder):
    alice = make_person(password=None)
    export = made_for(alice)
    default_storage.save("data-exports/nobody.zip", io.BytesIO(b"x"))
    (kind,) = [kind for kind in kinds() if kind.prefix == "data-exports/"]
    assert collect(kind, now=NOW + timedelta(hours=25)).deleted_files == 1
    assert [file.key for file in files_below("data-exports/")] == [export.key]


class TestPage:
    def test_from_the_button_to_the_download(self, folder):
        alice = make_person("alice")
        browser = signed_in(alice)
        assert "Make my archive" in browser.get("/accounts/data/").content.decode()
        page = browser.post("/accounts/data/start/", follow=True).content.decode()
        assert "putting it together" in page
        assert 'http-equiv="refresh"' in page
        make_data_export(export_id=DataExport.objects.get().pk, now=timezone.now())
        answer = browser.get("/accounts/data/")
        assert "Your archive is ready" in answer.content.decode()
        download = browser.get(answer.context["download_url"], follow=True)
        assert zipfile.ZipFile(io.BytesIO(download.getvalue())).testzip() is None
        assert signed_in(make_person("bob")).get(answer.context["download_url"]).status_code in (403, 404)
        assert Client().get(answer.context["download_url"]).status_code == 302

    def test_one_that_failed_says_so_and_can_be_asked_for_again(self, folder):
        alice = make_person("alice")
        DataExport.objects.create(owner=alice, state=DataExportState.FAILED)
        browser = signed_in(alice)
        assert "couldn't put your archive together" in browser.get("/accounts/data/").content.decode()
        browser.post("/accounts/data/start/")
        assert DataExport.objects.get().state == DataExportState.PENDING

    def test_who_signed_in_long_ago_proves_again_who_they_are(self, folder):
        browser = signed_in(make_person("alice"))
        session = browser.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 3600
        session.save()
        assert browser.post("/accounts/data/start/")["Location"].startswith("/accounts/reauthenticate/")
        assert not DataExport.objects.exists()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("data_export_state_is_known", {"state": "lost"}),
        ("data_export_has_a_file_exactly_when_ready", {"state": "ready"}),
        ("data_export_has_a_file_exactly_when_ready", {"key": "k"}),
    ],
)
def test_the_database_refuses_what_must_not_be(name, fields):
    with pytest.raises(IntegrityError, match=name):
        DataExport.objects.create(owner=make_person(password=None), **fields)


def test_the_database_keeps_one_for_each_person():
    alice = make_person(password=None)
    DataExport.objects.create(owner=alice)
    with pytest.raises(IntegrityError, match="one_data_export_per_person"):
        DataExport.objects.create(owner=alice)
