"""Why there are no free credits today, for who came for them."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from apps.accounts.identity import is_throwaway, network_mark, person_mark
from apps.accounts.models import User
from apps.credits.services.free import UsedUp, daily_used_up

register = template.Library()


@register.inclusion_tag("wallet/free_today.html", takes_context=True)
def free_today(context: dict[str, Any]) -> dict[str, Any]:
    """Say that the day's free credits are given away, and whether only in the network; nothing while there are some."""
    user = context["request"].user
    if not isinstance(user, User) or settings.DAILY_FREE_CREDITS == 0 or is_throwaway(user.email):
        return {}
    mark, network = person_mark(user.email), network_mark(context["request"])
    used_up = daily_used_up(person_mark=mark, network=network, now=timezone.now())
    return {"used_up": used_up, "by_network": used_up == UsedUp.NETWORK, "amount": settings.DAILY_FREE_CREDITS}
