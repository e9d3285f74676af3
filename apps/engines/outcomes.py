"""How an answer that is no picture becomes a decision: a table of rows per engine, and *unknown* where no row fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.engines.errors import EngineError, OutcomeUnknown


class Content(StrEnum):
    """What the body of an answer turned out to be."""

    FAULT_REPORT = "fault report"
    """The vendor's own complete error format, which an edge server in between does not write."""

    JSON = "json"
    """A JSON object of another shape."""

    OTHER = "other"
    """HTML, nothing, or anything else."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row. `None` fits everything; `contents` names the kinds of body the row believes."""

    error: type[EngineError]
    status: int | None = None
    name: str | None = None
    contents: tuple[Content, ...] = (Content.FAULT_REPORT, Content.JSON)


def decide(table: Sequence[Outcome], *, status: int, name: str | None, content: Content) -> type[EngineError]:
    """The error of the first row that fits. OutcomeUnknown when none does: it may have been charged."""
    for row in table:
        if row.status in {None, status} and row.name in {None, name} and content in row.contents:
            return row.error
    return OutcomeUnknown
