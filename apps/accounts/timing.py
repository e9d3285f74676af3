"""Answers that take as long whoever asks, so that their time tells nothing about who has an account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

LEAST_SECONDS = 0.15
"""Twice what making an account took at the median (75 ms on a busy machine); an address that had one was answered in 17 ms."""

View = Callable[..., HttpResponseBase]


def evenly_timed(view: View) -> View:
    """Return a view that answers no POST sooner than LEAST_SECONDS after it came."""

    @wraps(view)
    def wait_and_answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        began = time.monotonic()
        response = view(request, *arguments, **named)
        if request.method == "POST":
            time.sleep(max(0.0, began + LEAST_SECONDS - time.monotonic()))
        return response

    return wait_and_answer
