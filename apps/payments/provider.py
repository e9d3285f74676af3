"""What a payment provider is: whoever takes the money and answers questions about it. Amounts are in a currency's minor units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

CHECKOUT_LASTS = timedelta(minutes=60)
"""How long a checkout stays open. Stripe takes 30 minutes to 24 hours; a buyer who fetches a card from the car needs ten."""


ANSWER_TAKES = timedelta(seconds=60)
"""Longer than all tries of one call to a payment provider: an answer that is still to come is waited for."""

LOST = "lost"

DECIDED_DISPUTE = frozenset({"won", LOST, "prevented", "warning_closed"})
"""Words of Stripe's for a dispute that is over. Any other, known today or not, means that a bank may still decide."""

MONEY_IS_HERE = frozenset({"won", "prevented", "warning_closed", "warning_needs_response", "warning_under_review"})
"""… and for one whose money is with us: a warning takes none. Any other means that the bank has it."""


REFUND_CAME_BACK = frozenset({"failed", "canceled"})
"""Refunds whose money is with us again. pending, requires_action and succeeded mean that it left or is leaving."""


class ProviderUnavailable(Exception):
    """The provider did not answer, or not in a way that can be understood. Nothing is decided; the same may succeed later."""


class ProviderFailed(ProviderUnavailable):
    """The provider answered that it could not do this now.

    It may give the same answer for as long as it remembers the idempotency key, so the next attempt needs a new one.
    """


class ProviderRefused(Exception):
    """The provider understood and said no. `says` is for people, the exception's text for operators."""

    def __init__(self, says: str, *, detail: str = "") -> None:
        super().__init__(detail or says)
        self.says = says


class Forged(Exception):
    """A message that did not come from the provider, or is too old to be taken for one."""


class SessionStatus(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid. `purchase_id` comes back with everything the provider says about it.

    All of it stays the same when the same order is sent again, its age too: a payment provider refuses a key with another order.
    """

    purchase_id: str
    made_at: datetime
    label: str
    currency: str
    amount_minor: int
    email: str
    return_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Session:
    """A checkout as the provider sees it now. `payment_ref` names the payment once there is one."""

    id: str
    purchase_id: str
    status: SessionStatus
    is_paid: bool
    url: str = ""
    payment_ref: str = ""
    payment_failed: bool = False
    invoice_url: str = ""


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """`request_id` is what we called it when we asked for it; empty for one that began at the provider."""

    id: str
    amount_minor: int
    status: str
    request_id: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    id: str
    amount_minor: int
    status: str
    reason: str = ""
    currency: str = ""  # a bank may ask in its own


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as the provider sees it now, with everything that was taken back from it."""

    ref: str
    purchase_id: str
    amount_minor: int
    currency: str
    refunds: tuple[RefundRecord, ...] = ()
    disputes: tuple[DisputeRecord, ...] = ()
    receipt_url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A verified message. It is only a reason to look: what happened is asked of the provider itself."""

    id: str
    kind: str
    payload: dict[str, object]


@dataclass(frozen=True, slots=True)
class ObjectRefs:
    """A purchase by the names that the provider has for it; an empty one is not known."""

    purchase_id: str = ""
    session_id: str = ""
    payment_ref: str = ""


class PaymentProvider(Protocol):
    """Raises ProviderUnavailable and ProviderRefused from every question."""

    name: str

    def open_session(self, order: Order, *, key: str) -> Session:
        """Open a checkout, once per `key`."""

    def session(self, session_id: str) -> Session: ...

    def sessions_of(self, purchase_id: str, *, since: datetime) -> list[Session]:
        """Return every checkout that was opened for a purchase since then, whether its answer reached us or not."""

    def expire_session(self, session_id: str) -> None:
        """Close an open checkout, so that it cannot be paid any more. Raises ProviderRefused when it is not open."""

    def session_of(self, payment_ref: str) -> Session | None:
        """Return the checkout that a payment was made in."""

    def payment(self, payment_ref: str) -> Payment: ...

    def refund(self, payment_ref: str, *, amount_minor: int, request_id: str) -> RefundRecord:
        """Send money back, once per `request_id`."""

    def read_message(self, body: bytes, signature: str, *, now: datetime) -> Message:
        """Return the verified message. Raises Forged, also for one that is more than five minutes old or from the future."""

    def objects_changed_since(self, moment: datetime) -> Iterator[ObjectRefs]:
        """Yield purchases whose session, refunds or disputes began or changed since then, some several times."""
