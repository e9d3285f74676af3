"""Whether the site works, for people and for machines that watch it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.animations.copy import pause_name
from apps.animations.models import MASKED, WHOLE, Animation, EnginePause, PausedReason
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
