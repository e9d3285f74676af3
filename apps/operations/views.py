"""What operators look at, and the answers for machines that watch the site."""

import email
import email.policy
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.sign_in import sign_in_first
from apps.animations.copy import pause_name
from apps.animations.models import MASKED, WHOLE, Animation, EnginePause, PausedReason
from apps.common.bar_chart import BarChart, bar_chart, in_words
from apps.operations import selectors
from apps.operations.ceilings import ceilings
from apps.operations.health import examine


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    checks = examine()
    pauses = [
        {
            "name": pause_name(pause),
            "until": pause.until,
            "reason": pause.reason,
            "one_model": pause.part not in (WHOLE, MASKED),
        }
        for pause in EnginePause.objects.all()
        if pause.holds_at(timezone.now())
    ]
    # What is left of a budget may be too little for one more frame: then animations wait although it is not used up.
    waiting = Animation.objects.filter(paused_reason=PausedReason.SITE_CEILING).exists()
    used_up = {ceiling.kind for ceiling in ceilings(now=timezone.now()) if ceiling.is_used_up}
    context = {
        "checks": checks,
        "pauses": pauses,
        "budget_used_up": waiting or "spend" in used_up,
        "budget_is_closed": settings.SITE_DAILY_SPEND_CENTS == 0,
        "free_credits_used_up": "free" in used_up,
        "all_ok": all(check.ok for check in checks) and not pauses and not waiting and "spend" not in used_up,
        "is_staff": request.user.is_authenticated and request.user.is_staff,
    }
    return render(request, "operations/status.html", context)


@never_cache
@sign_in_first
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Show what was spent and earned, what waits and why. For staff; whoever is signed in as somebody else is told so."""
    if not request.user.is_staff:
        raise PermissionDenied
    now = selectors.operations(now=timezone.now())
    engines = sorted({engine for day in now.days for engine in day.spent})
    labels = [(f"{day.day:%a} {day.day.day} {day.day:%b}", str(day.day.day)) for day in now.days]
    context = {
        "now": now,
        "alarms": _alarms(now),
        "engines": engines,
        "rows": [
            {
                "day": day.day,
                "spent": [f"{day.spent.get(engine, 0) / 1000:.2f}" for engine in engines],
                "frames": day.frames,
                "captured": day.captured,
                "margin": f"{day.margin_mills / 1000:.2f}",
                "lost_calls": day.lost_calls,
                "lost": f"{day.lost_mills / 1000:.2f}",
            }
            for day in reversed(now.days)
        ],
        "charts": [
            _by_day("Spent on engines", [day.spent_mills / 1000 for day in now.days], labels, "$"),
            _by_day("Credits captured", [day.captured for day in now.days], labels, "credits", tone="good"),
            _by_day("Margin", [day.margin_mills / 1000 for day in now.days], labels, "$", tone="good"),
            _by_day("Failed calls we paid for", [day.lost_calls for day in now.days], labels, "calls"),
        ],
    }
    return render(request, "operations/operations.html", context)


def _by_day(
    title: str, values: Sequence[float], labels: Sequence[tuple[str, str]], unit: str, *, tone: str = "accent"
) -> BarChart:
    most = max(range(len(values)), key=values.__getitem__)
    summary = f"{in_words(sum(values), unit)} in {len(values)} days."
    if any(values):
        summary += f" Highest: {in_words(values[most], unit)} on {labels[most][0]}."
    return bar_chart(title, values, labels=labels, unit=unit, summary=summary, tone=tone)


def _alarms(now: selectors.Operations) -> list[str]:
    lines = [f"{part.capitalize()} has not reported for a minute." for part in now.stale]
    lines += [f"{pause_name(pause)}: {pause.reason}" for pause in now.pauses]
    if now.in_review:
        lines.append(
            "1 frame is waiting for a decision. After a day its credits are refunded automatically."
            if now.in_review == 1
            else f"{now.in_review} frames are waiting for a decision. After a day their credits are refunded automatically."
        )
    lines += [
        f"{reading.engine.capitalize()}, {reading.read_at:%Y-%m-%d %H:%M} UTC: {reading.finding}"
        for reading in now.meter_alarms
    ]
    lines += [
        f"{ceiling.name}: today's limit of {ceiling.format_limit} is used up."
        for ceiling in now.ceilings
        if ceiling.is_used_up
    ]
    return lines


@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """List the mail a developer's site would have sent. There is no such page where mail is really sent."""
    if not settings.SHOW_DEV_MAIL:
        raise Http404
    return render(request, "operations/dev_mail.html", {"messages_sent": read_mail()})


def read_mail(limit: int = 50) -> list[dict[str, Any]]:
    """Return messages from the mail folder, newest first."""
    found: list[dict[str, Any]] = []
    files = sorted(settings.MAIL_DIR.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:limit]:
        for part in reversed(path.read_bytes().split(b"-" * 79 + b"\n")):
            if not part.strip():
                continue
            message = email.message_from_bytes(part, policy=email.policy.default)
            body = message.get_body(preferencelist=("plain", "html"))
            found.append(
                {
                    "id": path.stem,
                    "to": str(message["To"]),
                    "subject": str(message["Subject"]),
                    "sent_at": datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
                    "text": body.get_content() if body is not None else "",
                }
            )
    return found[:limit]


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive. Asks nothing else, so a slow database does not get the process killed."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when able to work, or 503 when something the site needs is away.

    Anybody reads which part; what exactly is wrong with it (`manage.py doctor` says it too) is for staff.
    """
    checks = examine()
    ready = all(check.ok for check in checks)
    may_know = request.user.is_authenticated and request.user.is_staff
    body = {
        "status": "ready" if ready else "not ready",
        "checks": {c.name: {"ok": c.ok, **({"says": c.says} if may_know else {})} for c in checks},
    }
    return JsonResponse(body, status=200 if ready else 503)
