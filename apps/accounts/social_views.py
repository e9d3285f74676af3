"""Allauth's pages for accounts of other sites, counted like every other way in."""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from apps.accounts.identity import person_mark
from apps.accounts.known_browsers import remember_browser
from apps.accounts.reauthentication import after_proof
from apps.accounts.sign_in import sign_in_first
from apps.accounts.tries import View, counted
from apps.common.ratelimit import check_rate

log = logging.getLogger(__name__)

NONSENSE = (AttributeError, LookupError, TypeError, ValueError)
"""What allauth raises for an answer of a provider that is JSON but says something else than who came."""


def counted_return(provider: str, view: View) -> Callable[..., HttpResponseBase]:
    """Return the view that a provider leads back to, each call of which asks it who came, counted before it does."""

    @wraps(view)
    def count_and_view(request: HttpRequest) -> HttpResponseBase:
        check_rate(request, "provider")
        was_stranger = not request.user.is_authenticated
        try:
            response: HttpResponseBase = view(request)
        except NONSENSE as error:
            log.exception("%s said something else than who came", provider)
            asked = get_adapter().get_provider(request, provider)
            response = render_authentication_error(request, asked, exception=error)
        if was_stranger and request.user.is_authenticated:
            remember_browser(request, response, person_mark(request.user.email))
        return response

    return never_cache(count_and_view)


def proved_before_connecting(view: View) -> View:
    """Return the view that leads to a provider, before which somebody who connects it proves who they are."""

    @wraps(view)
    def prove_and_view(request: HttpRequest) -> HttpResponseBase:
        connects = AuthProcess.CONNECT in (request.GET.get("process"), request.POST.get("process"))
        return after_proof(view)(request) if connects else view(request)

    return prove_and_view


def nothing_here(request: HttpRequest) -> HttpResponseBase:
    """Close a way in that our pages do not use."""
    raise Http404


def addresses(provider: str) -> list[URLPattern]:
    """Return the addresses of a provider, before those of allauth with the same names."""
    views = f"allauth.socialaccount.providers.{provider}.views"
    return [
        path(f"accounts/{provider}/login/token/", nothing_here),
        path(
            f"accounts/{provider}/login/callback/",
            counted_return(provider, import_string(f"{views}.oauth2_callback")),
            name=f"{provider}_callback",
        ),
        path(
            f"accounts/{provider}/login/",
            counted("provider", proved_before_connecting(import_string(f"{views}.oauth2_login"))),
            name=f"{provider}_login",
        ),
    ]


connections = counted("manage_account", sign_in_first(after_proof(never_cache(socialaccount.connections))))
sign_up = counted("sign_up", never_cache(socialaccount.signup))
