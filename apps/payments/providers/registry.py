"""The payment providers of this site: Stripe with a key; without one and in development, a practice provider in which no money moves."""

from django.conf import settings

from apps.payments.provider import PaymentProvider, ProviderUnavailable
from apps.payments.providers.practice import PracticeProvider
from apps.payments.providers.stripe import StripeProvider


def active_provider() -> PaymentProvider | None:
    """Return the provider that sells now, or None when nothing can be bought here."""
    if settings.STRIPE_SECRET_KEY:
        return StripeProvider()
    return PracticeProvider() if settings.DEBUG else None


def provider_named(name: str) -> PaymentProvider:
    """Return the provider that sold something before. Raises ProviderUnavailable when it is no longer configured."""
    if name == StripeProvider.name and settings.STRIPE_SECRET_KEY:
        return StripeProvider()
    if name == PracticeProvider.name and settings.DEBUG:
        return PracticeProvider()
    raise ProviderUnavailable(f"the provider “{name}” is not configured here")
