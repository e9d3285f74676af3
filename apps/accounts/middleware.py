"""Keeps people from pages: who is closing their account, and operators who have not taken their second step."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from apps.accounts.staff_factor import Standing, standing_of

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


class StaffFactor:
    """Leads operators to their second step, or to where they set one up, before they reach anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith((*PUBLIC, "/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/")):
            return self._get_response(request)
        match standing_of(request):
            case Standing.FREE:
                return self._get_response(request)
            case Standing.ASKED:
                where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
                return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
            case Standing.SETTING_UP | Standing.LOCKED:
                return redirect("mfa_index")
