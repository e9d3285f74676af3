"""Two doors: starting a GIF at a sponsor's cost, and following the link on their card."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.accounts.identity import network_mark
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations.create.draft import find_draft
from apps.animations.create.refusals import REFUSED, refusal_of
from apps.common.ratelimit import check_rate
from apps.credits.services.holds import InsufficientCredits
from apps.engines.prices import PriceNotFound
from apps.sponsors.askers import asker_of
from apps.sponsors.impressions import note_followed
from apps.sponsors.models import Impression
from apps.sponsors.services import NoSponsor, NotNeeded, start_sponsored


@posted_by_somebody(lambda: reverse("make"))
def start(request: SignedInRequest) -> HttpResponse:
    """Start the draft that the form names, paid by whoever sponsors it now."""
    check_rate(request, "submit")
    owner = request.user
    now = timezone.now()
    try:
        draft = find_draft(owner=owner, draft_id=uuid.UUID(request.POST.get("draft", "")))
    except ValueError:
        draft = None
    if draft is None:
        messages.warning(request, "That draft was already started or replaced. You'll find the result here.")
        return redirect("library")
    try:
        animation = start_sponsored(asker=asker_of(owner, network=network_mark(request)), draft=draft, now=now)
    except NotNeeded:
        messages.info(
            request, "You now have enough credits for this one. Nothing was charged. Press Generate to use them."
        )
    except (NoSponsor, InsufficientCredits, PriceNotFound):
        messages.warning(
            request, "There's no sponsor for this one today anymore. Nothing was charged, and your draft is saved."
        )
    except REFUSED as refused:
        messages.warning(request, f"{refusal_of(refused).sentence} Nothing was charged, and your draft is saved.")
    else:
        return redirect("animation", animation.pk)
    return redirect(f"{reverse('make')}?draft={draft.pk}")


@sign_in_first
@require_safe
def visit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Go where the card on one's animation leads, counted once. A HEAD, which only looks where that is, counts nothing."""
    owner = request.user
    impression = Impression.objects.select_related("sponsor").filter(animation=pk, animation__owner=owner).first()
    if impression is None:
        raise Http404
    if request.method == "GET":
        note_followed(pk, now=timezone.now())
    return HttpResponseRedirect(impression.sponsor.url)
