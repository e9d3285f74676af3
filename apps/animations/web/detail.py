"""The page of one animation: watched, canceled, and its GIF when it is done."""

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations.models import Animation
from apps.animations.owned import owned_or_404
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.animations.web.detail_context import detail_context


@sign_in_first
@require_safe
def animation(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the page of one animation; asked by htmx, only its progress, and 304 while nothing changed."""
    found = owned_or_404(request, pk)
    now = timezone.now()
    context = detail_context(found, now=now)
    if not request.headers.get("HX-Request"):
        return render(request, "animations/detail.html", context)
    tag = _fingerprint(found, context)
    if request.headers.get("HX-PTag") == tag:
        return HttpResponse(status=304)
    response = render(request, "animations/detail.html#progress", context)
    response["HX-PTag"] = tag
    return response


def _fingerprint(found: Animation, context: dict[str, Any]) -> str:
    """Return a text that changes exactly when the progress section would look different."""
    states = "".join(frame["state"][0] for frame in context["frames"])
    words = (
        found.state,
        states,
        context["headline"],
        context["time_left"],
        context["explanation"],
        context["stepped_in"],
        str(context["export"] and context["export"]["id"]),
        str(context["polling"]),
    )
    return signing.Signer(salt="progress").signature("|".join(words))[:24]


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def cancel(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop one's own animation. What is delivered stays and is charged; the rest is back in the balance at once."""
    found = owned_or_404(request, pk)
    try:
        released = cancel_animation(animation_id=found.pk, now=timezone.now())
    except NotCancellable:
        messages.info(request, "This GIF is already finished. Nothing changed.")
    else:
        word = "credit is" if released == 1 else "credits are"
        back = "Nothing was charged." if found.payer else f"{released} {word} back in your balance."
        messages.success(request, f"Cancelled. {back}")
    return redirect("animation", pk, permanent=False)
