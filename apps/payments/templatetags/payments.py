"""Where payments appear on pages of other rooms: credits that a bank has still to confirm."""

from typing import Any

from django import template
from django.utils import timezone

from apps.accounts.models import User
from apps.payments.selectors import on_their_way

register = template.Library()


@register.inclusion_tag("payments/on_their_way.html", takes_context=True)
def credits_on_their_way(context: dict[str, Any]) -> dict[str, Any]:
    """Show what the person paid and a bank has not confirmed yet; nothing when there is nothing."""
    user = context["request"].user
    return {"on_their_way": on_their_way(user.ledger_owner, now=timezone.now()) if isinstance(user, User) else None}
