"""Errors that know the page to answer them with."""

from django.http import HttpRequest, HttpResponse


class AnsweredError(Exception):
    """Raised by whoever finds out, deep inside a view, that another page is to be shown; `answer` makes it."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page, with its status."""
        raise NotImplementedError
