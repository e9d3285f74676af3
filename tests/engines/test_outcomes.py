import json
from importlib import import_module
from pathlib import Path

import pytest

from apps import engines
from apps.engines.errors import EngineFault, OutcomeUnknown
from apps.engines.outcomes import MAX_REPORT_BYTES, Content, Outcome, decide, read_object, read_report
from apps.engines.registry import FOLDERS

ENGINES = Path(engines.__file__).parent
TABLES = {name: ENGINES / name / "answers.py" for name in FOLDERS if (ENGINES / name / "answers.py").exists()}
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "reliability.md"


def published(engine):
    """The lines of an engine's table in the document, each as its cells."""
    _, _, rest = DOCUMENT.read_text().partition(f"<!-- outcomes {engine}: begin -->")
    lines = rest.partition(f"<!-- outcomes {engine}: end -->")[0].strip().splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def written(row):
    body = "anything" if row.contents == tuple(Content) else ", ".join(row.contents)
    return (str(row.status or "any"), f"`{row.name}`" if row.name else "any", body, f"`{row.verdict.__name__}`")


@pytest.mark.parametrize("engine", TABLES)
def test_the_published_table_is_the_one_that_decides(engine):
    table = import_module(f"apps.engines.{engine}.answers").OUTCOMES
    rest = ("everything else", "", "", "`OutcomeUnknown`")
    assert published(engine) == [*map(written, table), rest]


def test_what_fits_no_row_is_unknown():
    assert decide((), status=500, name=None, content=Content.JSON) is OutcomeUnknown


def test_the_first_row_that_fits_decides():
    table = (Outcome(EngineFault, status=500), Outcome(OutcomeUnknown))
    assert decide(table, status=500, name="x", content=Content.JSON) is EngineFault
    assert decide(table, status=503, name="x", content=Content.JSON) is OutcomeUnknown
    assert decide(table, status=500, name="x", content=Content.OTHER) is OutcomeUnknown


@pytest.mark.parametrize("surplus", [0, 1])
def test_a_report_is_read_up_to_the_bound(surplus):
    empty = len(json.dumps({"a": ""}))
    body = json.dumps({"a": "x" * (MAX_REPORT_BYTES - empty + surplus)}).encode()
    assert (read_report(body) is None) == bool(surplus)
    assert read_object(body) is not None


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"[" * 100_000, b"\xff"])
def test_what_is_no_object_is_no_report(body):
    assert read_report(body) is None
