from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from apps.accounts.identity import person_mark
from apps.accounts.signals import person_verified


@receiver(email_confirmed)
def announce_a_verified_person(*, email_address: EmailAddress, **_: Any) -> None:
    person_verified.send(
        sender=type(email_address.user), user=email_address.user, person_mark=person_mark(email_address.email)
    )
