"""Whatever is done in whatever order, the ledger equals a model of three numbers per lot. Hypothesis chooses the order."""

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
from apps.credits.models import Account
from apps.credits.selectors import balance_of
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, InsufficientCredits, capture_holds, hold_credits, release_holds
from tests.sizes import sizes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Ledger(RuleBasedStateMachine):
    """One person: what the services say must equal what plain arithmetic says."""

    @initialize()
    def begin(self):
        self.ledger_owner = uuid.uuid4()
        self.now = timezone.now()
        self.available = 0
        self.held: dict[str, int] = {}
        self.grants: list[tuple[str, int]] = []
        self.over: list[str] = []

    @rule(amount=st.integers(1, 20))
    def grant(self, amount):
        key = f"{self.ledger_owner}:{len(self.grants)}"
        grant_credits(ledger_owner=self.ledger_owner, amount=Credits(amount), source="issued:test", label="x", key=key)
        self.grants.append((key, amount))
        self.available += amount

    @precondition(lambda self: self.grants)
    @rule(data=st.data())
    def grant_again_with_a_used_key(self, data):
        key, _ = data.draw(st.sampled_from(self.grants))
        grant_credits(ledger_owner=self.ledger_owner, amount=Credits(99), source="issued:test", label="x", key=key)

    @rule(amounts=st.lists(st.integers(1, 9), min_size=1, max_size=4))
    def hold(self, amounts):
        hold_requests = [HoldRequest(f"frame:{uuid.uuid4()}", Credits(amount)) for amount in amounts]
        if sum(amounts) > self.available:
            with pytest.raises(InsufficientCredits) as short, transaction.atomic():
                hold_credits(ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="c", now=self.now)
            assert (short.value.needed, short.value.available) == (sum(amounts), self.available)
            return
        hold_credits(ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="c", now=self.now)
        self.available -= sum(amounts)
        self.held.update({wish.ref: wish.amount for wish in hold_requests})

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def capture(self, data):
        ref = data.draw(st.sampled_from(sorted(self.held)))
        assert capture_holds(refs=[ref]) == self.held.pop(ref)
        self.over.append(ref)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data):
        refs = data.draw(st.lists(st.sampled_from(sorted(self.held)), unique=True, min_size=1))
        amount = sum(self.held.pop(ref) for ref in refs)
        assert release_holds(refs=refs) == amount
        self.available += amount
        self.over += refs

    @precondition(lambda self: self.over)
    @rule(data=st.data())
    def resolve_again(self, data):
        ref = data.draw(st.sampled_from(self.over))
        assert (capture_holds(refs=[ref]), release_holds(refs=[ref])) == (0, 0)

    @invariant()
    def lots_are_what_arithmetic_says(self):
        if not hasattr(self, "ledger_owner"):
            return
        lots = Account.objects.lots_of(self.ledger_owner).values_list(
            "credits_posted", "debits_posted", "debits_pending"
        )
        available = [posted - spent - held for posted, spent, held in lots]
        assert (sum(available), sum(held for _, _, held in lots)) == (self.available, sum(self.held.values()))
        assert all(amount >= 0 for amount in available)

    def teardown(self):
        """The balance that people are shown is asked for once a sequence: it is a sum over the lots compared above."""
        if hasattr(self, "ledger_owner"):
            balance = balance_of(self.ledger_owner, now=self.now)
            assert (balance.available, balance.held) == (self.available, sum(self.held.values()))


@pytest.mark.parametrize("sequences", sizes(small=20, full=1000))
def test_sequences_of_grants_holds_captures_and_releases_keep_the_ledger_exact(sequences):
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=8,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
