"""Keeps whoever is closing their account from doing anything in it but to keep it or to leave."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

PUBLIC = ("/g/", "/static/", "/media/", "/api/", "/healthz", "/readyz")
"""Where addresses begin that are the same for everybody, or that let nobody in by a session."""


class ClosingAccount:
    """Leads somebody whose account is closing to the page that says so, from wherever they go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PUBLIC) and self._is_closing(request):
            here = (reverse("account_closing"), reverse("account_logout"))
            if request.path not in here:
                return redirect("account_closing")
        return self._get_response(request)

    def _is_closing(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.closing_at is not None
