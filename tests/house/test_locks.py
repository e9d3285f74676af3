"""The watch over the order of locks itself: it sees two orders, and it sees all the ways in which rows are locked."""

import pytest
from django.db import connection, transaction

from apps.animations.models import EnginePause, MessageKind, OutboxMessage
from apps.credits.models import SpendingBlock, Unit
from apps.credits.services.ceilings import Ceiling, hold_under_ceilings
from apps.credits.services.holds import capture_holds
from apps.payments.models import Purchase
from tests import locks
from tests.animations.harness import Harness
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)

PERSON = Ceiling("spend:user:alice:today", Unit.MILL, 1_000)
SITE = Ceiling("spend:site:today", Unit.MILL, 1_000)


def hold(ref: str, *ceilings: Ceiling) -> None:
    hold_under_ceilings(amount=1, ceilings=list(ceilings), ref=ref, group_key="")


def test_the_document_gives_every_table_one_place_and_the_accounts_a_late_one():
    order = locks.documented_order(locks.DOCUMENT.read_text(encoding="utf-8"))

    assert order["animations_animation"].number < order["animations_enginepause"].number
    assert order["animations_enginepause"].number < order["credits_account"].number
    assert "animations_frame" in order["animations_animation"].guards


def test_an_engines_pause_that_is_locked_after_a_spending_limit_is_a_fault():
    with transaction.atomic():
        hold("before", SITE)

    with locks.expecting_faults() as faults, transaction.atomic():
        capture_holds(refs=["before"])
        EnginePause.objects.filter(engine="stability").delete()
        list(EnginePause.objects.select_for_update().filter(engine="stability"))

    assert faults == ["animations_enginepause is locked after credits_account"]


def test_an_animation_that_is_locked_after_its_hint_is_a_fault(harness: Harness):
    animation = harness.start(make_person("alice", credits=10), frames=2)

    with locks.expecting_faults() as faults, transaction.atomic():
        OutboxMessage.objects.filter(kind=MessageKind.STEP, ref=animation.pk).delete()
        type(animation).objects.select_for_update().get(pk=animation.pk)

    assert faults == ["animations_animation is locked after animations_outboxmessage"]


def test_accounts_that_a_trigger_locks_in_the_other_order_are_a_fault():
    hold("person", PERSON)
    hold("site", SITE)

    with locks.expecting_faults() as faults, transaction.atomic():
        capture_holds(refs=["site"])
        capture_holds(refs=["person"])

    assert len(faults) == 1
    assert "is locked after" in faults[0]


def test_another_account_that_is_locked_after_what_comes_after_accounts_is_a_fault():
    hold("person", PERSON)
    hold("site", SITE)

    with locks.expecting_faults() as faults, transaction.atomic():
        capture_holds(refs=["person"])
        SpendingBlock.objects.update(ended_at=None)
        capture_holds(refs=["site"])

    assert len(faults) == 1
    assert faults[0].endswith("is locked after credits_spendingblock")


def test_a_table_without_a_place_that_is_locked_beside_another_is_a_fault():
    with locks.expecting_faults() as faults, transaction.atomic():
        Purchase.objects.update(version=1)
        connection.cursor().execute('UPDATE "gallery_publication" SET id = id')

    assert faults == ["gallery_publication is locked beside payments_purchase and has no place in the order"]


def test_what_was_locked_in_a_block_that_was_taken_back_counts_no_more():
    with locks.expecting_faults() as faults, transaction.atomic():
        with transaction.atomic():
            OutboxMessage.objects.all().delete()
            transaction.set_rollback(True)
        EnginePause.objects.update(strikes=0)

    assert faults == []
