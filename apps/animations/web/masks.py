"""The painted part of a finished animation: seen on each frame, and corrected on any of them."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations import media
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Frame
from apps.animations.owned import owned_or_404
from apps.animations.rendering.mask_corrections import (
    NotCorrectable,
    NothingPainted,
    correct_mask,
    is_correctable,
    take_corrections_back,
)
from apps.animations.web.forms import MaskForm
from apps.common.ratelimit import check_rate
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox.process import default_sandbox

NOTHING_CHARGED = "Nothing changed, and it costs nothing."


@sign_in_first
@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: SignedInRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Paint one frame's mask anew. The other frames follow, and the GIF is made again."""
    found, frame = _correctable_or_404(request, pk, position)
    if request.method != "POST":
        return _page(request, found, frame)
    check_rate(request, "submit")
    # What is wrong with a mask is said on the page, where it can be painted again.
    form = MaskForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, frame, error=f"{form.errors['mask'][0]} {NOTHING_CHARGED}", status=422)
    try:
        correct_mask(
            animation=found,
            position=position,
            mask=form.cleaned_data["mask"].read(),
            sandbox=default_sandbox(),
            now=timezone.now(),
        )
    except NothingPainted:
        error = f"Nothing is painted, so nothing could move. Paint the area that can. {NOTHING_CHARGED}"
        return _page(request, found, frame, error=error, status=422)
    except PictureRejected as rejected:
        return _page(request, found, frame, error=f"{rejected.message} {NOTHING_CHARGED}", status=422)
    except NotCorrectable:
        raise Http404 from None
    messages.success(request, "Applying your edits to the other frames. Your GIF is being updated, free.")
    return redirect("animation", pk, permanent=False)


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def masks_back(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Take all corrections back."""
    found = owned_or_404(request, pk)
    if found.mask_corrections.exists():
        take_corrections_back(animation=found, now=timezone.now())
        messages.success(request, "Your edits were undone.")
    return redirect("animation", pk, permanent=False)


@sign_in_first
@require_safe
def mask_picture(request: SignedInRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Answer the mask of one frame, from this very address: a script may read the pixels of no other."""
    found, frame = _correctable_or_404(request, pk, position)
    try:
        data = media.read(frame.shown_mask_key or found.mask_key, storage=default_storage)
    except OSError:
        raise Http404 from None
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _correctable_or_404(request: SignedInRequest, pk: uuid.UUID, position: int) -> tuple[Animation, Frame]:
    found = owned_or_404(request, pk)
    frame = found.frames.stored().filter(position=position).first()
    if frame is None or not is_correctable(found):
        raise Http404
    return found, frame


def _page(
    request: SignedInRequest, found: Animation, frame: Frame, *, error: str = "", status: int = 200
) -> HttpResponse:
    positions = list(found.frames.stored().order_by("position").values_list("position", flat=True))
    here = positions.index(frame.position)
    context = {
        "animation": found,
        "frame": frame,
        "frame_url": own_link(frame.shown_key, owner=found.owner_id),
        "before": positions[here - 1] if here else None,
        "after": positions[here + 1] if here + 1 < len(positions) else None,
        "count": len(positions),
        "error": error,
        "limit_megabytes": settings.UPLOAD_MAX_BYTES // 2**20,
    }
    return render(request, "animations/mask.html", context, status=status)
