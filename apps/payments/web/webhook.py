"""The door for a payment provider's messages: the raw body, its signature, an answer at once. What it is about is worked later."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.payments.provider import Forged
from apps.payments.providers.registry import active_provider
from apps.payments.services.inbox import receive

LARGEST_BYTES = 512 * 1024
"""Stripe's largest messages are some tens of kilobytes: an invoice with all of its lines."""


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep a message of the provider and say so. Anything but 2xx makes the provider send it again."""
    provider = active_provider()
    if provider is None:
        return _said("Buying is off here: no provider is configured.", 503)
    body = _body(request)
    if body is None:
        return _said("Say how long the message is, in Content-Length.", 411)
    if len(body) > LARGEST_BYTES:
        return _said("No message of a payment provider is that long.", 413)
    try:
        receive(provider=provider, body=body, signature=request.headers.get("Stripe-Signature", ""), now=timezone.now())
    except Forged as forged:
        return _said(f"Not accepted: {forged}.", 400)
    return _said("Received.", 200)


def _body(request: HttpRequest) -> bytes | None:
    """Return the message, or one byte more than any may have. None when nobody can say where it ends.

    Django reads as far as Content-Length says, which is nothing for a body that comes in chunks. Our server puts those
    together and says so; another server's stream would be waited for without end.
    """
    if "chunked" not in request.headers.get("transfer-encoding", "").lower():
        # The server reads no further than this header says, so a long body is not read at all.
        too_long = int(request.headers.get("content-length") or 0) > LARGEST_BYTES
        return b" " * (LARGEST_BYTES + 1) if too_long else request.body
    if not request.META.get("wsgi.input_terminated"):
        return None
    whole: bytes = request.META["wsgi.input"].read(LARGEST_BYTES + 1)
    return whole


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
