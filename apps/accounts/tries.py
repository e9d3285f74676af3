"""Views that count how often they are tried, by whom and about whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from apps.accounts.identity import person_mark
from apps.accounts.known_browsers import known_browser, remember_browser
from apps.accounts.security_log import note_refusal
from apps.common.ratelimit import TooOften, check_rate, count_failure

FOUND = 302  # what allauth answers when a form was right

View = Callable[..., HttpResponseBase]


def counted(
    what: str,
    view: View,
    *,
    address_of: Callable[[HttpRequest], str] = lambda _: "",
    failures_only: bool = False,
) -> View:
    """Return a view that counts every POST as one try of `what` before it does anything, and raises TooOften.

    `address_of` tells whose e-mail address a stranger's request is about; all spellings of a mailbox count as one. With
    `failures_only` a try counts once it has failed, which is when the form is shown again. A browser in which somebody
    signs in is known as theirs from then on.
    """

    @wraps(view)
    def count_and_view(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *arguments, **named)
        # Whom a stranger's try is about is known by a mark that all spellings of the mailbox share.
        address = address_of(request)
        mark = person_mark(address) if address else ""
        browser = known_browser(request, mark)
        # Before anything is done. Where only failures count, this looks at those so far.
        try:
            check_rate(request, what, account=mark, browser=browser, count=not failures_only)
        except TooOften:
            note_refusal(request, mark=mark, person=request.user if request.user.is_authenticated else None)
            raise
        was_stranger = not request.user.is_authenticated
        response = view(request, *arguments, **named)
        if failures_only and response.status_code != FOUND:
            count_failure(request, what, account=mark, browser=browser)
        # Their own browser is not locked out by what others try from elsewhere.
        if was_stranger and request.user.is_authenticated:
            remember_browser(request, response, person_mark(request.user.email))
        return response

    return count_and_view


def posted(field: str) -> Callable[[HttpRequest], str]:
    """Tell the address that a form was sent with."""
    return lambda request: request.POST.get(field, "")


def waiting_for_code(session_key: str) -> Callable[[HttpRequest], str]:
    """Tell the address that a code went to, which allauth keeps in the session until the code is entered."""
    return lambda request: (request.session.get(session_key) or {}).get("email") or ""
