"""What operators look at."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.sign_in import sign_in_first
from apps.animations.copy import pause_name
from apps.common.models import CollectorRound
from apps.operations import selectors
from apps.operations.charts import by_day


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
        "storage": CollectorRound.objects.order_by("prefix"),
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
            by_day("Spent on engines", [day.spent_mills / 1000 for day in now.days], labels, "$"),
            by_day("Credits captured", [day.captured for day in now.days], labels, "credits", tone="good"),
            by_day("Margin", [day.margin_mills / 1000 for day in now.days], labels, "$", tone="good"),
            by_day("Failed calls we paid for", [day.lost_calls for day in now.days], labels, "calls"),
        ],
    }
    return render(request, "operations/operations.html", context)


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
