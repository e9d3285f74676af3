"""The command that gives credits: what it takes, and what it refuses in one line."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.credits.models import Transfer
from apps.credits.selectors import balance_of
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def grant(credits: str, reason: str = "thanks") -> int:
    alice = make_person("alice", password=None)
    call_command("grant", alice.email, credits, f"--reason={reason}")
    return balance_of(alice.ledger_owner, now=timezone.now()).available


def test_a_gift_arrives_with_its_reason(capsys):
    assert grant("1000000", "  for the\n talk ") == 1_000_000
    assert Transfer.objects.get().reason == "for the talk"
    assert capsys.readouterr().out.endswith("was given 1000000 credits.\n")


@pytest.mark.parametrize(
    ("credits", "reason", "says"),
    [
        ("0", "x", "at least 1 credit"),
        ("-5", "x", "at least 1 credit"),
        ("1000001", "x", "at most 1,000,000 credits"),
        ("9" * 30, "x", "at most 1,000,000 credits"),
        ("5", "", "Say why"),
        ("5", " \n\t\u200e", "Say why"),
        ("5", "é" * 201, "The reason has 201 characters, and a statement takes 200."),
        ("1.5", "x", "invalid int value"),
        ("9" * 5000, "x", "invalid int value"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line_and_gives_nothing(credits, reason, says):
    with pytest.raises(CommandError, match=says) as refused:
        grant(credits, reason)
    assert "\n" not in str(refused.value)
    assert not Transfer.objects.exists()
