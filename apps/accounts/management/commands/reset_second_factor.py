from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.accounts.second_factor import reset_factor
from apps.common.control_characters import strip_control_characters

LONGEST_REASON = 120  # as the security log stores it


class Command(BaseCommand):
    help = "Take away someone's passkeys, authenticator app and recovery codes, with a reason that they read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="e-mail address")
        parser.add_argument("--reason", required=True)

    def handle(self, *, user: str, reason: str, **_: Any) -> None:
        person = User.objects.filter(email__iexact=user).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {user}.")
        reason = " ".join(strip_control_characters(reason).split())
        if not reason:
            raise CommandError("Say why: their recent activity shows the reason. Nothing was changed.")
        if len(reason) > LONGEST_REASON:
            raise CommandError(
                f"The reason has {len(reason)} characters, and the log takes {LONGEST_REASON}. Nothing was changed."
            )
        removed = reset_factor(user=person, reason=reason)
        steps = {0: "had no second step", 1: "lost 1 second step"}.get(removed, f"lost {removed} second steps")
        again = " They can set up a new one during their next sign-in." if person.is_staff else ""
        self.stdout.write(f"{person.email} {steps} and is signed out everywhere.{again}")
