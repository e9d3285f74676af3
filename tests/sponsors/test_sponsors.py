"""A sponsor pays for a GIF of somebody without credits, out of their own balances, as often as they said, and counts what
came of it."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.create.draft import keep_draft
from apps.animations.create.picture import take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.models import Animation, AnimationState
from apps.animations.rendering.end import cancel_animation
from apps.common.units import Credits
from apps.credits.findings import findings
from apps.credits.models import Account
from apps.credits.selectors import balance_of
from apps.credits.services.grants import grant_credits
from apps.credits.services.wallets import freeze
from apps.credits.statements import statement_page
from apps.imaging.sandbox.process import default_sandbox
from apps.sponsors.askers import asker_of
from apps.sponsors.figures import figures_of
from apps.sponsors.funding import fund
from apps.sponsors.models import Impression, Sponsor
from apps.sponsors.services import NoSponsor, NotNeeded, start_sponsored
from tests.animations.harness import Harness, small_picture
from tests.factories.accounts import make_person, signed_in

pytestmark = [pytest.mark.django_db]


def a_sponsor(*, credits: int = 100, **fields: object) -> Sponsor:
    made = Sponsor.objects.create(
        **{
            "name": "Kettle & Cup",
            "text": "Tea for offices.",
            "url": "https://kettle.example/",
            "is_active": True,
            **fields,
        }
    )
    if credits:
        fund(sponsor=made, amount=Credits(credits), reason="invoice 7")
    return made


def test_the_database_refuses_a_sponsor_who_ends_before_beginning():
    with pytest.raises(IntegrityError, match="sponsor_ends_after_it_begins"):
        a_sponsor(credits=0, since=date(2026, 11, 2), until=date(2026, 11, 1))


def a_draft(owner, *, frames: int = 4, engine: str = "sketch", model: str | None = None) -> Animation:
    picture = take_picture(image=small_picture(), mask=None, engine=engine, sandbox=default_sandbox())
    recipe = complete(RecipeInput("rage", engine=engine, model=model, frames=frames), masked=False)
    return keep_draft(owner=owner, request_key=uuid.uuid4().hex, picture=picture, recipe=recipe, now=timezone.now())


def start(owner: User, draft: Animation, *, network: str = "") -> Animation:
    return start_sponsored(asker=asker_of(owner, network=network), draft=draft, now=timezone.now())


def left(sponsor: Sponsor) -> tuple[int, int]:
    balance = balance_of(sponsor.ledger_owner, now=timezone.now())
    return balance.available, balance.held


def test_without_a_sponsor_nothing_is_offered():
    poor = make_person("poor", credits=0)
    draft = a_draft(poor)
    page = signed_in(poor).post(
        "/make/",
        {"draft": draft.pk, "prompt": "rage", "choice": "sketch/sketch", "frames": 4, "request_key": draft.request_key},
    )
    assert page.status_code in {402, 422}
    assert "sponsored by" not in page.content.decode()


def test_the_page_of_packs_offers_what_the_create_page_offers_for_a_draft_kept_here(settings):
    settings.DEBUG, settings.STRIPE_SECRET_KEY = True, ""
    a_sponsor()
    poor = make_person("poor", credits=0)
    draft, client = a_draft(poor), signed_in(poor)
    offer = "sponsored by Kettle &amp; Cup"
    assert offer in client.get(f"/credits/buy/?need=4&draft={draft.pk}").content.decode()
    assert offer not in client.get("/credits/buy/?need=4&draft=here").content.decode()
    assert offer not in signed_in(make_person("bob")).get(f"/credits/buy/?draft={draft.pk}").content.decode()


def test_what_a_sponsor_pays_brings_no_free_credits_of_the_day(settings):
    settings.DAILY_FREE_CREDITS = 2
    sponsor, poor = a_sponsor(), make_person("poor", credits=0)
    start(poor, a_draft(poor))
    assert (left(sponsor), statement_page(poor.ledger_owner).lines) == ((96, 4), [])


def test_a_sponsor_pays_for_delivered_frames_and_gets_the_rest_back(harness: Harness):
    sponsor, poor = a_sponsor(), make_person("poor", credits=0)
    draft = a_draft(poor, engine="stability", model="sd3.5-flash")
    animation = start(poor, draft)
    assert left(sponsor) == (84, 16)
    render_context = harness.render_context()
    harness.look(render_context)
    cancel_animation(animation_id=animation.pk, now=timezone.now())
    assert left(sponsor) == (96, 0)
    assert statement_page(poor.ledger_owner).lines == []
    assert findings(deep=False) == []


def test_one_a_day_is_one_a_day_in_two_tabs_too():
    sponsor, poor = a_sponsor(), make_person("poor", credits=0)
    drafts = [a_draft(poor), a_draft(poor)]
    start(poor, drafts[0])
    with pytest.raises(NoSponsor):
        start(poor, drafts[1])
    assert Animation.objects.get(pk=drafts[1].pk).state == AnimationState.DRAFT
    assert left(sponsor) == (96, 4)
    assert start(make_person("other", credits=0), a_draft(make_person("third", credits=0)))


def called(address: str) -> User:
    return User.objects.create_user(address)


def test_a_person_with_many_addresses_is_one_person_and_an_address_of_a_day_is_none():
    sponsor = a_sponsor()
    first, second, throwaway = (
        called(address) for address in ("fa.rm+1@gmail.com", "FARM+2@googlemail.com", "farm@mailinator.com")
    )
    start(first, a_draft(first))
    for another in (second, throwaway):
        with pytest.raises(NoSponsor):
            start(another, a_draft(another))
    assert left(sponsor) == (96, 4)


def test_a_network_has_so_many_sponsored_gifs_a_day_however_many_people_and_sponsors(settings):
    settings.SPONSORED_PER_NETWORK_PER_DAY = 2
    a_sponsor(), a_sponsor(name="Acme")
    people = [called(f"bot{number}@farm{number}.example") for number in range(3)]
    assert [start(person, a_draft(person), network="one").payer is not None for person in people[:2]] == [True] * 2
    with pytest.raises(NoSponsor):
        start(people[2], a_draft(people[2]), network="one")
    assert start(people[2], a_draft(people[2]), network="two")


def test_the_offer_of_a_crowded_network_goes_by_its_addresses(settings):
    settings.SPONSORED_PER_NETWORK_PER_DAY = 1
    a_sponsor()
    bots = [called(f"bot{number}@farm.example") for number in range(3)]
    answers = [
        signed_in(bot).post(
            "/sponsors/start/", {"draft": a_draft(bot).pk}, REMOTE_ADDR=f"203.0.113.{number}", follow=True
        )
        for number, bot in enumerate(bots[:2])
    ]
    assert ["no sponsor for this one today" in answer.content.decode() for answer in answers] == [False, True]
    draft = a_draft(bots[2])
    pages = [
        signed_in(bots[2]).get(f"/credits/buy/?draft={draft.pk}", REMOTE_ADDR=address).content.decode()
        for address in ("203.0.113.9", "203.0.114.9")
    ]
    assert ["sponsored by" in page for page in pages] == [False, True]


def test_who_has_the_credits_by_now_pays_themselves():
    sponsor, rich = a_sponsor(), make_person("rich", credits=0)
    draft = a_draft(rich)
    grant_credits(ledger_owner=rich.ledger_owner, amount=Credits(4), source="issued:test", label="Test", key="late")
    with pytest.raises(NotNeeded):
        start(rich, draft)
    page = signed_in(rich).post("/sponsors/start/", {"draft": draft.pk}, follow=True)
    assert "You now have enough credits for this one. Nothing was charged" in page.content.decode()
    assert (left(sponsor), balance_of(rich.ledger_owner, now=timezone.now()).available) == ((100, 0), 4)


def test_a_dear_model_takes_no_more_of_a_sponsor_than_they_said(settings):
    settings.STABILITY_API_KEY = "sk-fake"
    sponsor, poor = a_sponsor(), make_person("poor", credits=0)
    with pytest.raises(NoSponsor):
        start(poor, a_draft(poor, engine="stability", model="ultra", frames=8))
    assert left(sponsor) == (100, 0)
    assert Sponsor._meta.get_field("max_credits").default == 32


@pytest.mark.parametrize(
    "fields",
    [
        {"is_active": False},
        {"credits": 3},
        {"max_frames": 3},
        {"max_credits": 3},
        {"per_person_per_day": 0},
        {"since": "2999-01-01"},
    ],
    ids=["switched off", "balances too small", "too long", "too dear", "none a day", "not yet"],
)
def test_nobody_pays_who_did_not_say_so(fields):
    a_sponsor(**fields)
    poor = make_person("poor", credits=0)
    with pytest.raises(NoSponsor):
        start(poor, a_draft(poor))
    assert Impression.objects.count() == 0


def test_nobody_pays_for_somebody_whose_payment_is_disputed():
    a_sponsor()
    poor = make_person("poor", credits=0)
    freeze(ledger_owner=poor.ledger_owner, cause="dispute:x", now=timezone.now())
    with pytest.raises(NoSponsor):
        start(poor, a_draft(poor))


def test_the_card_is_shown_and_its_link_followed_once_each():
    sponsor, poor = a_sponsor(), make_person("poor", credits=0)
    client = signed_in(poor)
    draft = a_draft(poor)
    started = client.post("/sponsors/start/", {"draft": draft.pk})
    assert started.status_code == 302
    client.head(started.url)  # looks whether there is a page, and shows nobody anything
    assert client.head(f"/sponsors/{draft.pk}/visit/").url == "https://kettle.example/"
    assert (figures_of(sponsor).promised, figures_of(sponsor).seen, figures_of(sponsor).followed) == (1, 0, 0)
    for _ in range(3):
        page = client.get(started.url).content.decode()
        assert "Sponsored" in page
        assert "Tea for offices." in page
    for _ in range(3):
        gone = client.get(f"/sponsors/{draft.pk}/visit/")
        assert (gone.status_code, gone.url) == (302, "https://kettle.example/")
    figures = figures_of(sponsor)
    assert (figures.promised, figures.seen, figures.followed) == (1, 1, 1)


def test_the_doors_are_closed_to_strangers_and_used_up_drafts_say_so():
    a_sponsor()
    poor, stranger = make_person("poor", credits=0), make_person("stranger", credits=0)
    draft = a_draft(poor)
    theirs = signed_in(stranger)
    assert theirs.post("/sponsors/start/", {"draft": draft.pk}).url == "/library/"
    assert theirs.post("/sponsors/start/", {"draft": "no uuid"}).url == "/library/"
    client = signed_in(poor)
    client.post("/sponsors/start/", {"draft": draft.pk})
    assert client.post("/sponsors/start/", {"draft": draft.pk}).url == "/library/"
    assert theirs.get(f"/sponsors/{draft.pk}/visit/").status_code == 404
    assert Account.objects.filter(code__startswith="sponsored:").count() == 1


def test_the_create_page_offers_a_sponsor_to_who_has_too_few_credits():
    a_sponsor()
    poor = make_person("poor", credits=0)
    draft = a_draft(poor)
    page = signed_in(poor).post(
        "/make/",
        {
            "draft": draft.pk,
            "prompt": "rage",
            "choice": f"{draft.engine}/{draft.model}",
            "frames": 4,
            "fps": 8,
            "loop": "forward",
            "strength": draft.strength or "",
            "request_key": draft.request_key,
        },
    )
    assert page.status_code == 402, page.content.decode()[:2000]
    assert "Make it free, sponsored by Kettle &amp; Cup" in page.content.decode()


def test_operators_fund_sponsors_in_the_admin_and_see_what_came_of_it():
    boss = make_person("boss", credits=0)
    boss.is_staff = boss.is_superuser = True
    boss.save()
    client = signed_in(boss)
    fields = {
        "name": "Kettle",
        "text": "Tea.",
        "url": "https://kettle.example/",
        "is_active": "on",
        "since": "2026-01-01",
        "per_person_per_day": 1,
        "max_frames": 8,
        "max_credits": 8,
    }
    assert client.post("/admin/sponsors/sponsor/add/", {**fields, "add_credits": 50}).status_code == 200
    assert (
        client.post(
            "/admin/sponsors/sponsor/add/", {**fields, "add_credits": 50, "add_reason": "invoice 9"}
        ).status_code
        == 302
    )
    sponsor = Sponsor.objects.get()
    assert left(sponsor) == (50, 0)
    assert client.get("/admin/sponsors/sponsor/").status_code == 200
    assert (
        client.post(
            f"/admin/sponsors/sponsor/{sponsor.pk}/change/", {**fields, "url": "javascript:alert(1)"}
        ).status_code
        == 200
    )
    sponsor.refresh_from_db()
    assert sponsor.url == "https://kettle.example/"


def test_the_picture_of_a_card_is_seen_in_the_admin_and_can_be_taken_away():
    boss = User.objects.create_superuser("boss@example.com")
    client = signed_in(boss)
    fields = {
        "name": "Kettle",
        "text": "Tea.",
        "url": "https://kettle.example/",
        "since": "2026-01-01",
        "per_person_per_day": 1,
        "max_frames": 8,
        "max_credits": 8,
        "picture_alt": "A kettle",
    }
    add = "/admin/sponsors/sponsor/add/"
    assert "remove_picture" not in client.get(add).content.decode()
    picture = SimpleUploadedFile("k.png", small_picture())
    assert client.post(add, {**fields, "new_picture": picture}).status_code == 302
    sponsor = Sponsor.objects.get()
    address = f"/admin/sponsors/sponsor/{sponsor.pk}/change/"
    page = client.get(address).content.decode()
    assert 'alt="A kettle" width="160">' in page
    assert "remove_picture" in page
    assert (
        "The last day is before the first." in client.post(address, {**fields, "until": "2025-12-31"}).content.decode()
    )
    assert client.post(address, {**fields, "remove_picture": "on"}).status_code == 302
    sponsor.refresh_from_db()
    assert sponsor.picture_key == ""
