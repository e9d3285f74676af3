"""Whether somebody said that they may use the people shown in their pictures: asked once per account and day."""

from datetime import UTC, datetime

from apps.accounts.models import User


def has_consented(user: User, *, now: datetime) -> bool:
    """Return whether this account was asked already on this day of UTC, and said yes."""
    given = user.consented_at
    return given is not None and given.astimezone(UTC).date() == now.astimezone(UTC).date()


def note_consent(user: User, *, now: datetime) -> None:
    """Keep when somebody said that they may use the people shown."""
    user.consented_at = now
    user.save(update_fields=["consented_at"])
