"""What an answer of an `/sdapi/v1/img2img` server means: a picture, or which of the house's decisions.

The server's `detail` speaks before the status, because a 404 may mean a missing picture or a missing programming
interface.
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
    Outcome(RequestRefused, status=404, name="Init image not found"),
    # The server runs without `--api`, or something else listens there: no request will succeed until that is changed.
    Outcome(OperatorNeeded, status=404, name="Not Found"),
    # No sampler is sent, so the one that is missing is the server's own default: said before any painting begins.
    Outcome(OperatorNeeded, status=404, name="Sampler not found"),
    Outcome(RequestRefused, status=500, name="Invalid encoded image"),
    Outcome(OperatorNeeded, status=401, contents=ANYTHING),
    Outcome(RequestRefused, status=422),
    Outcome(EngineFault, status=500),
)


def painted_from(answer: Answer) -> Painted:
    """The first picture in an answer received in full. Raises what `OUTCOMES` says for every other answer."""
    # Only a 200 holds a picture, and a picture is long; everything else is a report.
    reply = read_object(answer.body) if answer.status == 200 else read_report(answer.body)
    image = _first_image(reply)
    content = Content.PICTURE if image else Content.OTHER if reply is None else Content.JSON
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


def _first_image(reply: dict[str, object] | None) -> bytes | None:
    """The bytes of the first picture, or None when there are none or they are not whole base64."""
    images = None if reply is None else reply.get("images")
    if not isinstance(images, list) or not images or not isinstance(images[0], str):
        return None
    try:
        # Some forks answer with a data URL, as they accept one.
        return base64.b64decode(images[0].removeprefix("data:image/png;base64,"), validate=True) or None
    except (ValueError, binascii.Error):
        return None


def _seed_from(reply: dict[str, object] | None) -> int | None:
    """The seed that was used. The picture is whole without it, so a broken report costs only this figure."""
    report = None if reply is None else reply.get("info")
    notes = read_object(report.encode()) if isinstance(report, str) else None
    seed = None if notes is None else notes.get("seed")
    return seed if isinstance(seed, int) and not isinstance(seed, bool) else None


def _evidence(answer: Answer, *, detail: str | None) -> Evidence:
    return Evidence(http_status=answer.status, vendor_name=detail, body=answer.body)
