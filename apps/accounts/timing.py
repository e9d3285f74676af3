"""Answers that take as long whoever asks, so that their time tells nothing about who has an account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def evenly_timed(view: View) -> View:
    """Return a view that answers no POST sooner than the setting SIGN_IN_LEAST_SECONDS after it came."""

    @wraps(view)
    def wait_and_answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        began = time.monotonic()
        response = view(request, *arguments, **named)
        if request.method == "POST":
            time.sleep(max(0.0, began + settings.SIGN_IN_LEAST_SECONDS - time.monotonic()))
        return response

    return wait_and_answer
