"""The credits page: what one has, every movement of it, and the same as a file for a spreadsheet."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.identity import is_throwaway, person_mark
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.animations.copy import engine_label
from apps.animations.create.suggestions import is_low
from apps.credits.balances import Balances, balances_of
from apps.credits.selectors import has_pending_grant, welcomed_as_somebody_else
from apps.credits.services.wallets import is_frozen
from apps.credits.statement_index import Kind
from apps.credits.statements import expired_lines, statement_page
from apps.engines.offers import offers, suggested
from apps.payments.selectors import waits_for_bank
from apps.wallet.filters import filter_of
from apps.wallet.lines import described
from apps.wallet.spreadsheet import statement_file

KINDS = (
    (Kind.ALL, "All"),
    (Kind.BOUGHT, "Bought"),
    (Kind.CHARGED, "Charged"),
    (Kind.GIVEN_BACK, "Refunded"),
    (Kind.FREE, "Free"),
)


@sign_in_first
@never_cache
@require_safe
def credits_page(request: SignedInRequest) -> HttpResponse:
    user = request.user
    now = timezone.now()
    asked = filter_of(request.GET)
    page = statement_page(user.ledger_owner, wanted=asked.wanted, before=asked.before)
    # Lots that are over stand above the first page only.
    over = [] if asked.before else expired_lines(user.ledger_owner, wanted=asked.wanted, now=now)
    balances, frozen = balances_of(user.ledger_owner, now=now), is_frozen(user.ledger_owner)
    # So that a balance can be told in GIFs, by the usual choice.
    usual = suggested(offers(on=now.date()))
    context = {
        "balances": balances,
        "lots": [lot_words(balances, lot.pk) for lot in balances.lots if lot.available],
        "is_low": is_low(balances, on=now.date()),
        "usual": usual,
        "usual_credits": usual.gif_credits,
        "frames": usual.capabilities.default_frames,
        "frozen": frozen,
        "waits_for_bank": waits_for_bank(balances, frozen=frozen, ledger_owner=user.ledger_owner),
        "welcome_credits": settings.WELCOME_CREDITS,
        "throwaway": is_throwaway(user.email),
        "welcomed_before": welcomed_as_somebody_else(
            ledger_owner=user.ledger_owner, person_mark=person_mark(user.email)
        ),
        "promised": has_pending_grant(user.ledger_owner),
        "lines": described([*over, *page.lines], owner=user),
        "filter": asked,
        "kinds": [
            {"label": label, "query": asked.address(kind=str(kind)), "is_chosen": kind == asked.kind}
            for kind, label in KINDS
        ],
        "is_filtered": bool(asked.address()),
        "csv_query": asked.address(),
        "older_query": asked.address(before=page.next_before) if page.next_before else "",
    }
    return render(request, "wallet/credits.html", context)


def lot_words(balances: Balances, pk: int) -> dict[str, Any]:
    lot = next(lot for lot in balances.lots if lot.pk == pk)
    return {
        "label": lot.label,
        "origin": lot.origin,
        "available": lot.available,
        "held": lot.debits_pending,
        "expires_at": lot.expires_at,
        "engine": engine_label(lot.only_engine) if lot.only_engine else "",
    }


@sign_in_first
@require_safe
def statement_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Stream the statement of the page with its filters, all of it, line by line as it is read."""
    user = request.user
    asked = filter_of(request.GET)
    now = timezone.now()
    rows = statement_file(user, asked, now=now)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="gifsite-credits-{now:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
