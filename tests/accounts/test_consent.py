from datetime import UTC, datetime

import pytest

from apps.accounts.consent import has_consented, note_consent
from apps.accounts.models import User
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def at(hour: int, day: int = 1) -> datetime:
    return datetime(2026, 5, day, hour, 30, tzinfo=UTC)


def test_nobody_has_consented_before_they_are_asked():
    assert not has_consented(make_person("alice"), now=at(9))


@pytest.mark.parametrize(
    ("now", "holds"), [(at(9), True), (at(23), True), (at(0, day=2), False), (at(9, day=2), False)]
)
def test_consent_holds_until_midnight(now, holds):
    alice = make_person("alice")
    note_consent(alice, now=at(8))
    assert has_consented(User.objects.get(pk=alice.pk), now=now) is holds
