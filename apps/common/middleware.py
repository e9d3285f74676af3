"""Answers that every page may need to give."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from apps.common.answered import AnsweredError
from apps.common.ratelimit import TooOften

COMPRESSIBLE = frozenset(
    {
        "application/json",
        "application/problem+json",
        "application/javascript",
        "application/manifest+json",
        "image/svg+xml",
    }
)


class TextCompression(GZipMiddleware):
    """Compresses pages, styles, scripts and JSON. A picture or a film is compressed already, and keeps its length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if not (kind.startswith("text/") or kind in COMPRESSIBLE):
            return response
        return super().process_response(request, response)


class TooOftenAnswers:
    """Turns TooOften into a 429 page that says, as its Retry-After does, when the next try may succeed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TooOften):
            return None
        response = render(request, "429.html", {"sentence": error.sentence, "what": error.what}, status=429)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response


class AnsweredErrors:
    """Answers an AnsweredError with the page that it makes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return error.answer(request) if isinstance(error, AnsweredError) else None


class PrivateAnswers:
    """Marks answers to somebody who is signed in, and everything of the API, as not to be kept by any cache.

    An answer that says itself how it may be cached is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and (
            request.path.startswith("/api/") or (request.session.accessed and request.user.is_authenticated)
        ):
            response["Cache-Control"] = "private, no-store"
        return response


class UnknownFieldAnswers:
    """Answers 404 where the admin is asked by an address for what no row can have.

    A field that is none, such as an empty `_to_field`; a NUL, which PostgreSQL takes in no text; or a moment that is
    between the years 1 and 9999 only in its own time zone, and leaves the calendar when SQLite is given it in UTC.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = f"{request.path}?{unquote(request.META.get('QUERY_STRING', ''))}"
        if asked.startswith("/admin/") and "\0" in asked:
            return render(request, "404.html", status=404)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, FieldDoesNotExist | OverflowError) and request.path.startswith("/admin/"):
            return render(request, "404.html", status=404)
        return None
