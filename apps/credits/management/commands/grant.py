import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.accounts.operator_act import Act
from apps.accounts.operator_log import write_down
from apps.common.control_characters import strip_control_characters
from apps.common.units import Credits
from apps.credits.services.grants import grant_credits

MOST = 1_000_000
"""Ten thousand dollars' worth: more is a slip of the keyboard, and more than enough for the largest customer."""

LONGEST_REASON = 200  # as the ledger stores it


class Command(BaseCommand):
    help = "Give someone credits that never expire, with a reason that their statement shows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="e-mail address")
        parser.add_argument("credits", type=int)
        parser.add_argument("--reason", required=True)

    def handle(self, *, user: str, credits: int, reason: str, **_: Any) -> None:
        person = User.objects.filter(email__iexact=user).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {user}.")
        if credits < 1:
            raise CommandError("A gift is at least 1 credit. Nothing was given.")
        if credits > MOST:
            raise CommandError(f"A gift is at most {MOST:,} credits. Nothing was given.")
        reason = " ".join(strip_control_characters(reason).split())
        if not reason:
            raise CommandError("Say why: the reason stands in the statement. Nothing was given.")
        if len(reason) > LONGEST_REASON:
            raise CommandError(
                f"The reason has {len(reason)} characters, and a statement takes {LONGEST_REASON}. Nothing was given."
            )
        grant_credits(
            ledger_owner=person.ledger_owner,
            amount=Credits(credits),
            source="issued:staff",
            label="Gift",
            key=f"gift:{uuid.uuid4()}",
            reason=reason,
        )
        write_down(operator=None, act=Act.GRANTED, person=person, reason=reason, detail=f"{credits} credits")
        self.stdout.write(f"{person.email} was given {credits} credits.")
