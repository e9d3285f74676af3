from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.signals import person_verified
from apps.credits.services.granting import grant_welcome


@receiver(person_verified)
def welcome_a_verified_person(*, user: User, person_mark: str, **_: Any) -> None:
    grant_welcome(party=user.party, person_mark=person_mark, now=timezone.now())
