"""Views that ask again who it is when that was proved too long ago."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseBase

from apps.accounts.second_factor import METHOD, has_factor


def proved_lately(request: HttpRequest) -> bool:
    """Return whether this session signed in, or proved again who it is, within the last quarter of an hour.

    Of somebody with a second step only that counts: a stolen mailbox or password proves too little.
    """
    records = get_authentication_records(request, request.user)
    if has_factor(request.user):
        records = [record for record in records if record["method"] == METHOD]
    newest = max((record["at"] for record in records), default=0.0)
    return bool(time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT)


def after_proof(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask who it is before `view` when that was proved too long ago. The adapter names the page where that is done."""

    @wraps(view)
    def prove_and_view(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *arguments, **named)

    return prove_and_view
