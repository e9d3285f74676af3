"""What an owner does to one finished GIF besides editing it: another name, or no photo any more."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody
from apps.animations.models import Animation
from apps.animations.models.animation import MAX_TITLE
from apps.animations.owned import owned_or_404
from apps.animations.retention.photo import PhotoInUse, delete_photo
from apps.animations.web.counted import gifs
from apps.common.control_characters import strip_control_characters


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def rename(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a GIF a title of its own; an empty one gives it back its prompt."""
    found = owned_or_404(request, pk)
    title = clean_title(request.POST.get("title", ""))
    if len(title) > MAX_TITLE:
        messages.error(request, f"A title has up to {MAX_TITLE} characters. Nothing changed.")
    else:
        Animation.objects.filter(pk=found.pk).update(title=title)
        messages.success(request, "Renamed." if title else "Renamed. It's called by its prompt again.")
    return redirect("animation", pk, permanent=False)


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]), keeps_form=False)
def forget_photo(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete the photo that a GIF was made from, and keep the GIF."""
    found = owned_or_404(request, pk)
    try:
        count = delete_photo(owner=request.user, animation_id=found.pk, now=timezone.now())
    except PhotoInUse:
        messages.error(request, "A GIF is being made from this photo right now. Nothing was deleted.")
    else:
        also = f" It was used by {gifs(count)}, which you keep." if count > 1 else " You keep the GIF."
        messages.success(request, f"Photo deleted.{also}")
    return redirect("animation", pk, permanent=False)


def clean_title(text: str) -> str:
    """Return a title on one line, without control characters."""
    return " ".join(strip_control_characters(text).split())
