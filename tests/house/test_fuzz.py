"""Whatever a stranger, a person or an operator asks for, with whatever values: never a failure of ours."""

import json
import random

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from apps.accounts.models import User
from apps.gallery.services import publish_animation
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in
from tests.house.addresses import NASTY, RecordingQuery, admin_names, api_parameters, fill, form_fields, routes
from tests.sizes import sizes

pytestmark = pytest.mark.django_db

LEAVES = ("accounts/logout/",)  # afterwards the rest would be asked as nobody
SMALL, FULL = 40, 3_000
SAFE = ["GET", "GET", "GET", "HEAD", "OPTIONS"]
BODIES = ["POST", "POST", "PUT", "PATCH", "DELETE"]


class Visitors:
    """Alice with a finished, published animation, an operator and a stranger, and what they got wrong answers for."""

    def __init__(self) -> None:
        alice = make_person("alice", credits=100)
        animation = finished_animation(alice)
        page = publish_animation(
            animation=animation, title="Fury", alt_text="", visibility="public", now=timezone.now()
        )
        self.known = {
            "uuid": [str(animation.pk), str(page.export_id), str(animation.frames.first().pk)],
            "slug": [page.slug],
            "int": ["1", "2"],
            "path": ["1/change/", "1/delete/"],
        }
        root = User.objects.create_superuser("root@example.com", "x")
        self.clients = {"anonymous": Client(), "alice": signed_in(alice), "root": signed_in(root)}
        for client in self.clients.values():
            client.raise_request_exception = False
        self.failed: list[tuple[object, ...]] = []

    def ask(
        self, who: str, method: str, address: str, given: dict[str, str], body: bytes = b"", kind: str = ""
    ) -> None:
        query = {name: value.encode("utf-8", "surrogatepass") for name, value in given.items()}
        answer = self.clients[who].generic(method, address, body, content_type=kind, query_params=query)
        if answer.status_code >= 500 and answer.status_code != 503:
            self.failed.append((method, who, address, given, body, getattr(answer, "exc_info", None)))
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, which closes the file


@pytest.fixture
def visitors(settings) -> Visitors:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.house.addresses.record_query"]
    return Visitors()


def every_route() -> list[str]:
    return [route for route in routes() if not route.startswith(LEAVES)]


@pytest.mark.large
def test_no_value_of_a_parameter_that_a_view_reads_is_a_failure_of_ours(visitors):
    choice = random.Random(20261129)
    declared = api_parameters()
    cases = []
    for route in every_route():
        RecordingQuery.read.clear()
        address = fill(route, random.Random(1), visitors.known, always_good=True)
        for who in visitors.clients:
            visitors.ask(who, "GET", address, {})
        names = {
            *RecordingQuery.read,
            *declared.get(route, []),
            *admin_names(route),
        }
        cases += [(who, address, name, value) for name in sorted(names) for value in NASTY for who in visitors.clients]
    moments = [case for case in cases if case[2] == "before"]  # all of them, because these did fail
    assert len({address for _, address, *_ in moments}) > 3
    for who, address, name, value in [*choice.sample(cases, FULL), *moments]:
        visitors.ask(who, "GET", address, {name: value})
    assert visitors.failed == []
    assert len(cases) > 10_000


@pytest.mark.parametrize("count", sizes(small=SMALL, full=FULL))
def test_no_address_method_or_form_is_a_failure_of_ours(visitors, count):
    choice = random.Random(20261130)
    fields, every = form_fields(), every_route()
    for number in range(count):
        address = fill(every[number % len(every)], choice, visitors.known)
        given = {choice.choice(fields): choice.choice(NASTY) for _ in range(choice.choice([1, 4, 12]))}
        who = choice.choice(list(visitors.clients))
        match choice.choice(["query", "json", "form"]):
            case "query":
                visitors.ask(who, choice.choice(SAFE), address, given)
            case "json":
                body = json.dumps(given).encode()
                visitors.ask(who, choice.choice(BODIES), address, {}, body, "application/json")
            case _:
                form = {name: value.encode("utf-8", "replace").decode() for name, value in given.items()}
                visitors.ask(
                    who, choice.choice(BODIES), address, {}, encode_multipart(BOUNDARY, form), MULTIPART_CONTENT
                )
    assert visitors.failed == []


@pytest.mark.large
def test_no_address_leads_round_in_a_circle(visitors):
    circles = []
    for route in every_route():
        first = fill(route, random.Random(1), visitors.known, always_good=True)
        for who in ("alice", "root", "anonymous"):
            client = visitors.clients[who]
            address, passed = first, set()
            while address.startswith("/") and address not in passed:
                passed.add(address)
                answer = client.get(address)
                if answer.streaming:
                    list(answer.streaming_content)  # read to its end, which closes the file
                address = answer.headers.get("Location", "")
            if address in passed:
                circles.append((who, first, address))
    assert circles == []
