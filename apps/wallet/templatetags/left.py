"""What somebody who closes their account leaves behind in it."""

from typing import Any

from django import template
from django.utils import timezone

from apps.accounts.models import User
from apps.credits.selectors import balance_of
from apps.payments.models import Purchase
from apps.payments.services.refund_rules import why_not_refundable

register = template.Library()


@register.inclusion_tag("wallet/credits_left.html")
def credits_left(user: User) -> dict[str, Any]:
    """Say how many credits are left and which packs can still be returned."""
    now = timezone.now()
    purchases = Purchase.objects.of(user).select_related("lot", "pack").prefetch_related("refunds", "disputes")
    refundable = [purchase for purchase in purchases if not why_not_refundable(purchase, now=now)]
    return {"available": balance_of(user.ledger_owner, now=now).available, "refundable": refundable}
