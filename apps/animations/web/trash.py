"""Deleting GIFs from the library, the trash they lie in for 30 days, and the way back."""

import math
import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations import selectors
from apps.animations.media_links import own_link
from apps.animations.models import Animation
from apps.animations.retention.erase import TRASH_LASTS
from apps.animations.retention.trash import delete_animations, erase_from_trash, restore_animations
from apps.animations.retention.usage import usage_of
from apps.animations.signals import public_links, taken_down_with
from apps.animations.web.counted import gifs
from apps.common.cursors import decode_cursor, encode_cursor, one_page

MOST_AT_ONCE = 200
"""GIFs in one form: more than a page of the library has, and few enough for one request."""

UNDO_KEY = "deleted_animations"
"""Where the session keeps what was deleted last, until the library has offered to undo it."""


def take_undo(request: HttpRequest) -> dict[str, Any]:
    """Return what was deleted by the request before this one, once: `ids`, and how many were `stopped` for it."""
    taken: dict[str, Any] = request.session.pop(UNDO_KEY, {"ids": [], "stopped": 0})
    return taken


@posted_by_somebody(lambda: reverse("library"))
def delete(request: SignedInRequest) -> HttpResponse:
    """Move the GIFs that the form names to the trash. One that is being made is stopped first."""
    named = _named(request)
    running = selectors.count_running(request.user, named)
    moved = delete_animations(owner=request.user, animation_ids=named, now=timezone.now())
    if moved:
        request.session[UNDO_KEY] = {"ids": [str(pk) for pk in moved], "stopped": running}
    elif named:
        messages.info(request, "Nothing was deleted: it's in the trash already, or it's gone.")
    else:
        messages.info(request, "Nothing was selected, so nothing was deleted.")
    return redirect("library")


@posted_by_somebody(lambda: reverse("trash"))
def restore(request: SignedInRequest) -> HttpResponse:
    """Take the GIFs that the form names out of the trash, and their public pages with them."""
    restored = restore_animations(owner=request.user, animation_ids=_named(request), now=timezone.now())
    if restored:
        public = len(public_links(list(Animation.objects.filter(pk__in=restored))))
        also = ""
        if public:
            also = " Its public page is back online." if public == 1 else f" {public} public pages are back online."
        messages.success(request, f"{gifs(len(restored))} restored to your library.{also}")
    else:
        messages.info(request, "Nothing was restored: it's in your library already, or it was deleted for good.")
    return redirect("trash" if "stay" in request.POST else "library")


@posted_by_somebody(lambda: reverse("trash"), keeps_form=False)
def erase(request: SignedInRequest) -> HttpResponse:
    """Erase the GIFs that the form names, or with `all`, a moment, everything that was in the trash then."""
    named = _named(request)
    until = parse_datetime(request.POST.get("all", "")) if "all" in request.POST else None
    wanted = None if until is not None else named
    erased = erase_from_trash(owner=request.user, animation_ids=wanted, now=timezone.now(), until=until)
    if erased:
        messages.success(request, f"{gifs(erased)} deleted for good.")
    elif selectors.trash_of(request.user).filter(pk__in=named).exists() if named else False:
        messages.info(
            request, "Nothing was deleted yet. Its file is still being put together, so try again in a moment."
        )
    else:
        messages.info(request, "Nothing was deleted: it's restored already, or it's gone.")
    return redirect("trash")


@sign_in_first
@require_safe
def show_trash(request: SignedInRequest) -> HttpResponse:
    """List what is in the trash, what was deleted last first, with the days that are left."""
    now = timezone.now()
    rows, more = one_page(
        selectors.trash_of(request.user, before=decode_cursor(request.GET.get("before", "")))[
            : selectors.PAGE_SIZE + 1
        ],
        selectors.PAGE_SIZE,
    )
    public = taken_down_with(rows)
    cards = []
    for row in rows:
        export = selectors.main_export(row)
        left = row.deleted_at + TRASH_LASTS - now if row.deleted_at else timedelta()
        cards.append(
            {
                "animation": row,
                "poster_url": own_link(export.poster_key, owner=row.owner_id) if export else "",
                "was_public": row.pk in public,
                "days_left": max(0, math.ceil(left / timedelta(days=1))),
            }
        )
    last = rows[-1] if rows else None
    following = encode_cursor(last.deleted_at, last.pk) if more and last and last.deleted_at else ""
    context = {
        "animations": cards,
        "next_before": following,
        "usage": usage_of(request.user),
        "shown_at": now.isoformat(),
    }
    return render(request, "animations/trash.html", context)


def _named(request: HttpRequest) -> list[uuid.UUID]:
    """Return the animations that a form names; what is no id is left out."""
    found = []
    for value in request.POST.getlist("animation")[:MOST_AT_ONCE]:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
