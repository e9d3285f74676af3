"""The public gallery and the share pages, and the two buttons of an animation that lead there and back."""

import uuid
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody
from apps.animations.models import LoopStyle
from apps.animations.owned import owned_or_404
from apps.animations.selectors import is_made_by_ai
from apps.common.cursors import decode_cursor, encode_cursor, one_page
from apps.gallery import selectors
from apps.gallery.file_views import found_by_search
from apps.gallery.forms import PublishForm
from apps.gallery.link_previews import preview_picture
from apps.gallery.live_page import of_live_page
from apps.gallery.models import Publication
from apps.gallery.services import NothingToPublish, TakenDown, publish_animation, revoke_publication


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    before = decode_cursor(request.GET.get("before", ""))
    rows, more = one_page(selectors.public_listing(before=before), selectors.PAGE_SIZE)
    cards = [
        {
            "publication": row,
            "poster_url": selectors.poster_url(row),
            "gif_url": selectors.gif_url(row),
            "url": selectors.page_url(row),
            "width": row.export.width,
            "height": row.export.height,
        }
        for row in rows
    ]
    following = encode_cursor(rows[-1].published_at, rows[-1].pk) if more else ""
    return render(request, "gallery/gallery.html", {"publications": cards, "next_before": following})


def share_context(publication: Publication) -> dict[str, Any]:
    author = publication.animation.owner.public_name
    return {
        "publication": publication,
        "author": author,
        "og_title": publication.title,
        "og_description": f"A reaction GIF by {author}, made with gifsite.",
        "gif_url": selectors.gif_url(publication),
        "poster_url": selectors.poster_url(publication),
        "video_url": selectors.video_url(publication),
        "loops": publication.export.loop != LoopStyle.ONCE,
        "page_url": selectors.page_url(publication),
        "width": publication.export.width,
        "height": publication.export.height,
        "size_bytes": publication.export.size_bytes,
        "is_ai": is_made_by_ai(publication.animation),
    }


@require_safe
@of_live_page
def share(request: HttpRequest, publication: Publication) -> HttpResponse:
    is_owner = request.user.is_authenticated and publication.animation.owner_id == request.user.pk
    preview = preview_picture(publication, user_agent=request.headers.get("User-Agent", ""))
    response = render(
        request, "gallery/share.html", {**share_context(publication), "is_owner": is_owner, "preview": preview}
    )
    patch_vary_headers(response, ["User-Agent"])
    return found_by_search(response, publication)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": "*"})
@of_live_page
def embed(request: HttpRequest, publication: Publication) -> HttpResponse:
    return found_by_search(render(request, "gallery/embed.html", share_context(publication)), publication)


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def publish(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    animation = owned_or_404(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "Use up to 70 characters for the title and 300 for the description. Nothing was published."
        )
        return redirect("animation", pk)
    try:
        publish_animation(
            animation=animation,
            title=form.cleaned_data["title"],
            alt_text=form.cleaned_data["alt_text"],
            visibility=form.cleaned_data["visibility"],
            now=timezone.now(),
        )
    except TakenDown as taken_down:
        messages.error(
            request, f"Your page was taken down: {taken_down} Write to {settings.CONTACT_EMAIL} if that's a mistake."
        )
    except NothingToPublish:
        messages.error(request, "There's no finished GIF to publish yet.")
    else:
        messages.success(request, "Published. Anyone with the link can see it.")
    return redirect("animation", pk)


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def unpublish(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    publication = selectors.find_publication_of(owned_or_404(request, pk))
    if publication is not None:
        revoke_publication(publication=publication, now=timezone.now())
        messages.success(request, "Unpublished. The page and its files are gone.")
    return redirect("animation", pk)
