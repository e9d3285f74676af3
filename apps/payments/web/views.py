"""Buying: packs, what became of a purchase, refunds of untouched packs, and the list of what was bought."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.common.ratelimit import check_rate
from apps.payments.models import UNDECIDED, Purchase
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.selectors import on_their_way
from apps.payments.services.checkout import NothingOnSale, start_purchase
from apps.payments.services.refund_rules import NotRefundable, why_not_refundable
from apps.payments.services.refunds import refund_own
from apps.payments.services.settle import settle_purchase
from apps.payments.web.buy_page import buy_context, draft_of
from apps.payments.web.copy import Told
from apps.payments.web.forms import BuyForm, errand_of
from apps.payments.web.purchase_page import purchase_context, purchase_rows

log = logging.getLogger(__name__)

SEE_OTHER = 303

JUST_LOOKED = timedelta(seconds=10)
"""Reloading the page of a paid purchase asks the provider once in so long; messages and the reconciler do the rest."""

POLLS_EVERY = timedelta(seconds=5)
"""While a page waits, the provider is asked again after so long at first: most people pay within a minute or two."""

POLLS_SLOW_DOWN = 20
"""… and later after this part of the purchase's age: every half a minute after ten, every hour after a day at a bank."""


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: SignedInRequest) -> HttpResponse:
    """Show the packs on sale; choosing one leads to its checkout. Where one came from is kept in the address."""
    if request.method != "POST":
        return _packs(request, sent=request.GET)
    # Before the form is looked at: each click may open a checkout.
    check_rate(request, "buy")
    user = request.user
    now = timezone.now()
    errand = errand_of(request.POST)
    draft = draft_of(user, errand)
    kept = "Nothing was charged, and your draft is saved." if errand.draft else "Nothing was charged."
    form = BuyForm(request.POST, on=now.date())
    gone = Told("That pack is no longer available", f"{kept} Here's what's available today.", "warn", "circle-alert")
    if not form.is_valid():
        return _packs(request, sent=request.POST, problem=gone, status=409)
    # Somebody with a payment at a bank may be about to pay twice: told once, and the next click goes through.
    waiting = on_their_way(user.ledger_owner, now=now)
    if len(waiting.purchases) > errand.besides:
        told = Told(
            "You already paid, and your bank is still confirming it",
            f"{kept.replace('Nothing was', 'Nothing more was')} Press the button again if you want a second pack.",
            "warn",
            "clock",
        )
        return _packs(request, sent=request.POST, problem=told, status=409)
    # From here on the provider is asked. Whatever it says, nothing is charged before the buyer pays on its page.
    pack = form.cleaned_data["pack"]
    try:
        purchase = start_purchase(owner=user, pack=pack, draft_id=draft.pk if draft else None, now=now)
    except NothingOnSale:
        return _packs(request, sent=request.POST, problem=gone, status=409)
    except ProviderUnavailable as away:
        log.warning("no checkout was opened: %s", away)
        told = Told("Checkout didn't open", f"{kept} Try again in a minute.", "bad", "circle-alert")
        return _packs(request, sent=request.POST, problem=told, status=503)
    except ProviderRefused as refused:
        log.warning("no checkout was opened: %s", refused)
        told = Told("Checkout didn't open", f"{refused.says} {kept} Try again.", "bad", "circle-alert")
        return _packs(request, sent=request.POST, problem=told, status=502)
    return HttpResponseRedirect(purchase.checkout_url, status=SEE_OTHER)


def _packs(request: SignedInRequest, *, sent: Any, problem: Told | None = None, status: int = 200) -> HttpResponse:
    user = request.user
    context = buy_context(user=user, errand=errand_of(sent), now=timezone.now())
    return render(request, "payments/buy.html", {**context, "problem": problem}, status=status)


@sign_in_first
@require_safe
def purchases(request: SignedInRequest) -> HttpResponse:
    """List everything one ever began to buy, newest first, with receipts and invoices."""
    user = request.user
    return render(request, "payments/purchases.html", {"rows": purchase_rows(user)})


@sign_in_first
@never_cache
@require_safe
def purchase(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what became of one purchase. Whoever comes back from the checkout (`?back=1`) has the provider asked at once.

    Until the purchase is decided the page asks us again by itself (`?ask=1` by script, `?waiting=1` without), and we the
    provider, however the page was reached and whatever the provider said before: somebody may be paying in another tab.
    """
    found = own_purchase_or_404(request, pk)
    now = timezone.now()
    is_asked = False
    if _is_worth_asking(request, found, now=now):
        try:
            settle_purchase(found.pk, now=now)
            found = own_purchase_or_404(request, pk)  # with the sums of its lot as the ledger stores them now
        except (ProviderUnavailable, ProviderRefused) as silent:
            log.warning("%s: asked on return, %s", found, silent)
            is_asked = True
    context = purchase_context(found, is_asked=is_asked, now=now)
    if "ask" in request.GET:
        # What a silent provider leaves open is no news.
        return JsonResponse({"is_waiting": context["is_waiting"], "told": "" if is_asked else context["told"].title})
    return render(request, "payments/purchase.html", context)


def _is_worth_asking(request: SignedInRequest, found: Purchase, *, now: datetime) -> bool:
    """Return whether the provider may know more than we do.

    Who comes back from the checkout is never told what was true before.
    """
    age = now - found.looked_at if found.looked_at else None
    if "back" in request.GET:
        return found.lot is None or age is None or age > JUST_LOOKED
    if not {"ask", "waiting"} & request.GET.keys() or found.state not in UNDECIDED:
        return False
    return age is None or age >= max(POLLS_EVERY, (now - found.created_at) / POLLS_SLOW_DOWN)


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, then give an untouched pack back within the first days. The rules decide again when it is pressed."""
    found = own_purchase_or_404(request, pk)
    now = timezone.now()
    says = why_not_refundable(found, now=now)
    if request.method == "POST" and not says:
        check_rate(request, "buy")
        try:
            refund_own(purchase=found, now=now)
        except NotRefundable as late:
            says = late.says
        except ProviderRefused as refused:
            says = f"{refused.says} Your credits are still yours."
        else:
            messages.success(request, "Your refund is on its way.")
            return HttpResponseRedirect(reverse("purchase", args=[found.pk]), status=SEE_OTHER)
    status = 409 if says else 200
    return render(request, "payments/refund.html", {"purchase": found, "says": says}, status=status)


def own_purchase_or_404(request: SignedInRequest, pk: uuid.UUID) -> Purchase:
    found = Purchase.objects.of(request.user).select_related("lot", "pack").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
