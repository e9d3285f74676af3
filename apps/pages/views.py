"""Plain pages."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.animations.create.suggestions import IDEAS
from apps.common.retention import kinds
from apps.pages.pricing import pricing_context


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    ideas = [
        {"prompt": prompt, "still": f"samples/idea-{slug}.jpg", "moving": f"samples/idea-{slug}.webp"}
        for slug, prompt in IDEAS.items()
    ]
    return render(request, "pages/home.html", {"ideas": ideas})


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "pages/pricing.html",
        pricing_context(on=timezone.now().date(), currency=request.GET.get("currency", "")),
    )


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is stored and for how long, from the list that the collector works by."""
    return render(request, "pages/privacy.html", {"kinds": kinds()})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/styleguide.html", {"now": timezone.now()})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form from a page that is too old, or from somewhere else.

    A script of htmx would show nothing of this page: it is told to load its own again, which then says why.
    """
    if request.headers.get("HX-Request"):
        messages.warning(
            request, "This page was out of date, so we reloaded it. Nothing was changed. Please try again."
        )
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    return render(request, "pages/csrf.html", status=403)
