import json
import secrets
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.accounts.models import User
from apps.api.services import create_token
from apps.common.units import Credits
from apps.credits.services.grants import grant_credits

DEMO_CREDITS = Credits(500)


class Command(BaseCommand):
    help = "Make a verified demo person with 500 credits and an API token. Only where DEBUG is on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print email, password and api_token as JSON")

    def handle(self, *, json: bool, **_: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("A demo person is made only where DEBUG is on.")
        person = make_demo()
        if json:
            self.stdout.write(as_json(person))
        else:
            for name, value in person.items():
                self.stdout.write(f"{name}: {value}")


def make_demo() -> dict[str, str]:
    """Return a new person every time, so that demos do not share a balance."""
    email = f"demo-{uuid.uuid4().hex[:8]}@example.com"
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = User.objects.create_user(email, password, display_name="Demo")
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        grant_credits(
            ledger_owner=user.ledger_owner,
            amount=DEMO_CREDITS,
            source="issued:demo",
            label="Demo credits",
            key=f"demo:{user.ledger_owner}",
        )
        _, secret = create_token(user=user, name="Demo")
    return {"email": email, "password": password, "api_token": secret}


def as_json(person: dict[str, str]) -> str:
    return json.dumps(person)
