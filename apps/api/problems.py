"""Errors as RFC 9457 problem details: whatever is asked below /api/v1/, no error is answered with a page."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError

from apps.animations.create.refusals import REFUSED, refusal_of
from apps.animations.create.submit import KeyReused
from apps.animations.exports.timeline import TimelineInvalid
from apps.animations.models import Animation, Export
from apps.common.ratelimit import TooOften

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/v1/"
DESCRIBES_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "ETag"})
NOT_CHARGED = "Nothing was charged."
KEY_REUSED = "This Idempotency-Key was used with another picture or recipe."
SENTENCES = {
    400: f"The request couldn't be read. {NOT_CHARGED}",
    403: f"This is not allowed. {NOT_CHARGED}",
    404: "There's nothing at this address.",
    405: f"That method isn't allowed here. The Allow header lists the ones that are. {NOT_CHARGED}",
    413: f"The request is too large. {NOT_CHARGED}",
}
KINDS = {400: "invalid", 404: "not-found", 405: "method", 413: "too-large"}


class ProblemRaised(Exception):
    """An answer other than the requested one."""

    def __init__(self, status: HTTPStatus, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.more = status, kind, detail, more


def problem(status: HTTPStatus, kind: str, detail: str, **more: Any) -> HttpResponse:
    """Return an RFC 9457 problem: `type` names the kind for machines, `detail` explains it in plain English."""
    body = {
        "type": f"{settings.SITE_URL}/api/docs#{kind}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        **more,
    }
    return HttpResponse(json.dumps(body, default=str), status=status, content_type=CONTENT_TYPE)


def _raised(request: HttpRequest, error: ProblemRaised) -> HttpResponse:
    return problem(error.status, error.kind, error.detail, **error.more)


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(
        HTTPStatus.UNAUTHORIZED, "unauthenticated", "Send a valid token as Authorization: Bearer. Nothing was charged."
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
    errors = {".".join(str(part) for part in item["loc"][1:]) or "body": in_words(item) for item in error.errors}
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", f"Some values are invalid. {NOT_CHARGED}", errors=errors)


PYDANTIC_SENTENCES = {
    "missing": "This field is required.",
    "string_too_long": "At most {max_length} characters.",
    "greater_than": "More than {gt}.",
    "greater_than_equal": "At least {ge}.",
    "less_than": "Less than {lt}.",
    "less_than_equal": "At most {le}.",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "A whole number."),
    **dict.fromkeys(("float_parsing", "float_type", "finite_number"), "A number."),
    **dict.fromkeys(("bool_parsing", "bool_type"), "true or false."),
    "string_type": "Text.",
    "literal_error": "One of {expected}.",
    "json_invalid": "This isn't valid JSON.",
    "unknown_field": "{sentence}",
    "string_pattern_mismatch": "A color as # and six digits, as in #ffcc00.",
    "uuid_parsing": "An id from this API.",
}
"""What people read for pydantic's error types; the names in braces are those of an error's `ctx`."""


def in_words(item: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as a sentence for a person."""
    sentence = PYDANTIC_SENTENCES.get(item["type"])
    return f"{item['msg']}." if sentence is None else sentence.format(**item.get("ctx", {}))


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an animation that was not started, as the map of refusals has it."""
    refusal = refusal_of(error)
    # A GIF that was erased forgot its recipe, so nobody can tell whether it's the same one.
    is_other = isinstance(error, KeyReused) and error.animation.erased_at is None
    sentence = KEY_REUSED if is_other else refusal.sentence
    return problem(refusal.status, refusal.code, f"{sentence} {NOT_CHARGED}", **refusal.details)


def _invalid_timeline(request: HttpRequest, error: TimelineInvalid) -> HttpResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", f"{error} {NOT_CHARGED}", errors=error.errors)


def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS, "too-often", error.sentence, retry_after_seconds=error.retry_after_seconds
    )
    response["Retry-After"] = str(error.retry_after_seconds)
    return response


def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "not-found", "There's nothing of yours at this address.")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(HTTPStatus(error.status_code), "invalid", f"{error.message}. Nothing was charged.")


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    reason = str(error).rstrip(".")
    return problem(HTTPStatus.BAD_REQUEST, "invalid", f"The request couldn't be read: {reason}. {NOT_CHARGED}")


def _too_many_parts(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "invalid", f"The request has too many parts. {NOT_CHARGED}")


def _suspicious(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "invalid", SENTENCES[400])


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", SENTENCES[413])


def answer_problems(api: NinjaAPI) -> None:
    """Have every error that an operation raises answered here."""
    answers: dict[type[Exception], Callable[..., HttpResponse]] = {
        ProblemRaised: _raised,
        AuthenticationError: _unauthenticated,
        NinjaValidationError: _invalid,
        **dict.fromkeys(REFUSED, _refused),
        TimelineInvalid: _invalid_timeline,
        TooOften: _too_often,
        Http404: _missing,
        Animation.DoesNotExist: _missing,
        Export.DoesNotExist: _missing,
        HttpError: _http_error,
        MultiPartParserError: _unreadable,
        BadRequest: _unreadable,
        RequestDataTooBig: _too_large,
        TooManyFieldsSent: _too_many_parts,
        TooManyFilesSent: _too_many_parts,
        SuspiciousOperation: _suspicious,
    }
    for error, answer in answers.items():
        api.add_exception_handler(error, answer)


class ProblemsOnly:
    """Middleware, outermost: turns the pages that Django answers by itself (unknown address, wrong method, a failure of
    ours) into problem details. A HEAD is answered as a GET, whose body the server leaves out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD" and request.path.startswith(PREFIX):
            request.method = "GET"  # Ninja answers 405 to a HEAD
        response = self.get_response(request)
        status = response.status_code
        if status < 400 or not request.path.startswith(PREFIX) or response.get("Content-Type") == CONTENT_TYPE:
            return response
        detail = SENTENCES.get(status, "Something went wrong on our end. Check your animations before you try again.")
        answer = problem(HTTPStatus(status), KINDS.get(status, "failure"), detail)
        for name, value in response.items():  # among them those of the security middlewares
            if name not in DESCRIBES_THE_BODY:
                answer[name] = value
        answer.setdefault("Cache-Control", "private, no-store")
        return answer
