"""The balance and the statement."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.api import schemas
from apps.api.api import api, caller
from apps.credits.balances import balances_of
from apps.credits.statements import expired_lines, statement_page
from apps.payments.statement_money import money_moved


@api.get("/credits", response=schemas.CreditsOut, summary="Get your balance")
def get_credits(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    balances = balances_of(caller(request).ledger_owner, now=now)
    return {
        "available": balances.available,
        "held": balances.held,
        "owed": balances.owed,
        "lots": [
            {
                "label": lot.label,
                "available": lot.available,
                "expires_at": lot.expires_at,
                "only_engine": lot.only_engine or None,
            }
            for lot in balances.lots
        ],
    }


@api.get("/credits/statement", response=schemas.StatementOut, summary="List transactions, newest first")
def get_statement(request: HttpRequest, before: int | None = None) -> dict[str, Any]:
    owner = caller(request)
    page = statement_page(owner.ledger_owner, before=before)
    lines = [*([] if before else expired_lines(owner.ledger_owner, now=timezone.now())), *page.lines]
    money = money_moved(lines, owner=owner)
    return {
        "items": [
            {
                "reason": line.reason,
                "animation": line.group_key.removeprefix("animation:") or None,
                "began_at": line.began_at,
                "granted": line.granted,
                "taken": line.taken,
                "held": line.held,
                "charged": line.charged,
                "released": line.released,
                "amount_minor": money[line.key].amount_minor if line.key in money else None,
                "currency": money[line.key].currency if line.key in money else None,
            }
            for line in lines
        ],
        "next_before": page.next_before,
    }
