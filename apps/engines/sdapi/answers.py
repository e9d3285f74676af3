"""What an answer of an `/sdapi/v1/img2img` server means: a picture, or which of the house's decisions.

The server's `detail` speaks before the status, because a 404 may mean a missing picture or a missing programming
interface.
"""

import base64
import binascii
import json

from apps.engines.errors import EngineError, EngineFault, Evidence, OperatorNeeded, PictureUnusable, RequestRefused
from apps.engines.outcomes import Content, Outcome, decide
from apps.engines.protocol import Painted
from apps.engines.transport import Answer

OUTCOMES: tuple[Outcome, ...] = (
    Outcome(RequestRefused, status=404, name="Init image not found"),
    # The server runs without `--api`, or something else listens there: no request will succeed until that is changed.
    Outcome(OperatorNeeded, status=404, name="Not Found"),
    Outcome(OperatorNeeded, status=401, contents=tuple(Content)),
    Outcome(RequestRefused, status=422),
    Outcome(EngineFault, status=500),
)


def painted_from(answer: Answer) -> Painted:
    """The first picture in an answer received in full.

    Raises PictureUnusable for a 200 that does not hold one, and for every other status what `OUTCOMES` says.
    """
    if answer.status != 200:
        raise _refusal_from(answer)
    reply = _read_object(answer.body)
    try:
        image = base64.b64decode(_first_image(reply), validate=True)
    except (TypeError, LookupError, ValueError, binascii.Error) as error:
        raise PictureUnusable(f"a 200 without a picture: {error}", **_evidence(answer, detail=None)) from error
    if not image:
        raise PictureUnusable("a 200 with an empty picture", **_evidence(answer, detail=None))
    return Painted(
        image=image,
        seed=_seed_from(reply),
        vendor_request_id=None,
        finish_reason="SUCCESS",
        http_status=answer.status,
        headers=answer.headers,
    )


def _refusal_from(answer: Answer) -> EngineError:
    reply = _read_object(answer.body)
    content = Content.JSON if reply is not None else Content.OTHER
    detail = reply.get("detail") if reply is not None else None
    name = detail if isinstance(detail, str) else None
    error = decide(OUTCOMES, status=answer.status, name=name, content=content)
    return error(f"HTTP {answer.status}: {detail or content}", **_evidence(answer, detail=name))


def _read_object(body: bytes) -> dict[str, object] | None:
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return reply if isinstance(reply, dict) else None


def _first_image(reply: dict[str, object] | None) -> str:
    images = None if reply is None else reply.get("images")
    if not isinstance(images, list) or not isinstance(images[0], str):
        raise TypeError("the reply lists no images")
    # Some forks answer with a data URL, as they accept one.
    return images[0].removeprefix("data:image/png;base64,")


def _seed_from(reply: dict[str, object] | None) -> int | None:
    """The seed that was used. The picture is whole without it, so a broken report costs only this figure."""
    report = None if reply is None else reply.get("info")
    notes = _read_object(report.encode()) if isinstance(report, str) else None
    seed = None if notes is None else notes.get("seed")
    return seed if isinstance(seed, int) and not isinstance(seed, bool) else None


def _evidence(answer: Answer, *, detail: str | None) -> Evidence:
    return Evidence(http_status=answer.status, vendor_name=detail, body=answer.body)
