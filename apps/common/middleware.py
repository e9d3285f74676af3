"""Answers that every page may need to give."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.common.ratelimit import TooOften

DEFAULT_RETRY_SECONDS = (
    60  # allauth's own limits do not say when the next try may succeed; most of them count per minute
)


class TooOftenAnswers:
    """Turns TooOften into a 429 page, and gives every 429 a Retry-After."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 429 and "Retry-After" not in response:
            response["Retry-After"] = str(DEFAULT_RETRY_SECONDS)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TooOften):
            return None
        context = {"retry_after": error.retry_after_seconds, "sentence": error.sentence}
        response = render(request, "429.html", context, status=429)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
