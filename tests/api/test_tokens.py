"""API tokens: what each may do, for how long, how much it may spend, and what ends it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.api.models import ApiToken, Scope
from apps.api.services import create_token
from tests.animations.finished import finished_animation
from tests.animations.rendering.test_races import all_at_once
from tests.api.test_api import Api
from tests.factories.accounts import PASSWORD, make_person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_person("alice", credits=20)


def api_with(user: User, **fields: object) -> Api:
    api = Api(user)
    token, api.secret = create_token(user=user, name="bot", **fields)
    api.token_id = token.pk
    return api


NEW = "quite another long password"
ENDINGS = {
    "a changed password": lambda user, browser: browser.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    ),
    "signing out everywhere": lambda user, browser: browser.post("/accounts/sessions/"),
    "a password set by an operator": lambda user, browser: (user.set_password(NEW), user.save()),
}


@pytest.mark.parametrize("end", ENDINGS.values(), ids=ENDINGS)
def test_what_ends_sessions_ends_tokens(alice, end):
    api, other = api_with(alice), api_with(make_person("bob"))
    assert api.get("/credits").status_code == 200
    end(alice, signed_in(alice))
    assert (api.get("/credits").status_code, other.get("/credits").status_code) == (401, 200)


def test_whoever_has_tokens_is_told_before_that_they_will_end(alice):
    pages = ["/accounts/password/change/", "/accounts/sessions/"]
    browser = signed_in(alice)
    assert ["also revokes your" in browser.get(page).content.decode() for page in pages] == [False, False]
    api_with(alice)
    assert ["also revokes your 2 API tokens." in browser.get(page).content.decode() for page in pages] == [True, True]


def test_a_sign_in_ends_no_token(alice):
    api = api_with(alice)
    Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert api.get("/credits").status_code == 200


def test_a_token_works_until_it_expires_and_says_so_then(alice):
    api = api_with(alice, expires_at=timezone.now() + timedelta(hours=1))
    assert api.get("/credits").status_code == 200
    ApiToken.objects.filter(pk=api.token_id).update(expires_at=timezone.now())
    answer = api.get("/credits")
    assert (answer.status_code, answer.json()["type"]) == (401, "http://testserver/api/docs#expired")
    assert "This token expired on" in answer.json()["detail"]


@pytest.mark.parametrize("scope", Scope.values)
def test_a_token_is_good_for_its_scopes_alone(alice, portrait, scope):
    animation = finished_animation(alice)
    api = api_with(alice, scopes=[scope])
    answers = {
        "read": [api.get("/credits"), api.get("/animations"), api.get(f"/animations/{animation.pk}")],
        "make": [
            api.make(portrait),
            api.post(f"/animations/{animation.pk}/cancel"),
            api.post(f"/animations/{animation.pk}/exports"),
        ],
        "publish": [api.post(f"/animations/{animation.pk}/publish", {"title": "Fury"})],
    }
    refused = {name: {answer.status_code == 403 for answer in found} for name, found in answers.items()}
    assert refused == {name: {name != scope} for name in Scope.values}


def test_what_a_token_lacks_is_named(alice, portrait):
    answer = api_with(alice, scopes=["read"]).make(portrait)
    assert (answer.json()["type"], answer.json()["scope"]) == ("http://testserver/api/docs#scope", "make")
    assert Animation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_token_spends_no_more_in_a_day_than_it_may(alice, portrait):
    api = api_with(alice, daily_credits=7)
    made = [api.make(portrait, key=key, frames=3) for key in ("a", "b", "c")]
    assert [answer.status_code for answer in made] == [201, 201, 403]
    assert made[2].json()["detail"] == (
        "This costs 3 credits, and this token has 1 of its 7 daily credits left. The limit resets at midnight UTC. "
        "Nothing was charged."
    )
    assert api.make(portrait, key="a", frames=3).status_code == 200, "the same request again costs nothing"
    assert (api.get("/credits").json()["held"], ApiToken.objects.get(pk=api.token_id).spent_credits) == (6, 6)
    ApiToken.objects.filter(pk=api.token_id).update(spent_on=timezone.now().date() - timedelta(days=1))
    assert api.make(portrait, key="c", frames=3).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_many_times_at_once_is_spent_once(alice, portrait):
    api = api_with(alice, daily_credits=18)
    answers = all_at_once(lambda _: api.make(portrait, key="a", frames=3), 6)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (api.get("/credits").json()["held"], ApiToken.objects.get(pk=api.token_id).spent_credits) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_what_was_not_started_is_not_counted(portrait):
    api = api_with(make_person("poor", credits=2), daily_credits=7)
    assert api.make(portrait, frames=3).status_code == 402
    assert ApiToken.objects.get(pk=api.token_id).spent_credits == 0


def test_the_database_holds_a_token_to_its_limit(alice):
    token, _ = create_token(user=alice, name="bot", daily_credits=7)
    with pytest.raises(IntegrityError, match="token_spends_at_most_its_daily_credits"), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(spent_credits=8)


def test_the_page_makes_a_token_as_it_was_asked_for_and_shows_when_and_from_where_it_was_used(alice):
    browser = signed_in(alice)
    sent = {"name": "Standup bot", "scopes": ["read", "make"], "days": "30", "daily_credits": "50"}
    assert browser.post("/accounts/tokens/", sent).status_code == 200
    token = ApiToken.objects.get()
    assert (token.scopes, token.daily_credits, round((token.expires_at - token.created_at) / timedelta(days=1))) == (
        "read make",
        50,
        30,
    )
    api = Api(alice)
    api.client.get("/api/v1/credits", headers=api.headers, REMOTE_ADDR="203.0.113.77")
    page = browser.get("/accounts/tokens/").content.decode()
    assert "from 203.0.113.0" in page
    assert "50 credits" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "Enter a name for this token."),
        ({"scopes": []}, "Choose at least one permission."),
        ({"daily_credits": "0"}, "Enter at least 1 credit, or leave it empty for no limit."),
        ({"daily_credits": "many"}, "Enter a whole number of credits, or leave it empty for no limit."),
    ],
)
def test_a_token_that_cannot_be_made_is_explained_and_the_form_keeps_its_words(alice, wrong, sentence):
    sent = {"name": "Standup bot", "scopes": ["read"], "days": "", "daily_credits": "", **wrong}
    answer = signed_in(alice).post("/accounts/tokens/", sent)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, ApiToken.objects.count()) == (422, True, 0)
    assert "name" in wrong or 'value="Standup bot"' in page
