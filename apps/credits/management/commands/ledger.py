from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.accounts.models import User
from apps.credits.findings import findings
from apps.credits.selectors import balance_of
from apps.credits.statements import whole_statement


class Command(BaseCommand):
    help = "Prove that the ledger adds up, or show one person's statement."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="exit 1 and a line for everything that does not add up")
        verify.add_argument("--deep", action="store_true", help="also read every stored picture and compare its hash")
        person = actions.add_parser("statement", help="what happened to one person's credits, newest first")
        person.add_argument("user", help="e-mail address")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "verify":
            self.verify(deep=options["deep"])
        else:
            self.statement(options["user"])

    def verify(self, *, deep: bool) -> None:
        found = findings(deep=deep)
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} findings", returncode=1)
        self.stdout.write("The ledger adds up.")

    def statement(self, email: str) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        now = timezone.now()
        balance = balance_of(user.ledger_owner, now=now)
        self.stdout.write(f"{user.email}: {balance.available} credits, {balance.held} held")
        for line in whole_statement(user.ledger_owner, now=now):
            self.stdout.write(
                f"{line.began_at:%Y-%m-%d %H:%M}  +{line.granted:<6} -{line.taken:<6} held {line.held:<5} "
                f"charged {line.charged:<5} released {line.released:<5} {line.reason or line.group_key}"
            )
