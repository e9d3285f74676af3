"""Browsers that somebody has signed in with before: what strangers try elsewhere does not slow them down.

The cookie opens nothing. It only says whose limits of their own this browser has (`apps.common.ratelimit`).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

SALT = "known-browser"
LASTS_SECONDS = 365 * 24 * 3600  # somebody who comes back after a holiday or a parental leave is still known
MOST_PEOPLE = 5  # who share one browser; the one who came first makes room


def known_browser(request: HttpRequest, mark: str) -> str:
    """Return the name of this browser when the person with this mark has signed in with it before; otherwise empty."""
    name, people = _read(request)
    return name if mark and mark in people else ""


def remember_browser(request: HttpRequest, response: HttpResponseBase, mark: str) -> None:
    """Note in a cookie that the person with this mark has signed in with this browser."""
    name, people = _read(request)
    kept = [*(one for one in people if one != mark), mark][-MOST_PEOPLE:]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps([name or secrets.token_urlsafe(12), kept], salt=SALT),
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, people = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=LASTS_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(name), [str(one) for one in people]
