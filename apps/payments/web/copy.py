"""What people are told about a purchase: what happened, what it cost, what comes next."""

from dataclasses import dataclass

from apps.common.money import in_money
from apps.payments.models import ASKED, DISPUTED_TOO, Dispute, DuplicatePayment, Purchase, PurchaseState, Refund
from apps.payments.provider import REFUND_CAME_BACK


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is said, in the tone and with the symbol of a notice."""

    title: str
    text: str
    tone: str = ""
    icon: str = "info"


def story(purchase: Purchase, *, is_asked: bool) -> Told:
    """Return the state of a purchase. `is_asked`: the provider was asked what became of it, and did not answer."""
    # States in which something is known, whoever asks.
    match purchase.state:
        case PurchaseState.PAID:
            return _paid(purchase)
        case PurchaseState.PENDING:
            return Told(
                "Your bank is still confirming",
                "Your credits will arrive automatically. You can close this page.",
                icon="clock",
            )
        case PurchaseState.FAILED:
            return Told(
                "The payment didn't go through",
                "Nothing was charged. Try again or use a different payment method.",
                "bad",
                "circle-alert",
            )
        case PurchaseState.EXPIRED:
            return Told(
                "This checkout expired",
                "It wasn't paid in time, and nothing was charged. You can start a new one.",
                icon="clock",
            )
    # Not decided yet: either the provider did not answer, or it says that nobody has paid so far.
    if is_asked:
        return Told(
            "Checking your payment",
            "If you paid, your credits will show up here in a moment. You can close this page, and you won't be charged twice.",
            icon="clock",
        )
    return Told(
        "Waiting for your payment",
        "You haven't been charged so far. The checkout stays open for an hour, and this page updates as soon as you pay.",
    )


def _paid(purchase: Purchase) -> Told:
    """Return what a bank says comes first: while it asks, nothing else about the purchase matters."""
    for dispute in purchase.disputes.all():
        if dispute.is_open or dispute.took_money:
            return dispute_told(dispute, purchase)
    left = purchase.credits - purchase.credits_for(purchase.refunded_minor)
    if left == 0:
        return Told("This pack was returned", "Its credits were removed from your balance.", icon="undo-2")
    if left < purchase.credits:
        title = f"{left:,} of {purchase.credits:,} credits are yours"
        return Told(title, "The rest were removed with the refund.", "good", "circle-check")
    return Told(f"{purchase.credits:,} credits are yours", "They never expire.", "good", "circle-check")


def refund_told(refund: Refund, purchase: Purchase) -> Told:
    amount = in_money(refund.amount_minor, purchase.currency)
    if refund.status == "succeeded":
        return Told(
            f"{amount} was refunded",
            "It goes to your payment method and can take 5 to 10 days to show up.",
            icon="undo-2",
        )
    if not refund.counts:
        return Told(
            f"The refund of {amount} was returned to us",
            f"Your bank didn't accept it. {_after_a_refund_that_failed(refund, purchase)}",
            "warn",
            "circle-alert",
        )
    words = "was requested" if refund.status == ASKED else "is on its way"
    return Told(
        f"Your refund of {amount} {words}",
        "Its credits were removed already. The money goes to your payment method, and you don't need to do anything.",
        icon="clock",
    )


def _after_a_refund_that_failed(refund: Refund, purchase: Purchase) -> str:
    """Say whose the credits are now: perhaps something else took them since."""
    if any(dispute.took_money for dispute in purchase.disputes.all()):
        return "Its credits depend on how the dispute is resolved."
    if purchase.amount_minor - purchase.refunded_minor < refund.amount_minor:
        return "Another refund replaced it."
    return "Its credits are yours again."


def dispute_told(dispute: Dispute, purchase: Purchase) -> Told:
    if dispute.is_open:
        return Told(
            "Your bank is disputing this payment",
            "Your credits are on hold until it's decided. Waiting GIFs were stopped, and their credits refunded.",
            "warn",
            "lock",
        )
    if dispute.took_money:
        return Told(
            "Your bank refunded this payment",
            "Its credits were removed. If you already spent some, your next purchase covers them first.",
            "warn",
            "circle-alert",
        )
    return Told("The dispute is resolved", _after_a_dispute_won(dispute, purchase), "good", "circle-check")


def _after_a_dispute_won(dispute: Dispute, purchase: Purchase) -> str:
    """Return what became of the payment that stayed with us: refunds and other disputes may have taken it since."""
    others = [other for other in purchase.disputes.all() if other.pk != dispute.pk]
    if any(other.is_open for other in others):
        return "Your bank opened a second dispute that's still open."
    if any(other.took_money for other in others):
        return "Your bank won a second dispute."
    left = purchase.credits - purchase.credits_for(purchase.refunded_minor)
    if left == 0:
        return "The payment stood and we refunded it, so its credits were removed."
    if left < purchase.credits:
        return f"The payment stands, minus what we refunded: {left:,} of its credits are yours."
    return "The payment stands, and its credits are yours."


def duplicate_told(duplicate: DuplicatePayment) -> Told:
    """Return what is said of a second payment for the same pack."""
    amount = in_money(duplicate.amount_minor, duplicate.currency)
    if duplicate.status == "succeeded":
        return Told(
            f"Your second payment of {amount} was refunded",
            "You paid for this pack twice. It can take 5 to 10 days for the refund to show up.",
            icon="undo-2",
        )
    # The bank returns this one, so nothing is said of a refund of ours.
    if duplicate.status == DISPUTED_TOO:
        return Told(
            f"Your bank is returning your second payment of {amount}",
            "You paid for this pack twice, and your bank is handling the second payment.",
            icon="undo-2",
        )
    if duplicate.status in REFUND_CAME_BACK:
        return Told(
            f"We couldn't return your second payment of {amount} yet",
            "You paid for this pack twice, and your bank didn't take the refund. We'll email you.",
            "warn",
            "circle-alert",
        )
    return Told(
        f"Your second payment of {amount} is on its way back",
        "You paid for this pack twice. The second payment goes back to your payment method, and you don't need to do anything.",
        icon="clock",
    )


def short_state(purchase: Purchase) -> Told:
    """Return one word or two for a list of purchases."""
    if any(dispute.is_open for dispute in purchase.disputes.all()):
        return Told("Disputed", "", "warn")
    if any(dispute.is_lost for dispute in purchase.disputes.all()):
        return Told("Refunded by the bank", "", "warn")
    if any(duplicate.status != "succeeded" for duplicate in purchase.duplicates.all()):
        return Told("Paid twice", "", "warn")
    if purchase.refunded_minor:
        whole = purchase.refunded_minor == purchase.amount_minor
        return Told("Refunded" if whole else "Partly refunded", "", "line")
    words = {
        PurchaseState.PAID: Told("Paid", "", "good"),
        PurchaseState.PENDING: Told("Waiting for the bank", "", "warn"),
        PurchaseState.FAILED: Told("Didn't go through", "", "bad"),
        PurchaseState.EXPIRED: Told("Not paid", "", "line"),
    }
    return words.get(PurchaseState(purchase.state), Told("Not paid yet", "", "line"))
