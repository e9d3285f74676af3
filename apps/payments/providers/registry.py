"""The tills of this site: Stripe with a key; without one and in development, a practice till in which no money moves."""

from django.conf import settings

from apps.payments.provider import Till, TillAway
from apps.payments.providers.practice import PracticeTill
from apps.payments.providers.stripe import StripeTill


def open_till() -> Till | None:
    """The till that sells now, or None when nothing can be bought here."""
    if settings.STRIPE_SECRET_KEY:
        return StripeTill()
    return PracticeTill() if settings.DEBUG else None


def till_called(name: str) -> Till:
    """The till that sold something before. Raises TillAway when it is no longer configured."""
    if name == StripeTill.name and settings.STRIPE_SECRET_KEY:
        return StripeTill()
    if name == PracticeTill.name and settings.DEBUG:
        return PracticeTill()
    raise TillAway(f"the till “{name}” is not configured here")
