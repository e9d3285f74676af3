"""The credits page: what one has, every movement of it, and the same as a file for a spreadsheet."""

import csv
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.identity import is_throwaway, person_mark
from apps.accounts.models import User
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.animations.copy import engine_label, model_name
from apps.animations.create.suggestions import is_low
from apps.animations.models import Animation
from apps.animations.selectors import frames_of_fallbacks
from apps.common.money import in_digits, in_money
from apps.credits.balances import Balances, balances_of
from apps.credits.selectors import has_pending_grant, welcomed_as_somebody_else
from apps.credits.services.wallets import is_frozen
from apps.credits.statement_index import Kind, Wanted
from apps.credits.statements import StatementLine, expired_lines, statement_page, whole_statement
from apps.engines.offers import offers, suggested
from apps.payments.models import DISPUTED
from apps.payments.selectors import waits_for_bank
from apps.payments.statement_money import MoneyMoved, money_moved

KINDS = (
    (Kind.ALL, "All"),
    (Kind.BOUGHT, "Bought"),
    (Kind.CHARGED, "Charged"),
    (Kind.GIVEN_BACK, "Refunded"),
    (Kind.FREE, "Free"),
)
COLUMNS = (
    "Time (UTC)",
    "What",
    "Received",
    "Taken back",
    "Held",
    "Charged",
    "Refunded",
    "Owed",
    "Owed before, now paid",
    "Address",
    "Amount",
    "Currency",
)
BOM = "\ufeff"
"""Before the file: without it Excel takes its letters for another alphabet's, and é becomes Ã©."""

AT_ONCE = 200
"""Lines of the file whose GIFs are looked up together."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: spreadsheets run such text as a formula, and prompts are anybody's text."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for; dates that make no sense are left out."""

    kind: Kind
    since: dt.date | None
    until: dt.date | None
    before: int | None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            kind=self.kind,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + dt.timedelta(days=1)) if self.until else None,
        )

    def address(self, **changes: object) -> str:
        """Return this filter as a query, with some of it changed; page one unless a page is named."""
        kept = {"kind": str(self.kind), "from": self.since or "", "to": self.until or "", **changes}
        return urlencode({name: value for name, value in kept.items() if value not in ("", None)})


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)


def filter_of(sent: QueryDict) -> Filter:
    kind, before = sent.get("kind", ""), sent.get("before", "")
    return Filter(
        kind=Kind(kind) if kind in set(Kind) else Kind.ALL,
        since=_date(sent.get("from", "")),
        until=_date(sent.get("to", "")),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def _date(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if dt.date.min < day < dt.date.max else None


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


def described(lines: Sequence[StatementLine], *, owner: User) -> list[dict[str, Any]]:
    """Return lines with what they are about: the GIF by its prompt and by what stepped in for its model, or the purchase.

    In the same few queries for any number of them.
    """
    ids = {line.newest: _animation_id(line.group_key) for line in lines}
    wanted = [pk for pk in ids.values() if pk]
    prompts = dict(Animation.objects.owned_by(owner).filter(pk__in=wanted).values_list("pk", "prompt"))
    stepped_in: dict[uuid.UUID | None, dict[str, Any]] = {
        pk: {"count": count, "model": model_name(engine, model)}
        for pk, (engine, model, count) in frames_of_fallbacks(list(prompts)).items()
    }
    money = money_moved(lines, owner=owner)
    return [
        {
            **_described(line, ids[line.newest], prompts, money.get(line.key)),
            "stepped_in": stepped_in.get(ids[line.newest]),
        }
        for line in lines
    ]


def _described(
    line: StatementLine, about: uuid.UUID | None, prompts: dict[uuid.UUID, str], money: MoneyMoved | None
) -> dict[str, Any]:
    known = about if about in prompts else None
    url = ""
    if known:
        url = reverse("animation", args=[known])
    elif money:
        url = reverse("purchase", args=[money.purchase])
    return {
        "line": line,
        "what": prompts[known] if known else _words(line),
        "is_gif": bool(line.group_key),
        "is_own_gif": known is not None,
        "url": url,
        "money": money,
        "paid": _paid(line, money) if money else "",
        "change_size": f"{abs(line.change):,}",
        "receipt_url": f"{url}#frame-receipts" if known else "",
    }


def _paid(line: StatementLine, money: MoneyMoved) -> str:
    amount = in_money(abs(money.amount_minor), money.currency)
    if money.amount_minor < 0 and line.reason == DISPUTED:
        return f"{amount} with your bank"
    if money.amount_minor < 0:
        return f"{amount} was refunded"
    return f"{amount} was returned to us" if line.key.startswith("taken:") else f"{amount} paid"


def _words(line: StatementLine) -> str:
    if line.key.startswith("taken:") and (line.granted or line.owed < 0):
        return "Yours again: no longer taken back"
    return line.reason or "Credits"


@sign_in_first
@require_safe
def statement_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Stream the statement of the page with its filters, all of it, line by line as it is read."""
    user = request.user
    asked = filter_of(request.GET)
    now = timezone.now()
    writer = csv.writer(_Echo())
    rows = chain([BOM], (writer.writerow(row) for row in _rows(user, asked, now=now)))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="gifsite-credits-{now:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """What csv writes to: it hands every line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _rows(user: User, asked: Filter, *, now: dt.datetime) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    for some in _batches(whole_statement(user.ledger_owner, wanted=asked.wanted, now=now)):
        for entry in described(some, owner=user):
            line, money = entry["line"], entry["money"]
            yield (
                f"{line.changed_at:%Y-%m-%d %H:%M:%S}",
                spreadsheet_safe(entry["what"]),
                line.granted,
                line.taken,
                line.held,
                line.charged,
                line.released,
                max(0, line.owed),
                max(0, -line.owed),
                settings.SITE_URL + entry["url"] if entry["url"] else "",
                in_digits(money.amount_minor, money.currency) if money else "",
                money.currency.upper() if money else "",
            )


def spreadsheet_safe(text: str) -> str:
    """Return the text with a mark before what a spreadsheet would take for the beginning of a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def _batches(lines: Iterable[StatementLine]) -> Iterator[list[StatementLine]]:
    some: list[StatementLine] = []
    for line in lines:
        some.append(line)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _animation_id(group_key: str) -> uuid.UUID | None:
    """Return the animation that a group key names, if it names one."""
    kind, _, rest = group_key.partition(":")
    try:
        return uuid.UUID(rest) if kind == "animation" else None
    except ValueError:
        return None
