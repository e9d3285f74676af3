"""A second step at sign-in: by an app's code, by a recovery code, by a passkey, and what it protects."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from apps.accounts.security_event import SecurityEvent
from tests.accounts.app_codes import codes
from tests.accounts.passkey import Passkey
from tests.accounts.test_reauthentication import grow_old, is_signed_in
from tests.factories.accounts import PASSWORD, make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
INDEX, ADD, SIGN_IN = "/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/login/"
ASKED = "/accounts/2fa/authenticate/"
FIELD = re.compile(r'id="passkey-options" type="application/json">(.*?)</script>')
WRONG = "That didn&#x27;t work. Try again."
WRONG_CODE = "That code isn&#x27;t right, or was used already."


@pytest.fixture(autouse=True)
def _nothing_was_used(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "codes"}}


def options_in(response) -> dict:
    return json.loads(FIELD.search(response.content.decode())[1])


def with_app(person: User) -> tuple[Client, str]:
    """Turn an authenticator app on as a person does; return their browser and the app's secret."""
    browser = signed_in(person)
    return browser, turned_on(browser)


def turned_on(browser: Client) -> str:
    """Turn an authenticator app on in this browser; return its secret."""
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert browser.post("/accounts/2fa/totp/activate/", {"code": codes(secret)[1]}).status_code == 302
    return secret


def with_passkey(person: User, browser: Client | None = None, *, name: str = "Laptop") -> Passkey:
    browser, passkey = browser or signed_in(person), Passkey()
    credential = passkey.create(options_in(browser.get(ADD)))
    assert browser.post(ADD, {"name": name, "credential": credential}).status_code == 302
    return passkey


def after_password(person: User) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return browser


def offered(browser: Client) -> dict:
    """The challenge for a passkey that the sign-in page asks for."""
    return json.loads(browser.get(SIGN_IN, headers={"accept": "application/json"}).content)["request_options"]


def test_an_app_s_code_is_asked_for_after_the_password_and_works_once():
    person = make_person()
    _, secret = with_app(person)
    browser = after_password(person)
    assert not is_signed_in(browser)
    assert WRONG_CODE in browser.post(ASKED, {"code": "000000"}).content.decode()
    code = codes(secret)[2]
    browser.post(ASKED, {"code": code})
    assert is_signed_in(browser)
    again = after_password(person)
    again.post(ASKED, {"code": code})
    assert not is_signed_in(again), "a code that somebody looked over is worth nothing"


def test_a_recovery_code_works_once():
    person = make_person()
    owner, _ = with_app(person)
    shown = re.findall(r"<code>([0-9a-f]{8})</code>", owner.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(shown) == 10
    for expected in (True, False):
        browser = after_password(person)
        browser.post(ASKED, {"code": shown[0]})
        assert is_signed_in(browser) is expected
    assert "9 left." in owner.get(INDEX).content.decode()


def test_a_recovery_code_sent_twice_at_the_same_moment_works_once():
    person = make_person()
    owner, _ = with_app(person)
    shown = re.findall(r"<code>([0-9a-f]{8})</code>", owner.get("/accounts/2fa/recovery-codes/").content.decode())
    unused = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES).data
    after_password(person).post(ASKED, {"code": shown[0]})
    # What the second of two requests reads that are checked before either strikes the code out.
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).update(data=unused)
    second = after_password(person)
    second.post(ASKED, {"code": shown[0]})
    assert not is_signed_in(second)


def test_secrets_cannot_be_read_in_a_copy_of_the_database():
    person = make_person()
    _, secret = with_app(person)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_passkey_alone_signs_in_and_leads_on():
    passkey = with_passkey(make_person())
    browser = Client()
    response = browser.post(SIGN_IN, {"credential": passkey.get(offered(browser)), "next": "/accounts/tokens/"})
    assert (response.status_code, response["location"]) == (302, "/accounts/tokens/")
    assert browser.get("/accounts/tokens/").status_code == 200, "nothing is asked again right after it"


def test_a_passkey_leads_to_no_other_site():
    passkey = with_passkey(make_person())
    browser = Client()
    response = browser.post(SIGN_IN, {"credential": passkey.get(offered(browser)), "next": "https://example.org/"})
    assert (is_signed_in(browser), response["location"]) == (True, "/make/")


@pytest.mark.parametrize("following", ["-99", "person", "accounts/tokens/"])
def test_a_passkey_leads_on_by_an_address_without_a_slash(following):
    passkey = with_passkey(make_person())
    response = Client().post(SIGN_IN, {"next": following})
    browser = Client()
    response = browser.post(SIGN_IN, {"credential": passkey.get(offered(browser)), "next": following})
    assert (response.status_code, response["location"]) == (302, following)


def test_a_passkey_is_the_second_step_after_a_password():
    person = make_person()
    passkey = with_passkey(person)
    browser = after_password(person)
    browser.post(ASKED, {"credential": passkey.get(options_in(browser.get(ASKED)))})
    assert is_signed_in(browser)


@pytest.mark.parametrize(
    "changed",
    [
        {"verifies": False},
        {"origin": "https://testserver.example.org"},
        {"id": b"somebody else's."},
        {"key": Passkey().key},
        {"user": "MQ"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_passkey_that_is_not_theirs_or_proves_too_little_signs_nobody_in(changed):
    passkey = with_passkey(make_person())
    for name, value in changed.items():
        setattr(passkey, name, value)
    browser = Client()
    response = browser.post(SIGN_IN, {"credential": passkey.get(offered(browser))}, follow=True)
    assert (is_signed_in(browser), WRONG in response.content.decode()) == (False, True)


def test_an_answer_is_good_for_its_own_challenge_alone():
    passkey = with_passkey(make_person())
    browser, other = Client(), Client()
    answer = passkey.get(offered(browser))
    offered(other)
    other.post(SIGN_IN, {"credential": answer})
    browser.post(SIGN_IN, {"credential": answer})
    assert (is_signed_in(other), is_signed_in(browser)) == (False, True)
    replayed = Client()
    replayed.cookies = other.cookies
    replayed.post(SIGN_IN, {"credential": answer})
    assert not is_signed_in(replayed)


PLAUSIBLE = {"id": "AA", "rawId": "AA", "type": "public-key"}
PARTS = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"}
NO_ANSWERS = [
    *("", "x", "[]", "{}", "null", "3", '{"response": []}', '{"response": {"userHandle": 3}}'),
    *(
        json.dumps({**PLAUSIBLE, **changes})
        for changes in (
            {"response": {}},
            {"response": {**PARTS, "userHandle": "MQ"}},
            {"response": {**PARTS, "userHandle": "9" * 400}, "rawId": "BB"},
            {"response": {**PARTS, "clientDataJSON": "////", "attestationObject": "_w"}},
        )
    ),
]


@pytest.mark.parametrize("text", NO_ANSWERS)
def test_what_no_device_says_gets_a_sentence(text):
    person = make_person()
    browser = signed_in(person)
    browser.get(ADD)
    assert browser.post(ADD, {"name": "x", "credential": text}).status_code in (200, 422)
    stranger = Client()
    offered(stranger)
    assert stranger.post(SIGN_IN, {"credential": text}).status_code == 302
    assert not Authenticator.objects.exists()
    with_passkey(person)
    second = after_password(person)
    second.get(ASKED)
    assert second.post(ASKED, {"credential": text}).status_code in (200, 422)
    assert not is_signed_in(second)


def test_a_stolen_password_proves_nothing_of_somebody_with_a_second_step():
    person = make_person()
    browser, secret = with_app(person)
    assert browser.get("/accounts/tokens/").status_code == 200
    grow_old(browser)
    asked = browser.get("/accounts/tokens/")
    assert asked["location"].startswith("/accounts/2fa/reauthenticate/?")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.get("/accounts/tokens/").status_code == 302
    assert WRONG_CODE in browser.post(asked["location"], {"code": "000000"}).content.decode()
    assert browser.post(asked["location"], {"code": codes(secret)[2]})["location"] == "/accounts/tokens/"
    assert browser.get("/accounts/tokens/").status_code == 200


def test_a_passkey_proves_again_who_one_is():
    person = make_person()
    browser = signed_in(person)
    passkey = with_passkey(person, browser)
    grow_old(browser)
    asked = browser.get("/accounts/tokens/")
    assert asked["location"].startswith("/accounts/2fa/webauthn/reauthenticate/?")
    answer = passkey.get(options_in(browser.get(asked["location"])))
    assert browser.post(asked["location"], {"credential": answer})["location"] == "/accounts/tokens/"


def test_passkeys_are_renamed_and_removed_by_their_owner_alone():
    alice, bob = make_person("alice"), make_person("bob")
    browser = signed_in(alice)
    with_passkey(alice, browser)
    key = Authenticator.objects.get(type="webauthn").pk
    edit, remove = f"/accounts/2fa/webauthn/keys/{key}/edit/", f"/accounts/2fa/webauthn/keys/{key}/remove/"
    stranger = signed_in(bob)
    for path in (edit, remove):
        assert (stranger.get(path).status_code, stranger.post(path, {"name": "Mine"}).status_code) == (404, 404)
    browser.post(edit, {"name": "Work <b>phone</b>"})
    assert "Work &lt;b&gt;phone" in browser.get(INDEX).content.decode()
    assert browser.post(edit, {"name": "x" * 61}).status_code in (200, 422)
    assert browser.post(remove, follow=True).status_code == 200
    assert not Authenticator.objects.exists(), "recovery codes stand in for nothing then, so they go too"


def test_each_change_is_mailed_and_in_the_log():
    person = make_person()
    browser, _ = with_app(person)
    browser.post("/accounts/2fa/recovery-codes/generate/")
    with_passkey(person, browser)
    browser.post("/accounts/2fa/totp/deactivate/")
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "An authenticator app was added to your account",
        "Your recovery codes were replaced",
        "A passkey was added to your account",
        "An authenticator app was removed from your account",
    ]
    kinds = SecurityEvent.objects.order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["factor_added", "codes_made", "factor_added", "factor_removed"]
    assert "passkey" not in mail.outbox[0].body
    assert "sign out all other devices" in mail.outbox[0].body


def test_wrong_codes_are_in_the_log_and_run_out(settings):
    settings.RATE_LIMITS_ENABLED = True
    person = make_person()
    with_app(person)
    answers = [after_password(person).post(ASKED, {"code": "000000"}).status_code for _ in range(11)]
    assert (set(answers[:10]), answers[10]) == ({200}, 429)
    assert SecurityEvent.objects.filter(user=person, kind="wrong_factor").count() == 10
