"""Whatever somebody asks for with the numbers of another's things: they see nothing of it and change nothing of it."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.animations.models import Animation
from apps.api.models import ApiToken
from apps.api.services import create_token
from apps.data_export.models import DataExport
from apps.gallery.services import publish_animation
from tests.accounts.test_reauthentication import is_signed_in
from tests.accounts.test_second_factor import with_passkey
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in
from tests.house.addresses import PARAMETER, routes

pytestmark = [pytest.mark.django_db, pytest.mark.large]

CANARY = "zanzibar"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LEAVES = ("accounts/logout/", "accounts/close/", "accounts/password/", "accounts/email/", "accounts/sessions/")
"""What signs the visitor out or changes who they are: afterwards the rest would be asked as nobody."""

OWN = {"sessions", "usersessions", "securityevent", "alarm", "collectorround"}
"""Tables in which every visit leaves something of the visitor's own, or of the house's."""


class Alice:
    """Somebody with one of everything; CANARY is in every word of hers that is not public."""

    def __init__(self) -> None:
        self.user = make_person(CANARY, credits=100)
        self.browser = signed_in(self.user)
        words = {"prompt": f"{CANARY} weeps", "negative_prompt": f"{CANARY} avoids"}
        private = finished_animation(self.user, title=f"{CANARY} title", **words)
        trashed = finished_animation(self.user, **words)
        Animation.objects.filter(pk=trashed.pk).update(deleted_at=timezone.now())
        public = finished_animation(self.user, **words)
        page = publish_animation(
            animation=public, title="A page for all", alt_text="", visibility="public", now=timezone.now()
        )
        with_passkey(self.user, self.browser, name=f"{CANARY} laptop")
        token, self.secret = create_token(user=self.user, name=f"{CANARY} token")
        export = DataExport.objects.create(owner=self.user)
        note(EventKind.SIGNED_IN, user=self.user, detail=f"{CANARY} device")
        self.uuids = [
            *(str(one.pk) for one in (private, trashed, public, page, export)),
            *(str(one) for one in private.frames.values_list("pk", flat=True)[:1]),
            *(str(one) for one in private.exports.values_list("pk", flat=True)[:1]),
        ]
        self.numbers = [
            str(self.user.pk),
            str(token.pk),
            *map(str, Authenticator.objects.filter(user=self.user).values_list("pk", flat=True)),
            *map(str, UserSession.objects.filter(user=self.user).values_list("pk", flat=True)),
        ]
        self.slug = page.slug

    def addresses(self) -> Iterator[str]:
        """Yield every address with every number of hers in every place that takes one."""
        choices = {"uuid": self.uuids, "int": self.numbers, "slug": [self.slug], "str": ["1"], "path": ["1/change/"]}
        for route in routes():
            if route.startswith(LEAVES):
                continue
            kinds = [match[1] or "str" for match in PARAMETER.finditer(route)]
            for values in product(*(choices.get(kind, ["1"]) for kind in kinds)):
                filled = iter(values)
                address = PARAMETER.sub(lambda _, filled=filled: next(filled), route)
                yield "/" + re.sub(r"\(\?P<\w+>[^)]*\)", "1", address).replace("?", "")


def shown(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") + str(answer.headers)


def all_rows() -> dict[tuple[str, object], dict[str, object]]:
    tables = [
        model for model in apps.get_models() if model._meta.app_label not in OWN and model._meta.model_name not in OWN
    ]
    return {
        (model._meta.label, row["pk"]): row
        for model in tables
        for row in model._base_manager.values("pk", *fields(model))
    }


def fields(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


@pytest.fixture
def alice() -> Alice:
    return Alice()


def test_nobody_sees_or_changes_anything_of_somebody_else_s(alice):
    bob = make_person("bob", credits=100)
    browser = signed_in(bob)
    browser.raise_request_exception = False
    token, secret = create_token(user=bob, name="bob's")
    # A number that none of hers is: with one of them he would end his own token.
    ApiToken.objects.filter(pk=token.pk).update(id=10_001)
    tokens = {"authorization": f"Bearer {secret}"}
    before = {
        key: row
        for key, row in all_rows().items()
        if bob.pk not in (row.get("owner_id"), row.get("user_id")) and key != ("accounts.User", bob.pk)
    }
    asked = 0
    for address, method in product(alice.addresses(), METHODS):
        answer = browser.generic(method, address, headers=tokens if address.startswith("/api/") else {})
        assert CANARY not in shown(answer), f"{method} {address}"
        asked += 1
    after = all_rows()
    assert {key: after.get(key) for key in before} == before
    assert is_signed_in(browser)
    assert browser.get("/api/v1/credits", headers=tokens).status_code == 200, "he still is who he was"
    assert asked > 1_000


def test_somebody_who_is_disabled_is_answered_as_nobody(alice):
    token = {"authorization": f"Bearer {alice.secret}"}
    addresses = list(dict.fromkeys(alice.addresses()))

    def answers(client: Client, headers: dict[str, str]) -> dict[str, tuple[int, bool]]:
        client.raise_request_exception = False
        found = {}
        for address in addresses:
            answer = client.get(address, headers=headers if address.startswith("/api/") else {})
            found[address] = (answer.status_code, CANARY in shown(answer))
        return found

    own = answers(alice.browser, token)
    assert sum(has_canary for _, has_canary in own.values()) > 15, "her own pages show her things, or nothing is proved"
    User.objects.filter(pk=alice.user.pk).update(is_active=False)
    assert ApiToken.objects.filter(user=alice.user).exists(), "the token was not ended first, which disabling also does"
    assert answers(alice.browser, token) == answers(Client(), {})
