"""What an operator orders, and the record that each order leaves."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.operator_act import Act
from apps.accounts.operator_log import write_down


class Refused(Exception):
    """The act cannot be done now; the text says why, for people. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who acts, on whom, why and when. `operator` is None for a command; `reason` was checked.

    `credits` is for a gift; `once` names the form that was sent, so that a gift sent twice is given once.
    """

    operator: User | None
    person: User
    reason: str
    now: datetime
    credits: int = 0
    once: uuid.UUID = field(default_factory=uuid.uuid4)

    def write_down(self, act: Act, *, subject: str = "", detail: str = "") -> None:
        write_down(
            operator=self.operator, act=act, person=self.person, reason=self.reason, subject=subject, detail=detail
        )


@contextmanager
def about(person: User) -> Iterator[None]:
    """Hold the row of somebody for a transaction in which an act and its record are one."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        yield
