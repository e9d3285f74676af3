"""What operators see and do: packs, refunds, and whether buying is on."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone

from apps.accounts.models import OperatorAct, User
from apps.common.money import in_money
from apps.credits.selectors import balance_of
from apps.payments.checks import buying_is_on_or_off
from apps.payments.models import Audit, Pack, Purchase, WebhookEvent
from apps.payments.services.audits import SILENT
from apps.payments.services.checkout import NothingOnSale
from tests.factories.accounts import make_person, signed_in
from tests.payments.shop import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.slow]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def operator() -> Client:
    return signed_in(User.objects.create_superuser("root@example.com", "x"))


def test_every_list_of_money_opens(shop, operator):
    bought = shop.bought()
    shop.fake.refund(bought.payment_ref, 100)
    shop.fake.dispute(bought.payment_ref, 100)
    shop.tell()
    Audit.objects.create(provider="stripe", findings="x")
    for name in ("pack", "purchase", "refund", "dispute", "webhookevent", "audit"):
        page = operator.get(f"/admin/payments/{name}/")
        assert page.status_code == 200, name
    assert operator.get(f"/admin/payments/purchase/{bought.pk}/change/").status_code == 200


def test_a_pack_is_added_and_ended_and_its_price_never_changes(shop, operator):
    values = {"label": "Tiny", "credits": 100, "currency": "usd", "amount_minor": 100, "since": "2026-11-01"}
    assert operator.post("/admin/payments/pack/add/", values).status_code == 302
    pack = Pack.objects.get(label="Tiny")
    changed = {**values, "credits": 999, "amount_minor": 1, "until": "2026-12-31"}
    assert operator.post(f"/admin/payments/pack/{pack.pk}/change/", changed).status_code == 302
    pack.refresh_from_db()
    assert (pack.credits, pack.amount_minor, str(pack.until)) == (100, 100, "2026-12-31")
    assert operator.post(f"/admin/payments/pack/{pack.pk}/delete/", {"post": "yes"}).status_code == 403


TYPED = {"label": "Typed", "credits": 500, "currency": "usd", "amount_minor": 500, "since": "2026-11-01", "until": ""}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"currency": "zzz"}, "“zzz” is no currency that is sold in here."),
        ({"currency": "USD"}, "is no currency that is sold in here."),
        ({"currency": "isk"}, "is no currency that is sold in here."),
        ({"amount_minor": 49}, "That is $0.49. Stripe charges nothing below $0.50."),
        ({"amount_minor": 0}, "Stripe charges nothing below $0.50."),
        ({"amount_minor": -5}, "greater than or equal to 0"),
        ({"amount_minor": 100_000_000}, "Stripe charges at most $999,999.99 at once."),
        ({"amount_minor": 99_999_999_999}, "Stripe charges at most $999,999.99 at once."),
        ({"currency": "kwd", "amount_minor": 1555}, "Amounts in KWD end in a zero"),
        ({"currency": "jpy", "amount_minor": 40, "credits": 30}, "Stripe charges nothing below ¥50."),
        ({"credits": 50_000}, "A credit would cost 0.01 ¢. It is sold for about 1.00 ¢"),
        ({"credits": 5, "amount_minor": 500}, "A credit would cost 100.00 ¢."),
        ({"credits": 0}, "A pack holds between 1 and 1,000,000 credits."),
        ({"credits": 1_000_000_000}, "A pack holds between 1 and 1,000,000 credits."),
        ({"until": "2025-01-01"}, "The last day is before the first."),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"label": ""}, "This field is required."),
    ],
)
def test_a_mistyped_pack_is_refused_in_words(shop, operator, typed, says):
    answer = operator.post("/admin/payments/pack/add/", {**TYPED, **typed})
    page = answer.content.decode()
    assert (answer.status_code, says in page, "onstraint" in page) == (200, True, False), page[-3000:]
    assert not Pack.objects.filter(label=typed.get("label", "Typed")).exists()


@pytest.mark.parametrize(
    "typed", [{"currency": "jpy", "amount_minor": 750}, {"currency": "kwd", "amount_minor": 1550}, {"credits": 4999}]
)
def test_an_unusual_pack_may_be_meant(shop, operator, typed):
    assert operator.post("/admin/payments/pack/add/", {**TYPED, **typed}).status_code == 302


def test_a_pack_that_began_today_is_taken_off_sale_at_once_and_its_purchases_keep_it(shop, operator):
    bought = shop.bought()
    pack = bought.pack
    address = f"/admin/payments/pack/{pack.pk}/change/"
    ended = operator.post(address, {"until": shop.now().date() - timedelta(days=1)})
    assert (ended.status_code, "tick “Stop selling now”" in ended.content.decode()) == (200, True)
    assert operator.post(address, {"until": "", "stop_now": "on"}).status_code == 302
    pack.refresh_from_db()
    assert pack.stopped_at is not None
    assert pack not in Pack.objects.on_sale(shop.now().date())
    with pytest.raises(NothingOnSale):
        shop.want(bought.owner, pack)
    bought.refresh_from_db()
    assert (bought.pack, bought.state, standing(bought.ledger_owner)) == (pack, "paid", (500, 0, False))
    assert "stop_now" not in operator.get(address).content.decode()


def test_several_packs_are_taken_off_sale_in_one_action(shop, operator):
    packs = [shop.pack(), shop.pack("eur")]
    chosen = {"action": "stop_selling", "_selected_action": [pack.pk for pack in packs]}
    answer = operator.post("/admin/payments/pack/", chosen, follow=True)
    assert "2 packs are not sold any more." in answer.content.decode()
    assert not Pack.objects.on_sale(shop.now().date()).filter(pk__in=chosen["_selected_action"]).exists()


def test_purchases_are_listed_by_buyer_with_the_newest_first(shop, operator):
    alice, bob = make_person("alice"), make_person("bob")
    for owner in (alice, bob):
        shop.bought(owner)
    shop.want(alice)
    Purchase.objects.filter(owner=bob).update(owner=None, refunded_minor=250)
    page = operator.get("/admin/payments/purchase/").content.decode()
    cells = re.findall(r'class="field-(?:buyer|what|given_back)[^"]*">([^<]*)<', page)
    assert cells == [
        alice.email,
        "500 for $5.00",
        "-",
        "closed account",
        "500 for $5.00",
        "$2.50",
        alice.email,
        "500 for $5.00",
        "-",
    ]


def test_no_row_of_money_is_changed_by_hand(shop, operator):
    bought = shop.bought()
    assert operator.post(f"/admin/payments/purchase/{bought.pk}/change/", {"credits": 9}).status_code == 403
    assert operator.post(f"/admin/payments/purchase/{bought.pk}/delete/", {"post": "yes"}).status_code == 403
    assert operator.get("/admin/payments/webhookevent/add/").status_code == 403


def test_staff_give_money_back_with_a_reason_and_after_a_confirmation(shop, operator):
    alice = make_person("alice")
    bought = shop.bought(alice)
    address = f"/admin/payments/purchase/{bought.pk}/refund/"
    assert address in operator.get(f"/admin/payments/purchase/{bought.pk}/change/").content.decode()
    assert operator.get(address).status_code == 200
    for missing in ({"amount_minor": 100, "sure": "on"}, {"amount_minor": 100, "reason": "x"}):
        assert operator.post(address, missing).status_code == 200
    assert shop.fake.refunds == {}
    answer = operator.post(address, {"amount_minor": 100, "reason": "kindness", "sure": "on"}, follow=True)
    assert "$1.00 refunded (succeeded)." in answer.content.decode()
    assert standing(alice.ledger_owner) == (400, 0, False)
    too_much = operator.post(address, {"amount_minor": 401, "reason": "x", "sure": "on"})
    assert "At most 400 can still be refunded." in too_much.content.decode()


def test_nobody_but_staff_with_the_right_gives_money_back(shop):
    bought = shop.bought()
    address = f"/admin/payments/purchase/{bought.pk}/refund/"
    reader = User.objects.create_user("reader@example.com", "x", is_staff=True)
    assert signed_in(reader).post(address, {"amount_minor": 1, "reason": "x", "sure": "on"}).status_code == 403
    assert signed_in(bought.owner).post(address).status_code == 302
    assert shop.fake.refunds == {}


def test_the_status_page_says_when_payments_are_noted_late(shop):
    assert "Payments are processed right away." in Client().get("/status/").content.decode()
    Audit.objects.create(provider="stripe", findings=SILENT)
    assert "Payments are delayed." in Client().get("/status/").content.decode()
    Audit.objects.create(provider="stripe", findings="")
    assert "Payments are processed right away." in Client().get("/status/").content.decode()
    WebhookEvent.objects.create(
        provider="stripe", event_id="e", kind="refund.created", payload={}, received_at=shop.now() - timedelta(hours=1)
    )
    assert "Payments are delayed." in Client().get("/status/").content.decode()


def test_a_site_without_a_provider_is_healthy_and_the_doctor_says_that_buying_is_off(settings):
    from apps.operations.health import examine

    assert [check.says for check in examine(thorough=True) if check.name == "buying"] == [
        "off: STRIPE_SECRET_KEY is not set"
    ]
    assert "Buying credits" not in Client().get("/status/").content.decode()


def test_the_deployment_check_says_whether_buying_is_on():
    def said(**changed: object) -> list[str]:
        with override_settings(**changed):
            return [message.id for message in buying_is_on_or_off()]

    stripe = {"STRIPE_SECRET_KEY": "sk_test_x", "SITE_URL": "https://gifsite.example"}
    assert said(STRIPE_SECRET_KEY="", DEBUG=False) == ["payments.I001"]
    assert said(STRIPE_SECRET_KEY="", DEBUG=True) == ["payments.W001"]
    assert said(**stripe, STRIPE_WEBHOOK_SECRETS=["whsec_x"]) == ["payments.I002"]
    assert said(**stripe, STRIPE_WEBHOOK_SECRETS=[]) == ["payments.I002", "payments.W002"]
    assert said(STRIPE_SECRET_KEY="sk_test_x", STRIPE_WEBHOOK_SECRETS=["x"]) == ["payments.I002", "payments.E001"]


@pytest.mark.large
@pytest.mark.parametrize(("secrets", "ok"), [(None, False), ("", False), (" , ", False), ("whsec_a,whsec_b", True)])
def test_a_live_key_without_webhook_secrets_stops_the_boot_and_names_the_variable(tmp_path, secrets, ok):
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gifsite.settings",
        "STRIPE_SECRET_KEY": "sk_live_x",
        **({} if secrets is None else {"STRIPE_WEBHOOK_SECRETS": secrets}),
    }
    boot = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(len(settings.STRIPE_WEBHOOK_SECRETS))"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (boot.returncode == 0) is ok
    assert boot.stdout == "2\n" if ok else "STRIPE_WEBHOOK_SECRETS" in boot.stderr.strip().splitlines()[-1]


def test_reconcile_stripe_says_what_it_healed_and_fails_when_messages_were_missed(shop):
    purchase = shop.want()
    shop.pay(purchase)
    out = StringIO()
    call_command("reconcile", "stripe", stdout=out)
    assert out.getvalue().splitlines() == [
        f"{purchase.pk}: open, now paid",
        "1 purchases were not what the provider says; now they are.",
    ]
    late = shop.want()
    shop.pay(late)
    Purchase.objects.filter(pk=late.pk).update(created_at=shop.now() - timedelta(hours=1))
    with pytest.raises(CommandError, match="messages of the provider were missed"):
        call_command("reconcile", "stripe", stdout=out)
    shop.fake.next("reset", times=3)
    with pytest.raises(CommandError, match="isn't responding"):
        call_command("reconcile", "stripe", stdout=out)


def test_the_desk_refunds_what_is_left_of_a_purchase_once(shop):
    buyer = make_person("buyer")
    purchase = shop.bought(buyer)
    operator = User.objects.create_superuser("desk@example.com", "x")
    desk = signed_in(operator)
    file = f"/operations/people/{buyer.pk}/"
    assert f"Refund {in_money(purchase.amount_minor, purchase.currency)}" in desk.get(file).content.decode()
    assert str(buyer.email) in desk.get("/operations/people/", {"q": str(purchase.pk)}).content.decode()
    for sentence in ("refunded.", "Nothing is left to refund. Nothing changed."):
        page = desk.post(f"/operations/purchases/{purchase.pk}/refund/", {"reason": "Bought twice"}, follow=True)
        assert sentence in " ".join(str(message) for message in page.context["messages"])
    shop.tell()
    assert Purchase.objects.get(pk=purchase.pk).refunded_minor == purchase.amount_minor
    assert balance_of(buyer.ledger_owner, now=timezone.now()).available == 0
    act = OperatorAct.objects.get()
    assert (act.operator, act.act, act.person, act.subject) == (operator, "refunded", buyer.pk, str(purchase.pk))
    shown = desk.get(file).content.decode()
    assert f"refunded {in_money(purchase.amount_minor, purchase.currency)}" in shown
    assert "/refund/" not in shown


def test_nobody_but_operators_refunds_at_the_desk(shop):
    buyer = make_person("buyer")
    purchase = shop.bought(buyer)
    answer = signed_in(buyer).post(f"/operations/purchases/{purchase.pk}/refund/", {"reason": "I want it"})
    assert (answer.status_code, Purchase.objects.get(pk=purchase.pk).refunded_minor) == (403, 0)
