"""Finds what a page is about, for its owner alone."""

import uuid

from django.http import Http404, HttpRequest

from apps.animations import selectors
from apps.animations.models import Animation


def owned_or_404(request: HttpRequest, pk: uuid.UUID) -> Animation:
    try:
        return selectors.get_owned(request.user, pk)  # type: ignore[arg-type] # signed in, so a User
    except Animation.DoesNotExist:
        raise Http404 from None
