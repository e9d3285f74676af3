"""Making another GIF from one that is there: the same picture, the same words, or both with another seed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody
from apps.animations.create.draft import draft_from
from apps.animations.create.recipe import RecipeInvalid
from apps.animations.owned import owned_or_404
from apps.common.ratelimit import check_rate
from apps.imaging.errors import Gone


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def again(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead to the create page with what is to be kept: `keep` is `picture`, `words` or `both`. Nothing is charged before Generate."""
    found = owned_or_404(request, pk)
    keep = request.POST.get("keep", "both")
    if keep == "words":
        return redirect(f"{reverse('make')}?words={found.pk}")
    check_rate(request, "submit")
    try:
        draft = draft_from(found, keep_words=keep == "both", now=timezone.now())
    except Gone:
        messages.warning(
            request, "You deleted this GIF's photo. Its prompt is filled in, so add a picture to go with it."
        )
        return redirect(f"{reverse('make')}?words={found.pk}")
    except RecipeInvalid:
        messages.warning(
            request,
            "This GIF's style or one of its settings is no longer available. Its prompt is filled in, so choose another style. Nothing was charged.",
        )
        return redirect(f"{reverse('make')}?words={found.pk}")
    return redirect(f"{reverse('make')}?draft={draft.pk}")
