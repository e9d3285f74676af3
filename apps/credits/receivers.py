from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.signals import person_verified
from apps.credits.services.free import Newcomer, grant_welcome


@receiver(person_verified)
def welcome_a_verified_person(*, user: User, person_mark: str, network: str, is_throwaway: bool, **_: Any) -> None:
    grant_welcome(Newcomer(user.ledger_owner, person_mark, network, is_throwaway), now=timezone.now())
