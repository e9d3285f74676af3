"""Sign-in with Google, Microsoft and GitHub: who gets in, whose word counts, and what is kept of them."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.core import mail
from django.test import Client

from apps.accounts.closing import erase_account
from apps.accounts.models import User
from apps.accounts.security_event import SecurityEvent
from tests.accounts.test_reauthentication import grow_old, is_signed_in, newest_code, sign_up
from tests.accounts.test_second_factor import with_app
from tests.factories.accounts import PASSWORD, make_person, signed_in
from tests.fakes.identity import FakeIdentity

pytestmark = pytest.mark.django_db(transaction=True)
PROVIDERS = ["google", "microsoft", "github"]


def at_google(address: str = "alice@gmail.com", **claims: object) -> dict[str, object]:
    return {
        "sub": "g-1",
        "email": address,
        "email_verified": True,
        "given_name": "Alice",
        "family_name": "A.",
        "picture": "p.jpg",
        **claims,
    }


def at_microsoft(address: str = "alice@example.com") -> dict[str, object]:
    return {"id": "m-1", "displayName": "Alice A.", "givenName": "Alice", "surname": "A.", "mail": address}


def at_github(address: str = "alice@example.com", *, verified: bool = True) -> dict[str, object]:
    emails = [{"email": address, "primary": True, "verified": verified}]
    return {"id": 7, "login": "alice", "name": "Alice A.", "avatar_url": "p.jpg", "emails": emails}


TOLD = {"google": at_google(), "microsoft": at_microsoft(), "github": at_github()}


@pytest.fixture
def fake() -> Iterator[FakeIdentity]:
    with FakeIdentity(port=settings.IDENTITY_PORT) as running:
        yield running


def come_back(browser: Client, provider: str, *, process: str = "login", following: str = "", **changes: str):
    """Go to the provider by our button, be signed in there, and open the address that it leads back to."""
    query = urlencode({"process": process, **({"next": following} if following else {})})
    leading = browser.post(f"/accounts/{provider}/login/?{query}")
    assert leading.status_code == 302, leading.content.decode()
    there = urlsplit(leading["location"])
    connection = http.client.HTTPConnection(there.netloc, timeout=10)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["location"])
    connection.close()
    return browser.get(f"{back.path}?{changes.get('query', back.query)}")


def shown(browser: Client, response) -> str:
    """The page that a person reads at the end, which allauth leads on to."""
    return (browser.get(response["location"]) if response.status_code == 302 else response).content.decode()


@pytest.mark.parametrize("provider", ["google", "github"])
def test_a_newcomer_with_a_verified_address_is_in_with_no_field_typed(fake, provider):
    fake.person = TOLD[provider]
    browser = Client()
    assert come_back(browser, provider, following="/library/")["location"] == "/library/"
    person = User.objects.get()
    assert (is_signed_in(browser), person.display_name, person.has_usable_password()) == (True, "Alice A.", False)
    assert EmailAddress.objects.get().verified
    assert "40" in browser.get("/make/").content.decode(), "the credits to begin with"
    assert mail.outbox == []
    assert SecurityEvent.objects.order_by("at").values_list("kind", flat=True)[0] == "signed_up"


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        ("microsoft", at_microsoft()),
        ("github", at_github(verified=False)),
        ("google", at_google("alice@example.com")),
        ("google", at_google(email_verified=False)),
    ],
)
def test_an_address_that_nobody_vouches_for_is_proved_by_a_code(fake, provider, told):
    fake.person = told
    browser = Client()
    assert come_back(browser, provider)["location"] == "/accounts/confirm-email/"
    assert not is_signed_in(browser)
    browser.post("/accounts/confirm-email/", {"code": newest_code()})
    assert is_signed_in(browser)
    again = Client()
    come_back(again, provider)
    assert is_signed_in(again)


@pytest.mark.parametrize(
    ("provider", "told"),
    [("google", at_google()), ("google", at_google("a@example.com", hd="example.com")), ("github", at_github())],
)
def test_a_verified_address_is_joined_to_the_account_that_has_it(fake, provider, told):
    fake.person = told
    address = told.get("email") or told["emails"][0]["email"]
    alice = User.objects.create_user(address, PASSWORD)
    EmailAddress.objects.create(user=alice, email=address, verified=True, primary=True)
    browser = Client()
    come_back(browser, provider)
    assert (is_signed_in(browser), User.objects.count(), SocialAccount.objects.get().user) == (True, 1, alice)
    assert User.objects.get().check_password(PASSWORD)
    assert "An account was connected to yours" in [message.subject for message in mail.outbox]
    assert SecurityEvent.objects.filter(user=alice, kind="connected").exists()


@pytest.mark.parametrize(
    ("provider", "told"),
    [("microsoft", at_microsoft()), ("github", at_github(verified=False)), ("google", at_google("alice@example.com"))],
)
def test_an_address_that_nobody_vouches_for_opens_nobody_s_account(fake, provider, told):
    fake.person = told
    alice = User.objects.create_user("alice@example.com", PASSWORD)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    browser = Client()
    come_back(browser, provider)
    assert not is_signed_in(browser)
    assert not SocialAccount.objects.exists()
    assert [message.to for message in mail.outbox] == [[alice.email]]


def test_somebody_else_s_unproven_sign_up_with_the_address_is_gone(fake):
    sign_up("alice@gmail.com", "the stranger's long password")
    fake.person = at_google()
    browser = Client()
    come_back(browser, "google")
    assert is_signed_in(browser)
    assert not User.objects.get().has_usable_password()


def test_a_second_step_is_asked_for_here_too(fake):
    alice = make_person("alice")
    with_app(alice)
    fake.person = at_github(alice.email)
    browser = Client()
    assert come_back(browser, "github")["location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(browser)


def test_a_closed_account_stays_closed(fake):
    fake.person = at_github()
    come_back(Client(), "github")
    User.objects.update(is_active=False)
    browser = Client()
    come_back(browser, "github")
    assert not is_signed_in(browser)


def test_accounts_are_connected_and_disconnected_by_who_proved_lately_who_they_are(fake):
    alice, bob = make_person("alice"), make_person("bob")
    fake.person = at_microsoft("work@example.com")
    browser, other = signed_in(alice), signed_in(bob)
    come_back(browser, "microsoft", process="connect")
    page = browser.get("/accounts/3rdparty/").content.decode()
    assert ("work@example.com" in page, "Connect GitHub" in page) == (True, True)
    come_back(other, "microsoft", process="connect")
    assert "already connected to someone else" in other.get("/accounts/3rdparty/").content.decode()
    key = SocialAccount.objects.get(user=alice).pk
    assert other.post("/accounts/3rdparty/", {"account": key}).status_code in (200, 422)
    assert SocialAccount.objects.get().user == alice
    grow_old(browser)
    assert browser.post("/accounts/3rdparty/", {"account": key})["location"].startswith("/accounts/reauthenticate/")
    assert browser.post("/accounts/github/login/?process=connect")["location"].startswith("/accounts/reauthenticate/")
    fresh = signed_in(alice)
    fresh.post("/accounts/3rdparty/", {"account": key})
    assert not SocialAccount.objects.exists()
    kinds = SecurityEvent.objects.filter(user=alice).order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["connected", "disconnected"]


def test_little_is_kept_and_all_of_it_goes(fake):
    fake.person = at_google(locale="de", given_name="Alice")
    come_back(Client(), "google")
    assert SocialAccount.objects.get().extra_data == {"email": "alice@gmail.com"}
    assert not SocialToken.objects.exists()
    come_back(Client(), "google")
    assert SocialAccount.objects.get().extra_data == {"email": "alice@gmail.com"}
    person = User.objects.get()
    erase_account(user=person, now=person.joined_at)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("kind", "words"), [("denied", "Sign-in canceled"), ("error_500", "That didn't work")])
def test_what_goes_wrong_there_gets_a_page(fake, provider, kind, words):
    fake.person = TOLD[provider]
    if kind == "error_500":
        fake.next("ok")  # the authorization; what fails is the token
    fake.next(kind)
    browser = Client()
    assert words in shown(browser, come_back(browser, provider))
    assert not User.objects.exists()


@pytest.mark.parametrize("kind", ["html_200", "list_200", "reset"])
@pytest.mark.parametrize(("provider", "answer"), [("google", 1), ("microsoft", 2), ("github", 2), ("github", 3)])
def test_nonsense_from_there_gets_a_page(fake, provider, answer, kind):
    fake.person = TOLD[provider]
    fake.next("ok", times=answer)
    fake.next(kind)
    browser = Client()
    assert "That didn't work" in shown(browser, come_back(browser, provider))
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["sub", "id"])
def test_a_profile_without_an_id_gets_a_page(fake, missing):
    provider = {"sub": "google", "id": "github"}[missing]
    fake.person = {name: value for name, value in TOLD[provider].items() if name != missing}
    browser = Client()
    assert "That didn't work" in shown(browser, come_back(browser, provider))
    assert not User.objects.exists()


def test_a_way_back_that_this_browser_did_not_begin_leads_nowhere(fake):
    fake.person = at_github()
    for query in ("code=x&state=made-up", "code=x", "state=", "error=access_denied"):
        browser = Client()
        assert come_back(browser, "github", query=query).status_code == 401
        assert not is_signed_in(browser)


def test_without_an_address_one_is_asked_for(fake):
    fake.person = {**at_github(), "emails": []}
    browser = Client()
    assert come_back(browser, "github")["location"] == "/accounts/3rdparty/signup/"
    assert "Which email address should we use" in browser.get("/accounts/3rdparty/signup/").content.decode()
    assert browser.post("/accounts/3rdparty/signup/", {"email": "nonsense"}).status_code in (200, 422)
    browser.post("/accounts/3rdparty/signup/", {"email": "new@example.com"})
    browser.post("/accounts/confirm-email/", {"code": newest_code()})
    assert (is_signed_in(browser), User.objects.get().email) == (True, "new@example.com")


def test_ways_back_are_counted(fake, settings):
    settings.RATE_LIMITS_ENABLED = True
    answers = [Client().get("/accounts/github/login/callback/?code=x").status_code for _ in range(31)]
    assert (set(answers[:30]), answers[30]) == ({401}, 429)


def test_the_door_offers_them_and_the_way_in_by_a_token_is_closed():
    for path in ("/accounts/login/", "/accounts/signup/"):
        page = Client().get(path).content.decode()
        assert all(f"Continue with {name}" in page for name in ("Google", "Microsoft", "GitHub"))
    assert Client().post("/accounts/google/login/token/", {"credential": "x"}).status_code == 404
    assert Client().get("/accounts/github/login/").status_code == 200
