"""The create page and credits: what is missing on which engine, the free ones of the day, and the way to the packs and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation
from apps.credits.models import SpendingBlock
from apps.credits.selectors import balance_of
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def wish(picture: bytes, *, frames: str = "3") -> dict[str, object]:
    return {
        "prompt": "rage",
        "choice": "sketch/sketch",
        "frames": frames,
        "request_key": "k1",
        "image": SimpleUploadedFile("p.jpg", picture),
    }


def spendable(client: Client) -> dict[str, int]:
    choices = client.get("/make/").context["create"]["choices"]
    return {choice["value"].partition("/")[0]: choice["spendable"] for choice in choices}


def test_what_is_missing_is_counted_by_what_the_chosen_engine_may_spend(settings):
    settings.STABILITY_API_KEY, settings.DAILY_FREE_CREDITS = "sk-fake", 8
    found = spendable(signed_in(make_person("alice", credits=30)))
    assert (found["stability"], found["sketch"]) == (30, 38)


def test_the_create_page_says_before_anything_is_sent_that_paid_styles_are_turned_off(settings):
    settings.STABILITY_API_KEY = "sk-fake"
    assert 'id="paid-off"' not in Client().get("/make/").content.decode()
    settings.SITE_DAILY_SPEND_CENTS = 0
    assert "Paid styles are turned off right now" in Client().get("/make/").content.decode()
    settings.STABILITY_API_KEY = ""
    assert 'id="paid-off"' not in Client().get("/make/").content.decode()


def test_free_credits_of_the_day_come_once_when_the_create_page_is_opened_and_are_told(settings):
    settings.DAILY_FREE_CREDITS = 8
    alice = make_person("alice")
    client = signed_in(alice)
    client.get("/credits/")
    client.head("/make/")  # opens nothing
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 0
    for _ in range(2):
        page = client.get("/make/").content.decode()
        assert "8 free credits today for Sketch, until midnight UTC." in page
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 8
    settings.DAILY_FREE_CREDITS = 0
    assert "free credits today" not in signed_in(make_person("bob")).get("/make/").content.decode()


def test_starting_a_gif_brings_the_free_credits_of_the_day_too(portrait, settings):
    settings.DAILY_FREE_CREDITS = 8
    alice = make_person("alice")
    answer = signed_in(alice).post("/make/", wish(portrait, frames="3"))
    assert answer.status_code == 302
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 5


def test_throw_away_addresses_get_no_free_credits_of_the_day(settings):
    settings.DAILY_FREE_CREDITS = 8
    alice = make_person("alice")
    alice.email = "alice@mailinator.com"
    alice.save()
    signed_in(alice).get("/make/")
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 0


@pytest.mark.parametrize(("credits", "is_low"), [(11, True), (12, False)])
def test_less_than_one_usual_gif_is_told_on_the_create_page(credits, is_low):
    page = signed_in(make_person("alice", credits=credits)).get("/make/").content.decode()
    assert ('id="low"' in page) == is_low


def test_too_few_credits_lead_to_the_packs_with_what_is_missing_and_the_kept_draft(portrait):
    client = signed_in(make_person("alice", credits=2))
    answer = client.post("/make/", wish(portrait, frames="6"))
    draft = Animation.objects.get()
    assert answer.status_code == 402
    assert "You need 4 more credits" in answer.content.decode()
    assert f'href="/credits/buy/?need=4&amp;draft={draft.pk}"' in answer.content.decode()


def test_leaving_to_buy_keeps_the_draft_and_says_what_it_lacks(portrait):
    client = signed_in(make_person("alice", credits=2))
    answer = client.post("/make/", {**wish(portrait, frames="6"), "keep": "1"})
    draft = Animation.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/credits/buy/?need=4&draft={draft.pk}")
    assert (draft.state, draft.frame_count, draft.prompt) == ("draft", 6, "rage")


def test_leaving_to_buy_without_words_keeps_the_picture_and_the_settings(portrait):
    client = signed_in(make_person("alice"))
    client.post("/make/", {**wish(portrait, frames="6"), "prompt": " ", "keep": "1"})
    draft = Animation.objects.get()
    back = client.get(f"/make/?draft={draft.pk}")
    assert (back.context["frames"], back.context["form"]["prompt"].value()) == (6, "")
    assert back.context["draft"] == draft


def test_leaving_to_buy_with_a_file_that_is_no_picture_says_so(portrait):
    client = signed_in(make_person("alice"))
    answer = client.post("/make/", {**wish(b"no picture"), "keep": "1"})
    assert (answer.status_code, Animation.objects.count()) == (422, 0)


def test_who_is_frozen_is_told_why_nothing_starts_and_keeps_the_draft(portrait):
    alice = make_person("alice", credits=20)
    client = signed_in(alice)
    SpendingBlock.objects.create(ledger_owner=alice.ledger_owner, cause="dispute:x")
    answer = client.post("/make/", wish(portrait))
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Your bank is disputing an earlier payment" in text
    assert "Nothing was charged, and your draft is saved." in text
    assert Animation.objects.get().state == "draft"
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 20
