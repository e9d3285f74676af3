"""The practice checkout: it looks like one, moves no money, and exists in development alone."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.payments.models import PracticePayment, Purchase
from apps.payments.provider import DECIDED_DISPUTE, SessionStatus
from apps.payments.providers.practice import PracticeProvider
from apps.payments.providers.registry import active_provider
from apps.payments.services import practice_payments
from apps.payments.services.practice_payments import NotNow
from apps.payments.web.views import SEE_OTHER

Act = Callable[[PracticePayment, datetime], None]


def _half(payment: PracticePayment, now: datetime) -> None:
    practice_payments.refund_at_provider(payment, amount_minor=payment.amount_minor // 2, now=now)


def _rest(payment: PracticePayment, now: datetime) -> None:
    gone = sum(refund["amount_minor"] for refund in payment.refunds)
    practice_payments.refund_at_provider(payment, amount_minor=payment.amount_minor - gone, now=now)


# What leads away from the checkout, as paying does.
LEAVING: Mapping[str, Act] = {
    "card": lambda payment, now: practice_payments.pay_by_card(payment, now=now),
    "bank": lambda payment, now: practice_payments.pay_by_bank(payment, now=now),
}
# What happens elsewhere, in a bank or at the provider, while nobody looks at a checkout.
ELSEWHERE: Mapping[str, Act] = {
    "bank-yes": lambda payment, now: practice_payments.answer_of_the_bank(payment, is_yes=True, now=now),
    "bank-no": lambda payment, now: practice_payments.answer_of_the_bank(payment, is_yes=False, now=now),
    "expire": lambda payment, now: practice_payments.let_expire(payment, now=now),
    "refund": _rest,
    "refund-half": _half,
    "dispute": lambda payment, now: practice_payments.open_dispute(payment, now=now),
    "dispute-won": lambda payment, now: practice_payments.close_dispute(payment, is_won=True, now=now),
    "dispute-lost": lambda payment, now: practice_payments.close_dispute(payment, is_won=False, now=now),
    "replay": lambda payment, now: practice_payments.replay_last(payment, now=now),
}


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Pay, be declined, wait for a bank, cancel; and afterwards whatever banks and providers do. 404 outside development."""
    payment = _own_or_404(request, pk)
    if request.method != "POST":
        return _page(request, payment)
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "cancel":
        return HttpResponseRedirect(payment.cancel_url, status=SEE_OTHER)
    if act == "declined":
        return _page(request, payment, is_declined=True, status=402)
    played = LEAVING.get(act) or ELSEWHERE.get(act)
    if played is None:
        raise Http404
    try:
        played(payment, now)
    except NotNow:
        messages.error(request, "That cannot happen to this payment now. Nothing changed.")
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    if act in LEAVING:
        return HttpResponseRedirect(payment.return_url, status=SEE_OTHER)
    messages.success(request, "The message is on its way to the inbox.")
    return HttpResponseRedirect(request.path, status=SEE_OTHER)


def _page(
    request: SignedInRequest, payment: PracticePayment, *, is_declined: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "payment": payment,
        "is_declined": is_declined,
        "is_open": payment.status == SessionStatus.OPEN,
        "waits_for_the_bank": payment.status == SessionStatus.COMPLETE
        and not payment.is_paid
        and not payment.payment_failed,
        "is_disputed": any(dispute["status"] not in DECIDED_DISPUTE for dispute in payment.disputes),
        "can_dispute": payment.is_paid and not payment.disputes,
        "left_minor": payment.amount_minor - sum(refund["amount_minor"] for refund in payment.refunds),
    }
    return render(request, "payments/practice.html", context, status=status)


def _own_or_404(request: SignedInRequest, pk: uuid.UUID) -> PracticePayment:
    found = PracticePayment.objects.filter(pk=pk).first()
    if not isinstance(active_provider(), PracticeProvider) or found is None:
        raise Http404
    if not Purchase.objects.of(request.user).filter(pk=found.purchase_id).exists():
        raise Http404
    return found
