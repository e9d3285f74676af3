"""The pricing page: credits and money by the smallest pack, and what of it the vendor gets."""

import pytest
from django.test import Client

from apps.payments.models import Pack
from tests.payments.buyers import stock_the_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(db) -> None:
    stock_the_shelf()


def rows(page) -> dict[str, dict[str, object]]:
    return {model["label"]: model for engine in page.context["engines"] for model in engine["models"]}


def test_a_gif_is_told_in_credits_and_in_money_by_the_smallest_pack(settings):
    settings.STABILITY_API_KEY = "sk-fake"
    page = Client().get("/pricing/")
    flash, sketch = rows(page)["Flash"], rows(page)["Sketch"]
    assert (flash["gif_credits"], flash["gif_money"]) == (32, "$0.32")
    assert (sketch["gif_credits"], sketch["gif_money"]) == (12, "$0.12")
    euros = rows(Client().get("/pricing/?currency=eur"))["Flash"]
    assert (euros["gif_money"], euros["vendor_percent"]) == ("€0.32", None)


def test_larger_packs_are_called_cheaper_only_where_they_are():
    Pack.objects.create(label="Yen", credits=500, currency="jpy", amount_minor=750, since="2026-11-01")
    Pack.objects.filter(currency="eur", label="Large").update(credits=2000)

    def said(currency: str) -> bool:
        return "Larger packs cost less per credit" in Client().get(f"/pricing/?currency={currency}").content.decode()

    assert [said(currency) for currency in ("usd", "gbp", "eur", "jpy")] == [True, True, False, False]


def test_the_vendors_price_its_date_and_its_part_of_ours_are_told(settings):
    settings.STABILITY_API_KEY = "sk-fake"
    page = Client().get("/pricing/")
    flash = rows(page)["Flash"]
    assert (flash["vendor_dollars"], flash["vendor_percent"]) == ("$0.025", 62)
    text = " ".join(page.content.decode().split())
    assert 'Stability AI\'s own list price as of <time datetime="2025-08-01">1 August 2025</time>.' in text.replace(
        "&#x27;", "'"
    )
    assert "This style runs on our own servers" in text


def test_free_credits_are_told_as_they_are(settings):
    settings.WELCOME_CREDITS, settings.DAILY_FREE_CREDITS = 0, 0
    assert "Start for free" not in Client().get("/pricing/").content.decode()
    settings.DAILY_FREE_CREDITS = 8
    text = " ".join(Client().get("/pricing/").content.decode().split())
    assert "You also get 8 free each day for Sketch, until midnight UTC" in text


def test_packs_are_shown_and_where_they_are_bought_only_where_they_can_be(settings):
    settings.DEBUG, settings.STRIPE_SECRET_KEY = True, ""
    assert 'href="/credits/buy/?currency=usd"' in Client().get("/pricing/").content.decode()
    settings.DEBUG = False
    page = Client().get("/pricing/").content.decode()
    assert "Credits aren't on sale yet." in page
    assert "/credits/buy/" not in page
    Pack.objects.all().delete()
    page = Client().get("/pricing/")
    assert (page.status_code, page.context["cards"]) == (200, [])
