"""Everything that one person made."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.animations import selectors
from apps.animations.media_links import own_link
from apps.animations.retention.usage import usage_of
from apps.animations.signals import public_links
from apps.animations.web.counted import gifs
from apps.animations.web.trash import take_undo
from apps.common.cursors import decode_cursor, encode_cursor, one_page


@sign_in_first
@require_safe
def library(request: SignedInRequest) -> HttpResponse:
    """List your animations, newest first."""
    before = decode_cursor(request.GET.get("before", ""))
    found = selectors.animations_of(request.user, before=before)
    rows, more = one_page(found, selectors.PAGE_SIZE)
    faces = public_links(rows)
    cards = []
    for row in rows:
        export = selectors.main_export(row)
        cards.append(
            {
                "animation": row,
                "publication": faces.get(row.pk),
                "stored": row.stored,  # type: ignore[attr-defined] # annotated
                "poster_url": own_link(export.poster_key, owner=row.owner_id) if export else "",
                "gif_url": own_link(export.key, owner=row.owner_id) if export else "",
            }
        )
    if before is not None and not rows:
        return redirect("library")  # what was on this page is deleted by now
    undo = take_undo(request)
    following = encode_cursor(rows[-1].created_at, rows[-1].pk) if more else ""
    return render(
        request,
        "animations/library.html",
        {
            "animations": cards,
            "next_before": following,
            "undo": undo["ids"],
            "undo_words": gifs(len(undo["ids"])),
            "stopped": undo["stopped"],
            "usage": usage_of(request.user),
        },
    )
