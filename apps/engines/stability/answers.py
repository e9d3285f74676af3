"""What an answer of Stability means: a picture, or which of the house's decisions.

The body's `name` speaks before the status, because a 403 has been seen to carry `payment_required`.
"""

import math

from apps.engines.errors import (
    ContentRefused,
    EngineError,
    EngineFault,
    Evidence,
    OperatorNeeded,
    OutcomeUnknown,
    PictureFiltered,
    PictureUnusable,
    RequestRefused,
    Throttled,
)
from apps.engines.outcomes import ANYTHING, Content, Outcome, decide, read_report
from apps.engines.protocol import Painted
from apps.engines.transport import Answer

LOCK_OUT_SECONDS = 60.0
"""How long the vendor refuses everything after more than 150 requests in 10 seconds; it documents no Retry-After."""

MAX_PAUSE_SECONDS = 3600.0
"""The longest Retry-After believed. A slip in one header must not silence the engine for weeks."""

OUTCOMES: tuple[Outcome, ...] = (
    # The name of a 200 is its finish reason. It is paid for, whatever is in it.
    Outcome(Painted, status=200, name="SUCCESS", contents=(Content.PICTURE,)),
    Outcome(PictureFiltered, status=200, name="CONTENT_FILTERED", contents=(Content.PICTURE,)),
    Outcome(PictureUnusable, status=200, contents=ANYTHING),
    Outcome(ContentRefused, name="content_moderation"),
    Outcome(ContentRefused, name="public_figure"),
    Outcome(OperatorNeeded, name="payment_required"),
    # The older API's word for an empty account, which it says with 429: waiting would not help.
    Outcome(OperatorNeeded, name="insufficient_balance"),
    Outcome(OperatorNeeded, name="unauthorized"),
    Outcome(OperatorNeeded, name="permission_denied"),
    Outcome(Throttled, name="rate_limit_exceeded"),
    # These three are said before any painting begins, by whoever says them, in whatever format.
    Outcome(OperatorNeeded, status=401, contents=ANYTHING),
    Outcome(OperatorNeeded, status=402, contents=ANYTHING),
    Outcome(Throttled, status=429, contents=ANYTHING),
    # A complete report of a refusal is the vendor's word that nothing was painted, whatever new name it has.
    Outcome(RequestRefused, status=403, contents=(Content.FAULT_REPORT,)),
    Outcome(RequestRefused, status=400),
    Outcome(RequestRefused, status=404),
    Outcome(RequestRefused, status=413),
    Outcome(RequestRefused, status=422),
    # Only a complete report proves that the engine itself failed, and failures are documented as free. Another body
    # may come from an edge server that cut off a finished, charged picture.
    Outcome(EngineFault, status=500, contents=(Content.FAULT_REPORT,)),
    Outcome(EngineFault, status=503, contents=(Content.FAULT_REPORT,)),
)


def painted_from(answer: Answer) -> Painted:
    """Return the picture in an answer received in full. Raises what `OUTCOMES` says for every other answer."""
    is_picture = answer.content_type.startswith("image/") and answer.body != b""
    if answer.status != 200 or not is_picture:
        raise refusal_from(answer)
    finish_reason = answer.headers.get("finish-reason", "")
    # An answer without a finish reason finished as usual, as far as anybody says.
    verdict = decide(OUTCOMES, status=200, name=finish_reason or "SUCCESS", content=Content.PICTURE)
    if issubclass(verdict, EngineError):
        raise verdict(f"finished as {finish_reason}", **_evidence(answer, name=finish_reason))
    return Painted(
        image=answer.body,
        seed=_whole_number(answer.headers.get("seed")),
        vendor_request_id=answer.headers.get("x-request-id"),
        finish_reason=finish_reason,
        http_status=answer.status,
        headers=answer.headers,
    )


def refusal_from(answer: Answer) -> EngineError:
    """Return the decision behind an answer that is no picture."""
    report, content = _read_report(answer.body)
    name = report.get("name")
    name = name if isinstance(name, str) else None
    verdict = decide(OUTCOMES, status=answer.status, name=name, content=content)
    error = verdict if issubclass(verdict, EngineError) else OutcomeUnknown
    detail = f"HTTP {answer.status} {name or content}: {_reasons(report)}"
    evidence = _evidence(answer, name=name)
    if error is Throttled:
        return Throttled(detail, retry_after_seconds=_pause_seconds(answer), **evidence)
    return error(detail, **evidence)


def balance_tenths_from(answer: Answer) -> int:
    """Return tenths of a vendor credit in an answer to the balance question; rounded to the nearest one.

    Raises what `refusal_from` says for a refusal and OutcomeUnknown for a 200 without a number.
    """
    if answer.status != 200:
        raise refusal_from(answer)
    report, _content = _read_report(answer.body)
    credits_left = report.get("credits")
    # `bool` is an `int` in Python and NaN is a float in its JSON; neither is a balance.
    if isinstance(credits_left, bool) or not isinstance(credits_left, int | float) or not math.isfinite(credits_left):
        raise OutcomeUnknown("the balance is no number", **_evidence(answer, name=None))
    return round(credits_left * 10)


def _read_report(body: bytes) -> tuple[dict[str, object], Content]:
    report = read_report(body)
    if report is None:
        return {}, Content.OTHER
    errors = report.get("errors")
    complete = (
        isinstance(report.get("id"), str)
        and isinstance(report.get("name"), str)
        and isinstance(errors, list)
        and all(isinstance(error, str) for error in errors)
    )
    return report, Content.FAULT_REPORT if complete else Content.JSON


def _reasons(report: dict[str, object]) -> str:
    errors = report.get("errors")
    reasons = errors if isinstance(errors, list) else [report.get("message", "")]
    return "; ".join(str(reason) for reason in reasons)


def _evidence(answer: Answer, *, name: str | None) -> Evidence:
    return Evidence(
        http_status=answer.status,
        vendor_request_id=answer.headers.get("x-request-id"),
        vendor_name=name,
        body=answer.body,
    )


def _pause_seconds(answer: Answer) -> float:
    asked = _whole_number(answer.headers.get("retry-after")) or 0
    return min(max(LOCK_OUT_SECONDS, float(asked)), MAX_PAUSE_SECONDS)


def _whole_number(text: str | None) -> int | None:
    # A number of more than ten digits is neither a seed nor a pause, and reading a huge one would take seconds.
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text)
