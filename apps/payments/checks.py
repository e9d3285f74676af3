"""What `manage.py check --deploy` says about buying."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register  # noqa: A004 - Django's own word

from apps.payments.providers.registry import active_provider


@register(Tags.security, deploy=True)
def buying_is_on_or_off(**_: Any) -> list[CheckMessage]:
    """Say whether packs can be bought, and what would make that unsafe."""
    provider = active_provider()
    if provider is None:
        return [Info("Buying is off: STRIPE_SECRET_KEY is not set.", id="payments.I001")]
    if provider.name == "practice":
        return [Warning("The practice provider sells credits for nothing: DEBUG is on.", id="payments.W001")]
    said: list[CheckMessage] = [Info("Buying is on, through Stripe.", id="payments.I002")]
    if not settings.STRIPE_WEBHOOK_SECRETS:
        said.append(
            Warning(
                "Stripe's messages are not believed: STRIPE_WEBHOOK_SECRETS is not set.",
                hint="Payments are granted by the return page and the hourly audit alone.",
                id="payments.W002",
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        said.append(Error("Stripe sends messages to https addresses alone: SITE_URL.", id="payments.E001"))
    return said
