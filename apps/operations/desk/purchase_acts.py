"""What operators do to purchases."""

from apps.accounts.operator_act import Act
from apps.common.money import in_money
from apps.operations.desk.order import Order, Refused, about
from apps.payments.models import Purchase
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.services.refund_rules import NotRefundable, refundable_minor
from apps.payments.services.refunds import refund_by_staff


def refund_all(order: Order, purchase: Purchase) -> str:
    """Give back all of a purchase that was not refunded yet; a part of it is given back in the administration."""
    amount = refundable_minor(purchase)
    if not amount:
        raise Refused("Nothing is left to refund.")
    try:
        refund = refund_by_staff(
            purchase=purchase, amount_minor=amount, reason=order.reason, staff=order.operator, now=order.now
        )
    except (NotRefundable, ProviderRefused) as why:
        raise Refused(why.says) from why
    except ProviderUnavailable:
        raise Refused("The payment provider isn't responding.") from None
    money = in_money(amount, purchase.currency)
    with about(order.person):
        order.write_down(Act.REFUNDED, subject=str(purchase.pk), detail=money)
    return f"{money} refunded." if refund.status == "succeeded" else f"{money} is on its way back."
