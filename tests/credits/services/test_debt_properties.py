"""Grants, holds, levels of what is taken back, debts and freezes in any order, against plain arithmetic."""

import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.common.units import Credits
from apps.credits.models import Account, Origin
from apps.credits.selectors import owed_by
from apps.credits.services.clawback import pay_debts, set_taken_back, taken_back
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, InsufficientCredits, capture_holds, hold_credits, release_holds
from apps.credits.services.wallets import Frozen, freeze, lock_wallet, pay_debt, thaw
from tests.sizes import sizes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Wallet(RuleBasedStateMachine):
    """One person. The model: what is in each lot, what each hold took from which lot, each lot's level, and the debt."""

    @initialize()
    def begin(self):
        self.ledger_owner = uuid.uuid4()
        self.now = timezone.now()
        self.inside: dict[int, int] = {}  # by lot, in the order of their making
        self.bought: dict[int, int] = {}  # what was granted
        self.level: dict[int, int] = {}
        self.holds: dict[str, list[tuple[int, int]]] = {}
        self.owed = 0
        self.granted = self.spent = 0
        self.freezes: set[str] = set()

    def pay(self):
        for lot in self.bought:
            amount = min(self.inside[lot], self.owed)
            self.inside[lot] -= amount
            self.owed -= amount

    @rule(amount=st.integers(1, 20), paid_for=st.booleans())
    def grant(self, amount, paid_for):
        lot = grant_credits(
            ledger_owner=self.ledger_owner,
            amount=Credits(amount),
            source="issued:test",
            label="x",
            key=f"{self.ledger_owner}:{len(self.inside)}",
            origin=Origin.BOUGHT if paid_for else Origin.WELCOME,
        ).credit
        self.inside[lot.pk] = amount
        self.granted += amount
        if paid_for:
            self.bought[lot.pk], self.level[lot.pk] = amount, 0

    @precondition(lambda self: self.inside)
    @rule(amounts=st.lists(st.integers(1, 9), min_size=1, max_size=3))
    def hold(self, amounts):
        hold_requests = [HoldRequest(f"wish:{uuid.uuid4()}", Credits(amount)) for amount in amounts]
        if self.freezes:
            with pytest.raises(Frozen):
                hold_credits(ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="c", now=self.now)
            return
        before = (dict(self.inside), self.owed)
        self.pay()
        if sum(self.inside.values()) < sum(amounts):
            with pytest.raises(InsufficientCredits), transaction.atomic():
                hold_credits(ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="c", now=self.now)
            self.inside, self.owed = before
            return
        hold_credits(ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="c", now=self.now)
        order = sorted(self.inside, key=lambda lot: (lot in self.bought, lot))
        for wish in hold_requests:
            missing, shares = wish.amount, []
            for lot in order:
                share = min(missing, self.inside[lot])
                if share:
                    self.inside[lot] -= share
                    missing -= share
                    shares.append((lot, share))
            self.holds[wish.ref] = shares

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), captured=st.booleans())
    def end_a_hold(self, data, captured):
        ref = data.draw(st.sampled_from(list(self.holds)))
        shares = self.holds.pop(ref)
        amount = sum(share for _, share in shares)
        if captured:
            assert capture_holds(refs=[ref]) == amount
            self.spent += amount
        else:
            assert release_holds(refs=[ref]) == amount
            for lot, share in shares:
                self.inside[lot] += share

    @precondition(lambda self: self.bought)
    @rule(data=st.data(), times=st.integers(1, 2))
    def set_a_level(self, data, times):
        lot = data.draw(st.sampled_from(list(self.bought)))
        level = data.draw(st.integers(0, self.bought[lot]))
        change = level - self.level[lot]
        for _ in range(times):
            set_taken_back(lot=Account.objects.get(pk=lot), level=Credits(level), reason="x")
        self.level[lot] = level
        if change > 0:
            taken = min(self.inside[lot], change)
            self.inside[lot] -= taken
            self.owed += change - taken
        else:
            off = min(self.owed, -change)
            self.owed -= off
            self.inside[lot] += -change - off

    @rule(everybody=st.booleans())
    def pay_what_is_owed(self, everybody):
        if everybody:
            pay_debts(limit=100_000)
        else:
            with transaction.atomic():
                pay_debt(lock_wallet(self.ledger_owner))
        self.pay()

    @rule(cause=st.sampled_from("ab"), frozen=st.booleans())
    def freeze_or_thaw(self, cause, frozen):
        name = f"{self.ledger_owner}:{cause}"
        if frozen:
            assert freeze(ledger_owner=self.ledger_owner, cause=name, now=self.now) == (name not in self.freezes)
            self.freezes.add(name)
        else:
            assert thaw(cause=name, now=self.now) == (name in self.freezes)
            self.freezes.discard(name)

    @invariant()
    def everything_adds_up(self):
        if not hasattr(self, "ledger_owner"):
            return
        lots = {lot.pk: lot for lot in Account.objects.lots_of(self.ledger_owner)}
        assert {pk: lot.available for pk, lot in lots.items()} == self.inside
        assert owed_by(self.ledger_owner) == self.owed >= 0
        held = sum(share for shares in self.holds.values() for _, share in shares)
        assert self.granted - self.spent - held - sum(self.level.values()) == sum(self.inside.values()) - self.owed

    def teardown(self):
        if hasattr(self, "ledger_owner"):
            lots = Account.objects.filter(pk__in=self.bought)
            assert {lot.pk: taken_back(lot) for lot in lots} == self.level


@pytest.mark.parametrize("sequences", sizes(small=5, full=200))
def test_sequences_of_everything_that_happens_to_a_wallet_keep_it_exact(sequences):
    run_state_machine_as_test(
        Wallet,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=14,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
