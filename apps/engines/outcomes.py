"""How an answer received in full becomes a decision: a table of rows per engine, and *unknown* where no row fits.

What happened on the wire is no matter of the engine and stands in no table: `transport` raises NotSent when not one byte
of the request left, and OutcomeUnknown when anything did and no whole answer came back.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.engines.errors import EngineError, OutcomeUnknown
from apps.engines.protocol import Painted

MAX_REPORT_BYTES = 64 * 1024
"""The longest body that is read as a report. Real ones have a few hundred bytes, and twenty megabytes of nested JSON
would become half a gigabyte of objects."""


class Content(StrEnum):
    """What the body of an answer turned out to be."""

    PICTURE = "picture"
    """Says that it is a picture and is not empty; whether it is one is for the decoder to say."""

    FAULT_REPORT = "fault report"
    """The vendor's own complete error format, which an edge server in between does not write."""

    JSON = "json"
    """A JSON object of another shape."""

    OTHER = "other"
    """HTML, nothing, or anything else."""


ANYTHING = tuple(Content)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row. `None` fits everything; `contents` names the kinds of body the row believes."""

    verdict: type[EngineError] | type[Painted]
    status: int | None = None
    name: str | None = None
    contents: tuple[Content, ...] = (Content.FAULT_REPORT, Content.JSON)


def decide(
    table: Sequence[Outcome], *, status: int, name: str | None, content: Content
) -> type[EngineError] | type[Painted]:
    """Return the verdict of the first row that fits. OutcomeUnknown when none does: it may have been charged."""
    for row in table:
        if row.status in {None, status} and row.name in {None, name} and content in row.contents:
            return row.verdict
    return OutcomeUnknown


def read_report(body: bytes) -> dict[str, object] | None:
    """Return the JSON object in a body, or None when it holds none or is too long to be a report."""
    return read_object(body) if len(body) <= MAX_REPORT_BYTES else None


def read_object(body: bytes) -> dict[str, object] | None:
    """Return the JSON object in a body of any length, or None."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return reply if isinstance(reply, dict) else None
