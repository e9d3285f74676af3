"""The statement: what its lines say, that no line is lost or told twice, and how many questions it asks."""

import datetime as dt
import itertools
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.common.units import Credits
from apps.credits.balances import balances_of
from apps.credits.models import Origin, Transfer
from apps.credits.services.clawback import set_taken_back
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, capture_holds, hold_credits, release_holds
from apps.credits.statement_index import Kind, Limits, Wanted
from apps.credits.statements import statement_lines, statement_page
from tests.sizes import large, sizes

pytestmark = pytest.mark.django_db
numbers = itertools.count()


def give(
    ledger_owner: uuid.UUID, amount: int, origin: Origin = Origin.BOUGHT, *, days: int | None = None, engine: str = ""
):
    expires = timezone.now() + dt.timedelta(days=days) if days is not None else None
    return grant_credits(
        ledger_owner=ledger_owner,
        amount=Credits(amount),
        source="issued:test",
        label=str(origin.label),
        key=f"given:{next(numbers)}",
        origin=origin,
        expires_at=expires,
        only_engine=engine,
    ).credit


def spend(ledger_owner: uuid.UUID, *, stored: int = 0, lost: int = 0, waiting: int = 0, group_key: str = "") -> str:
    """A GIF of frames at one credit each."""
    group_key = group_key or f"animation:{uuid.uuid4()}"
    refs = [f"{group_key}:{number}" for number in range(stored + lost + waiting)]
    hold_credits(
        ledger_owner=ledger_owner,
        hold_requests=[HoldRequest(ref, Credits(1)) for ref in refs],
        group_key=group_key,
        now=timezone.now(),
    )
    for ref in refs[:stored]:
        capture_holds(refs=[ref])
    release_holds(refs=refs[stored : stored + lost])
    return group_key


@pytest.fixture
def alice() -> uuid.UUID:
    return uuid.uuid4()


def test_a_gif_is_one_line_with_what_it_cost_holds_and_gave_back(alice):
    give(alice, 20)
    group_key = spend(alice, stored=3, lost=2, waiting=1)
    line, bought = statement_page(alice).lines
    assert (line.group_key, line.charged, line.released, line.held, line.change) == (group_key, 3, 2, 1, -4)
    assert (bought.granted, bought.change, bought.group_key) == (20, 20, "")
    assert line.newest > bought.newest


def test_a_refund_of_spent_credits_is_told_by_what_left_and_what_is_owed(alice):
    lot = give(alice, 10)
    spend(alice, stored=4)
    set_taken_back(lot=lot, level=Credits(10), reason="Taken back: refunded")
    lines = statement_page(alice).lines
    assert sorted((line.taken, line.owed) for line in lines if line.key.startswith("taken:")) == [(0, 4), (6, 0)]
    set_taken_back(lot=lot, level=Credits(0), reason="Taken back: refunded")
    lines = statement_page(alice).lines
    assert sum(line.change for line in lines) == balances_of(alice, now=timezone.now()).available == 6
    assert sum(line.owed for line in lines) == 0


def test_nobody_elses_credits_are_told(alice):
    bob = uuid.uuid4()
    give(alice, 5)
    give(bob, 7)
    spend(bob, stored=2)
    assert [line.granted for line in statement_page(alice).lines] == [5]
    assert len(statement_page(bob).lines) == 2


@pytest.fixture
def full(alice) -> dict[str, str]:
    give(alice, 40, Origin.WELCOME, days=90)
    lot = give(alice, 100)
    told = {
        "charged": spend(alice, stored=2),
        "both": spend(alice, stored=1, lost=1),
        "lost": spend(alice, lost=2),
        "waiting": spend(alice, waiting=2),
    }
    set_taken_back(lot=lot, level=Credits(30), reason="Taken back: refunded")
    return told


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (Kind.ALL, ["taken", "waiting", "lost", "both", "charged", "given", "given"]),
        (Kind.BOUGHT, ["taken", "given"]),
        (Kind.CHARGED, ["both", "charged"]),
        (Kind.GIVEN_BACK, ["lost", "both"]),
        (Kind.FREE, ["given"]),
    ],
)
def test_every_kind_of_line_can_be_asked_for_alone(alice, full, kind, wanted):
    names = {group_key: name for name, group_key in full.items()}
    lines = statement_page(alice, wanted=Wanted(kind=kind)).lines
    assert [names.get(line.group_key) or line.key.partition(":")[0] for line in lines] == wanted


def test_dates_bound_what_is_told(alice, full):
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    everything = len(statement_page(alice).lines)

    def told(since=None, until=None):
        return len(statement_page(alice, wanted=Wanted(since=since, until=until)).lines)

    assert (told(), told(now - hour), told(now - hour, now + hour)) == (everything, everything, everything)
    assert (told(now + hour), told(None, now - hour), told(now + hour, now + 2 * hour)) == (0, 0, 0)
    assert told(Transfer.objects.order_by("-id")[0].created_at - dt.timedelta(seconds=1)) >= 1


def all_pages(ledger_owner, wanted, limits):
    before, pages = None, []
    while True:
        page = statement_page(ledger_owner, wanted=wanted, before=before, limits=limits)
        pages.append(page.lines)
        before = page.next_before
        if before is None:
            return pages


@given(
    st.lists(st.tuples(st.sampled_from(["give", "spend", "late"]), st.integers(0, 3), st.integers(0, 2)), max_size=25),
    st.sampled_from(list(Kind)),
)
def check_small_pages(events, kind):
    """Against the whole statement in one page. Late captures make lines reach over pages and accounts."""
    ledger_owner, waiting = uuid.uuid4(), []
    give(ledger_owner, 1000)
    for number, (what, amount, more) in enumerate(events):
        if what == "give":
            give(ledger_owner, amount + 1, Origin.DAILY if more else Origin.BOUGHT, days=1 if more else None)
        elif what == "spend" and amount + more:
            spend(ledger_owner, stored=amount, lost=more)
            waiting.append(spend(ledger_owner, waiting=1, group_key=f"animation:late-{ledger_owner}-{number}"))
        elif what == "late" and waiting:
            capture_holds(refs=[f"{waiting.pop(0)}:0"])
    wanted = Wanted(kind=kind)
    whole = list(
        statement_page(ledger_owner, wanted=wanted, limits=Limits(lines=1000, transfers=100_000, accounts=100)).lines
    )
    for page, read, accounts, arms in ((3, 1000, 20, 400), (2, 5, 20, 400), (50, 4, 1, 400), (3, 7, 2, 1)):
        limits = Limits(lines=page, transfers=read, accounts=accounts, arms=arms)
        told = [line for lines in all_pages(ledger_owner, wanted, limits) for line in lines]
        assert told == whole
        assert list(statement_lines(ledger_owner, wanted=wanted, limits=limits)) == whole
    if kind == Kind.ALL:
        assert sum(line.change for line in whole) == balances_of(ledger_owner, now=timezone.now()).available


@pytest.mark.parametrize("examples", sizes(small=6, full=100))
def test_pages_tell_every_line_once_however_small_they_are(examples):
    settings(max_examples=examples, deadline=None)(check_small_pages)()


@pytest.mark.parametrize("kind", [Kind.ALL, *map(large, [kind for kind in Kind if kind != Kind.ALL])])
def test_the_number_of_questions_does_not_grow(alice, kind):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            statement_page(alice, wanted=Wanted(kind=kind))
            balances_of(alice, now=timezone.now())
        return len(asked)

    give(alice, 50)
    give(alice, 5, Origin.DAILY, days=1)
    spend(alice, stored=1, lost=1)
    few = questions()
    for _ in range(12):
        give(alice, 5)
        give(alice, 5, Origin.DAILY, days=1)
        spend(alice, stored=3, lost=3)
    assert questions() == few == 4


def test_a_purse_leaves_out_emptied_lots_and_lots_for_other_engines(alice):
    give(alice, 3, Origin.DAILY, days=1, engine="sketch")
    give(alice, 4, Origin.WELCOME, days=1)
    give(alice, 5)
    balances = balances_of(alice, now=timezone.now())
    assert (balances.available, balances.spendable("sketch"), balances.spendable("stability")) == (12, 12, 9)
    assert [lot.available for lot in balances.gifts_of_the_day] == [3]
    spend(alice, stored=3)  # without an engine: from what is good for all
    balances = balances_of(alice, now=timezone.now())
    assert (len(balances.lots), balances.available) == (3, 9)
    later = balances_of(alice, now=timezone.now() + dt.timedelta(days=2))
    assert (len(later.lots), later.available) == (1, 5)


def test_what_is_owed_is_taken_off_what_can_be_spent_as_holding_does(alice):
    lot = give(alice, 10)
    spend(alice, stored=10)
    set_taken_back(lot=lot, level=Credits(10), reason="Taken back: refunded")
    give(alice, 4, Origin.WELCOME, days=1)
    assert balances_of(alice, now=timezone.now()).spendable("sketch") == 4
    give(alice, 12)
    balances = balances_of(alice, now=timezone.now())
    assert (balances.available, balances.owed, balances.spendable("sketch")) == (16, 10, 6)
    spend(alice, stored=6)
    assert balances_of(alice, now=timezone.now()).available == 0
