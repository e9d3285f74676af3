"""What the create page asks before it sends: consent, once a day, and a prompt of which something is understood."""

import pytest
from django.utils import timezone

from apps.animations.models import Animation
from apps.credits.balances import balances_of
from tests.animations.web.test_pages import send
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_person("alice", credits=40)


def ordered() -> int:
    return Animation.objects.exclude(state="draft").count()


def test_the_page_asks_once_a_day_whether_the_people_may_be_used(alice, portrait):
    client = signed_in(alice)
    assert 'name="consent"' in client.get("/make/").content.decode()

    refused = send(client, portrait, asked="1")
    assert refused.status_code == 422
    assert "Confirm that you have permission to use the people shown." in refused.content.decode()
    assert ordered() == 0

    assert send(client, portrait, asked="1", consent="1", request_key="k2").status_code == 302
    assert send(client, portrait, asked="1", request_key="k3").status_code == 302
    assert 'name="consent"' not in client.get("/make/").content.decode()
    assert ordered() == 2


def test_a_picture_that_waits_for_consent_is_kept(alice, portrait):
    send(signed_in(alice), portrait, asked="1")
    assert Animation.objects.get(state="draft").source_key


def test_strangers_are_asked_when_they_order(client):
    assert 'name="consent"' not in client.get("/make/").content.decode()


def test_nobody_pays_for_a_prompt_of_which_nothing_is_understood(alice, portrait):
    before = balances_of(alice.ledger_owner, now=timezone.now()).spendable("sketch")
    refused = send(signed_in(alice), portrait, asked="1", consent="1", prompt="quixotic")

    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("Sketch doesn&#x27;t know a reaction for that. Try:") == 1
    assert "quixotic" in page
    assert ordered() == 0
    assert balances_of(alice.ledger_owner, now=timezone.now()).spendable("sketch") == before


def test_an_engine_that_reads_prompts_by_itself_takes_any(alice, portrait, settings, fake):
    settings.STABILITY_API_KEY, settings.STABILITY_BASE_URL = fake.key, fake.url
    words = {"choice": "stability/sd3.5-flash", "prompt": "quixotic", "frames": "1"}
    assert "know a reaction" not in send(signed_in(alice), portrait, asked="1", consent="1", **words).content.decode()


def test_a_program_that_posts_the_form_is_asked_nothing(alice, portrait):
    assert send(signed_in(alice), portrait, prompt="quixotic").status_code == 302
