"""What an answer of an `/sdapi/v1/img2img` server means: a picture, or which of the house's decisions.

The server's `detail` speaks before the status, because a 404 may mean a missing picture or a missing programming
interface. The rows are the errors that `modules/api/api.py` of AUTOMATIC1111's web UI and of Forge raise, and those of
what both run on (FastAPI, Starlette, uvicorn). Forge does not report exceptions itself: there a fault is Starlette's plain
"Internal Server Error". None of them comes with a picture, so none is an unknown outcome.
"""

import base64
import binascii

from apps.engines.errors import (
    EngineError,
    EngineFault,
    Evidence,
    OperatorNeeded,
    OutcomeUnknown,
    PictureUnusable,
    RequestRefused,
)
from apps.engines.outcomes import ANYTHING, Content, Outcome, decide, read_object, read_report
from apps.engines.protocol import Painted
from apps.engines.transport import Answer

OUTCOMES: tuple[Outcome, ...] = (
    Outcome(Painted, status=200, contents=(Content.PICTURE,)),
    Outcome(PictureUnusable, status=200, contents=ANYTHING),
    # The picture or the mask cannot be read: the same request will never succeed.
    Outcome(RequestRefused, status=404, name="Init image not found"),
    Outcome(RequestRefused, status=500, name="Invalid encoded image"),
    Outcome(RequestRefused, status=500, name="Invalid image url"),
    Outcome(RequestRefused, status=500, name="Requests not allowed"),
    Outcome(RequestRefused, status=500, name="Request to local resource not allowed"),
    # The server saves its pictures in a format that it cannot send, until somebody changes that.
    Outcome(OperatorNeeded, status=500, name="Invalid image format"),
    # Requests name neither sampler nor model, so these are the server's own settings. Newer versions say 400.
    Outcome(OperatorNeeded, status=400, name="Sampler not found"),
    # "Sampler not found", "Model not found", or "Not Found": the server runs without `--api`, or something else listens
    # there. No request will succeed until that is changed.
    Outcome(OperatorNeeded, status=404),
    Outcome(OperatorNeeded, status=405),
    Outcome(OperatorNeeded, status=401, contents=ANYTHING),
    Outcome(OperatorNeeded, status=403),
    Outcome(RequestRefused, status=400),
    Outcome(RequestRefused, status=422),
    Outcome(EngineFault, status=500),
    # Said by the server when it takes no more connections or is not ready. An empty object may be anybody's.
    Outcome(EngineFault, status=503, contents=(Content.FAULT_REPORT,)),
)

OWN_WORDS = {400: b"Invalid HTTP request received.", 500: b"Internal Server Error", 503: b"Service Unavailable"}
"""Whole plain-text answers of uvicorn and Starlette, which stand in for a report where the server writes none."""


def painted_from(answer: Answer) -> Painted:
    """Return the first picture in an answer received in full. Raises what `OUTCOMES` says for every other answer."""
    # Only a 200 holds a picture, and a picture is long; everything else is a report.
    reply = read_object(answer.body) if answer.status == 200 else read_report(answer.body)
    image = _first_image(reply)
    content = Content.PICTURE if image else _kind_of(answer, reply)
    detail = None if reply is None else reply.get("detail")
    name = detail if isinstance(detail, str) else None
    verdict = decide(OUTCOMES, status=answer.status, name=name, content=content)
    if issubclass(verdict, EngineError):
        raise verdict(f"HTTP {answer.status}: {detail or content}", **_evidence(answer, detail=name))
    if image is None:
        raise OutcomeUnknown(f"HTTP {answer.status} without a picture", **_evidence(answer, detail=name))
    return Painted(
        image=image,
        seed=_seed_from(reply),
        vendor_request_id=None,
        finish_reason="SUCCESS",
        http_status=answer.status,
        headers=answer.headers,
    )


def _kind_of(answer: Answer, reply: dict[str, object] | None) -> Content:
    """Return what an answer without a picture is.

    A report always has a `detail` or an `error`, or is the server's own words.
    """
    if reply is None:
        in_own_words = answer.content_type.startswith("text/plain") and answer.body == OWN_WORDS.get(answer.status)
        return Content.FAULT_REPORT if in_own_words else Content.OTHER
    return Content.FAULT_REPORT if {"detail", "error"} & reply.keys() else Content.JSON


def _first_image(reply: dict[str, object] | None) -> bytes | None:
    """Return the bytes of the first picture, or None when there are none or they are not whole base64."""
    images = None if reply is None else reply.get("images")
    if not isinstance(images, list) or not images or not isinstance(images[0], str):
        return None
    try:
        # Some forks answer with a data URL, as they accept one.
        return base64.b64decode(images[0].removeprefix("data:image/png;base64,"), validate=True) or None
    except (ValueError, binascii.Error):
        return None


def _seed_from(reply: dict[str, object] | None) -> int | None:
    """Return the seed that was used. The picture is whole without it, so a broken report costs only this figure."""
    report = None if reply is None else reply.get("info")
    notes = read_object(report.encode()) if isinstance(report, str) else None
    seed = None if notes is None else notes.get("seed")
    return seed if isinstance(seed, int) and not isinstance(seed, bool) else None


def _evidence(answer: Answer, *, detail: str | None) -> Evidence:
    return Evidence(http_status=answer.status, vendor_name=detail, body=answer.body)
