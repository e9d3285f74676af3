"""The error of mail that the mail server didn't take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.common.answered import AnsweredError


class MailNotSent(AnsweredError, OSError):
    """Raised when the mail server didn't take a mail. An OSError, like the one it stands for, to who sends in the background.

    `is_refused` tells a refused address from a server that is away or busy.
    """

    def __init__(self, reason: str, *, is_refused: bool) -> None:
        super().__init__(reason)
        self.is_refused = is_refused

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return 503 for a server that is away, 400 for an address that it refuses; either says what to do next."""
        status = 400 if self.is_refused else 503
        response = render(request, "mail/not_sent.html", {"is_refused": self.is_refused}, status=status)
        if not self.is_refused:
            response["Retry-After"] = "120"
        return response
