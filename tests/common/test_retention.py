"""The collector: what it deletes, when, and that it goes on where it was."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.common import retention
from apps.common.models import CollectorRound
from apps.common.retention import PAGE, ROUND_EVERY, Kind, collect, collect_due, kinds
from apps.common.stored_files import files_below

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(hours=25)


@pytest.fixture(params=["folder", "bucket"])
def store(request, settings, tmp_path) -> None:
    """Both stores there are, the bucket in a real S3 server."""
    if request.param == "bucket":
        request.getfixturevalue("s3_storage")
        return
    options = {"location": tmp_path / "media", "allow_overwrite": True}
    folder = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


def kind(*needed: str, prefix: str) -> Kind:
    return Kind(prefix, "Things", "for ever", lambda keys: set(keys) & set(needed))


def write(*keys: str) -> None:
    for key in keys:
        default_storage.save(key, ContentFile(b"12345"))


def test_a_listing_goes_page_by_page_in_the_order_of_keys(store):
    keys = sorted(f"listed/{letter}/{number}.png" for letter in "abc" for number in range(3))
    write(*keys)
    pages, after = [], ""
    while page := default_storage.list_files("listed/", after=after, most=2):
        pages.append([file.key for file in page])
        after = page[-1].key
    assert [key for page in pages for key in page] == keys
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]
    assert {file.size for file in files_below("listed/b/")} == {5}
    default_storage.delete_files(keys)


def test_deleting_twice_or_nothing_is_no_error(store):
    write("twice/a/1.png")
    default_storage.delete_files(["twice/a/1.png"])
    default_storage.delete_files(["twice/a/1.png"])
    default_storage.delete_files([])
    assert list(files_below("twice/")) == []


def test_what_is_old_and_needed_by_nothing_is_deleted(store):
    write("kinds/a/kept.png", "kinds/a/doomed.png", "kinds/b/doomed.png")
    found = collect(kind("kinds/a/kept.png", prefix="kinds/"), now=LATER)
    assert (found.files, found.size, found.deleted_files, found.deleted_size) == (3, 15, 2, 10)
    assert [file.key for file in files_below("kinds/")] == ["kinds/a/kept.png"]
    default_storage.delete_files(["kinds/a/kept.png"])


def test_a_dry_run_deletes_nothing_and_says_what_it_would(store):
    write("dry/a/doomed.png")
    assert collect(kind(prefix="dry/"), now=LATER, dry_run=True).deleted_files == 1
    assert [file.key for file in files_below("dry/")] == ["dry/a/doomed.png"]
    assert collect(kind(prefix="dry/"), now=LATER).deleted_files == 1


def test_a_young_file_is_not_even_asked_about(store):
    asked = []
    write("young/a/1.png")
    collect(Kind("young/", "", "", lambda keys: asked.extend(keys) or set()), now=NOW + timedelta(hours=23))
    assert asked == []
    default_storage.delete_files(["young/a/1.png"])


@pytest.mark.django_db
class TestRounds:
    @pytest.fixture(autouse=True)
    def only_these(self, settings, tmp_path):
        """One kind alone, so that a round is over as soon as its files are."""
        options = {"location": tmp_path / "media", "allow_overwrite": True}
        folder = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": folder}
        registered = dict(retention._kinds)
        retention._kinds.clear()
        retention.register(kind("many/kept.png", prefix="many/"))
        yield
        retention._kinds.clear()
        retention._kinds.update(registered)

    def test_a_round_takes_a_page_at_a_time_and_ends(self):
        write("many/kept.png", *(f"many/{number:04}.png" for number in range(PAGE)))
        collect_due(now=LATER)
        assert CollectorRound.objects.get().ended_at is None
        collect_due(now=LATER)
        row = CollectorRound.objects.get()
        assert row.ended_at == LATER
        assert (row.files, row.deleted_files, row.deleted_size) == (PAGE + 1, PAGE, 5 * PAGE)

    def test_the_next_round_begins_hours_later(self):
        collect_due(now=LATER)
        write("many/doomed.png")
        collect_due(now=LATER + ROUND_EVERY - timedelta(seconds=1))
        assert [file.key for file in files_below("many/")] == ["many/doomed.png"]
        collect_due(now=LATER + ROUND_EVERY)
        assert list(files_below("many/")) == []


@pytest.mark.django_db
def test_the_command_prints_each_kind_and_knows_its_names(settings, tmp_path):
    options = {"location": tmp_path / "media", "allow_overwrite": True}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": options},
    }
    write("sources/a/1.png")
    out = StringIO()
    call_command("collect", "--dry-run", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()[1:-1]] == [*(one.prefix for one in kinds()), "all"]
    with pytest.raises(CommandError, match="There are no files called 'nothing/'"):
        call_command("collect", "--prefix", "nothing/")


@pytest.mark.django_db
def test_a_store_that_is_away_ends_the_command_with_a_sentence(settings):
    away = {"bucket_name": "b", "endpoint_url": "http://127.0.0.1:9", "access_key": "k", "secret_key": "s"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "gifsite.storage.PictureStorage", "OPTIONS": away},
    }
    with pytest.raises(CommandError, match="The store did not answer"):
        call_command("collect", stdout=StringIO())
