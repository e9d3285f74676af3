from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.operator_log import checked_reason
from apps.operations.desk.acts import PERSON_ACTS
from apps.operations.desk.order import Order, Refused


class Command(BaseCommand):
    help = "Do to a person what the operators' desk does, with a reason that is written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="e-mail address")
        parser.add_argument("act", choices=sorted(PERSON_ACTS))
        parser.add_argument("--reason", required=True)
        parser.add_argument("--credits", type=int, default=0, help="for grant")

    def handle(self, *, user: str, act: str, reason: str, credits: int, **_: Any) -> None:
        person = User.objects.filter(email__iexact=user).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {user}.")
        try:
            checked = checked_reason(reason)
            order = Order(operator=None, person=person, reason=checked, now=timezone.now(), credits=credits)
            self.stdout.write(f"{person.email}: {PERSON_ACTS[act].perform(order)}")
        except (Refused, ValidationError) as why:
            sentence = why.messages[0] if isinstance(why, ValidationError) else str(why)
            raise CommandError(f"{sentence} Nothing changed.") from why
