"""The watch over locks sees a second order when there is one."""

import pytest
from django.db import connection

from tests import locks

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch():
    return next(one for one in connection.execute_wrappers if isinstance(one, locks.Watch))


def seen(watch, *statements):
    """The tables that a transaction of these statements locks after later ones."""
    found = []
    watch.held = locks.Held()
    watch._fault = found.append
    try:
        for statement in statements:
            watch.note(statement, [])
    finally:
        del watch._fault
        watch.held = locks.Held()
    return found


ANIMATION = 'SELECT "animations_animation"."id" FROM "animations_animation" WHERE x FOR NO KEY UPDATE'
PAUSE = 'UPDATE "animations_enginepause" SET "until" = %s'
HINT = 'DELETE FROM "animations_hint" WHERE x'
FRAME = 'UPDATE "animations_frame" SET "state" = %s'


def test_the_documented_order_is_no_fault(watch):
    assert seen(watch, ANIMATION, PAUSE, FRAME, HINT, FRAME, ANIMATION) == []


def test_the_other_order_is_a_fault(watch):
    assert seen(watch, ANIMATION, HINT, PAUSE) == ["animations_enginepause is locked after animations_hint"]


def test_rows_of_an_animation_are_free_only_for_who_holds_it(watch):
    assert seen(watch, HINT, FRAME) == ["animations_frame is locked after animations_hint"]


def test_what_a_savepoint_gave_back_is_not_held(watch):
    assert seen(watch, ANIMATION, "SAVEPOINT one", HINT, "ROLLBACK TO SAVEPOINT one", PAUSE) == []


def test_plain_reads_lock_nothing(watch):
    assert seen(watch, HINT, ANIMATION.replace(" FOR NO KEY UPDATE", "")) == []


def test_accounts_of_people_come_before_limits_in_money():
    limit, lot = locks.rank_of("ceiling", "mill"), locks.rank_of("lot", "credit")
    assert lot < locks.rank_of("ceiling", "call") < limit
