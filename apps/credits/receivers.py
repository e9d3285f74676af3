from dataclasses import asdict
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.signals import person_verified, personal_data_requested
from apps.credits.services.free import Newcomer, grant_welcome
from apps.credits.statements import whole_statement


@receiver(person_verified)
def welcome_a_verified_person(*, user: User, person_mark: str, network: str, is_throwaway: bool, **_: Any) -> None:
    grant_welcome(Newcomer(user.ledger_owner, person_mark, network, is_throwaway), now=timezone.now())


@receiver(personal_data_requested)
def tell_credits(*, user: User, **_: Any) -> dict[str, Any]:
    lines = whole_statement(user.ledger_owner, now=timezone.now())
    return {"credits": [asdict(line) for line in lines]}
