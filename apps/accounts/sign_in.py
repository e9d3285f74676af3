"""Pages for people who are signed in. What somebody sent after their session had ended survives the way through sign-in."""

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

View = Callable[..., HttpResponseBase]

SESSION_KEY = "interrupted_form"
WORDS_KEY = "interrupted_words"
KEPT_SECONDS = 3600  # long enough to find the mail with the code, short enough for a shared computer
MOST_CHARACTERS = (
    20_000  # a prompt, a caption and a description have 5,000 together; a session is a row of the database
)
SHOWN = {
    "title": "Title",
    "alt_text": "Description",
    "text": "Caption",
    "caption": "Caption",
    "display_name": "Name",
    "name": "Name",
    "prompt": "Prompt",
}
"""The fields of our forms that hold somebody's words, by the label that the form gives them."""


def sign_in_first(view: View, *, keeps_form: bool = True) -> View:
    """Return a view that strangers reach after they have signed in.

    Without `keeps_form` what a stranger sent is forgotten: for what cannot be undone, which nobody may do by a form that
    somebody else filled in before.

    A form that a stranger sent is kept, and shown after the sign-in with a button that sends it. A script of htmx is not
    given the sign-in page in the place of a part: what it asked for answers 401, and what it sent leads the whole page on.
    """

    @wraps(view)
    def sign_in_and_view(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            # What was sent before the sign-in is offered once, and forgotten when it, or anything else, is sent here.
            kept = _kept_for(request)
            if kept is not None and request.method == "GET":
                return _offer(request, kept)
            if kept is not None and request.method == "POST":
                del request.session[SESSION_KEY]
            return view(request, *arguments, **named)
        # Kept in the session, because a sign-in takes several pages.
        if request.method == "POST" and keeps_form:
            _keep(request)
        to_sign_in = redirect_to_login(request.get_full_path())
        # A part of a page must not be replaced by the sign-in page.
        if not request.headers.get("HX-Request"):
            return to_sign_in
        if request.method == "POST":
            return HttpResponse(status=204, headers={"HX-Redirect": to_sign_in["Location"]})
        return HttpResponse(status=401)

    return sign_in_and_view


def posted_by_somebody(back: Callable[..., str], *, keeps_form: bool = True) -> Callable[[View], View]:
    """Return a decorator for an address that takes nothing but forms of people who are signed in.

    `keeps_form` is as in `sign_in_first`.

    `back` gets the address's own arguments and names the page that its button stands on. Whoever opens the address itself,
    from a history or after a detour, is led there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def post_or_back(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *arguments, **named)
            return redirect(back(*arguments, **named))

        return sign_in_first(post_or_back, keeps_form=keeps_form)

    return decorate


def keep_words(request: HttpRequest, names: Collection[str]) -> None:
    """Keep these fields of a form that a stranger sent, for a page that fills its own form with them after the sign-in."""
    words = {name: request.POST[name] for name in names if name in request.POST}
    if sum(len(name) + len(value) for name, value in words.items()) <= MOST_CHARACTERS:
        request.session[WORDS_KEY] = {"words": words, "at": time.time()}


def take_words(request: HttpRequest) -> dict[str, str]:
    """Return the fields that were kept, once; none when they are too old."""
    kept = request.session.pop(WORDS_KEY, None)
    if kept is None or time.time() - kept["at"] > KEPT_SECONDS:
        return {}
    words: dict[str, str] = kept["words"]
    return words


def _keep(request: HttpRequest) -> None:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if isinstance(value, str)
    ]
    if sum(len(name) + len(value) for name, value in fields) <= MOST_CHARACTERS:
        request.session[SESSION_KEY] = {"path": request.get_full_path(), "fields": fields, "at": time.time()}


def _kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return the form that was kept for this very address, if it is not too old."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["path"] != request.get_full_path() or time.time() - kept["at"] > KEPT_SECONDS:
        return None
    return kept


def _offer(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    words = [(SHOWN[name], value) for name, value in kept["fields"] if name in SHOWN and value.strip()]
    return render(
        request, "accounts/interrupted.html", {"fields": kept["fields"], "words": words, "path": kept["path"]}
    )
