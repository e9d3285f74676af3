"""Keeps people from pages: who is closing their account, and operators who have not taken their second step."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from apps.accounts.staff_factor import Standing, standing_of

PUBLIC = ("/g/", "/static/", "/media/", "/api/", "/healthz", "/readyz")
"""Where addresses begin that are the same for everybody, or that let nobody in by a session."""

PROVING = ("/accounts/2fa/", "/accounts/reauthenticate/")
"""Where somebody takes or sets up a second step, or proves again who they are."""


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
        if not request.user.is_staff or request.path.startswith((*PUBLIC, reverse("account_logout"))):
            return self._get_response(request)
        standing = standing_of(request)
        if standing is Standing.LOCKED:
            return render(request, "accounts/locked.html", status=403)
        if standing is Standing.FREE or request.path.startswith(PROVING):
            return self._get_response(request)
        if standing is Standing.SETTING_UP:
            return _lead_to(request, reverse("mfa_index"))
        where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return _lead_to(request, f"{where}?{urlencode({'next': request.get_full_path()})}")


def _lead_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """Lead the whole page on: a script of htmx would put what it is led to in the place of a part."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
