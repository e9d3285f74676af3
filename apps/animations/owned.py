"""Finds what a page is about, for its owner alone."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.requests import SignedInRequest
from apps.animations import selectors
from apps.animations.models import Animation
from apps.common.answered import AnsweredError


class InTrash(AnsweredError):
    """What a page is about is in its owner's trash. The answer says so, and restores it."""

    def __init__(self, animation: Animation) -> None:
        super().__init__(str(animation.pk))
        self.animation = animation

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return 410 with a button that restores it; for a script, an order to load its page again, which says it then."""
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        context = {"animation": self.animation, "was_sent": request.method == "POST"}
        return render(request, "animations/in_trash.html", context, status=410)


def owned_or_404(request: SignedInRequest, pk: uuid.UUID) -> Animation:
    """Return one's own animation with its frames and exports. Raises Http404, and InTrash."""
    try:
        return selectors.get_owned(request.user, pk)
    except Animation.DoesNotExist:
        deleted = selectors.find_in_trash(request.user, pk)
        if deleted is not None:
            raise InTrash(deleted) from None
        raise Http404 from None
