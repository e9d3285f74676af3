"""Renaming, deleting and restoring by the API."""

import pytest
from django.utils import timezone

from apps.animations.models import Animation
from apps.common.stored_files import files_below
from apps.credits.selectors import balance_of
from tests.api.test_api import Api, work
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return make_person(credits=20, password=None)


@pytest.fixture
def alice(owner) -> Api:
    return Api(owner)


def test_rename_and_back(alice, owner):
    pk = make_animation(owner).pk
    assert alice.send("patch", f"/animations/{pk}", {"title": "Monday"}).json()["title"] == "Monday"
    assert alice.send("patch", f"/animations/{pk}", {"title": ""}).json()["title"] == ""
    assert alice.send("patch", f"/animations/{pk}", {"title": "x" * 121}).status_code == 422


def test_delete_answers_the_same_twice_and_restore_brings_it_back(alice, owner):
    pk = make_animation(owner).pk
    assert [alice.send("delete", f"/animations/{pk}").status_code for _ in range(2)] == [204, 204]
    assert alice.get(f"/animations/{pk}").status_code == 404
    assert alice.get("/animations").json()["items"] == []
    assert [item["id"] for item in alice.get("/animations?deleted=true").json()["items"]] == [str(pk)]
    restored = alice.post(f"/animations/{pk}/restore", {})
    assert (restored.status_code, restored.json()["deleted_at"]) == (200, None)
    assert alice.get(f"/animations/{pk}").status_code == 200


def test_forever_is_for_ever(alice, owner):
    animation = make_animation(owner)
    pk, export = animation.pk, animation.exports.get().pk
    assert alice.send("delete", f"/animations/{pk}?forever=true").status_code == 204
    assert Animation.objects.get().erased_at
    assert alice.post(f"/animations/{pk}/restore", {}).status_code == 404
    assert alice.get(f"/exports/{export}").status_code == 404
    assert alice.send("delete", f"/animations/{pk}").status_code == 404


def test_forever_waits_for_what_is_still_being_made(alice, owner):
    pk = make_animation(owner, state="assembling", ending="done", ended_at=None).pk
    answer = alice.send("delete", f"/animations/{pk}?forever=true")
    assert (answer.status_code, answer.json()["type"].partition("#")[2]) == (409, "running")
    assert Animation.objects.get().deleted_at


def test_the_picture_alone(alice, owner):
    pk = make_animation(owner).pk
    assert alice.send("delete", f"/animations/{pk}/picture").status_code == 204
    assert alice.get(f"/animations/{pk}").json()["has_picture"] is False
    answer = alice.post("/animations", recipe="{}", source=str(pk))
    assert (answer.status_code, answer.json()["detail"][:22]) == (422, "That photo was deleted")


def test_the_same_request_after_it_was_deleted_makes_no_second_one(alice, owner, portrait):
    made = alice.make(portrait, key="k").json()
    work()
    alice.send("delete", f"/animations/{made['id']}")
    again = alice.make(portrait, key="k")
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    assert again.json()["deleted_at"]
    assert balance_of(owner.ledger_owner, now=timezone.now()).available == 20 - made["receipt"]["held"]


@pytest.mark.parametrize("why", ["credits", "library"])
def test_who_cannot_pay_or_keep_it_leaves_nothing_in_the_store(settings, portrait, why):
    poor = Api(make_person("poor", credits=0 if why == "credits" else 20, password=None))
    if why == "library":
        settings.LIBRARY_MAX_BYTES = 0
    before = {file.key for file in files_below("sources/")}
    answer = poor.make(portrait)
    assert answer.status_code == (402 if why == "credits" else 403)
    assert "Nothing was charged" in answer.json()["detail"]
    assert {file.key for file in files_below("sources/")} == before
