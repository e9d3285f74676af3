"""Finds what a page is about, for its owner alone."""

import uuid

from django.http import Http404

from apps.accounts.requests import SignedInRequest
from apps.animations import selectors
from apps.animations.models import Animation


def owned_or_404(request: SignedInRequest, pk: uuid.UUID) -> Animation:
    try:
        return selectors.get_owned(request.user, pk)
    except Animation.DoesNotExist:
        raise Http404 from None
