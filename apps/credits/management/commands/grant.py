import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.common.units import Credits
from apps.credits.services.granting import grant_credits


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
            raise CommandError("A gift is at least 1 credit.")
        grant_credits(
            party=person.party,
            amount=Credits(credits),
            source="issued:staff",
            label="Gift",
            key=f"gift:{uuid.uuid4()}",
            reason=reason,
        )
        self.stdout.write(f"{person.email} was given {credits} credits.")
