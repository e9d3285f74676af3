"""What the documents name exists."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
DECISIONS = [*ROOT.glob("docs/adr/*.md")]
MAPS = [ROOT / "docs" / "where.md", ROOT / "docs" / "one-frame.md"]
PLACES = ("", "apps/", "docs/", "gifsite/", "tests/")
PATH = re.compile(r"`((?:[\w-]+/)+[\w.-]*\.(?:py|md|js|css|html|txt|toml)|[\w-]+\.md)`")
FUNCTION = re.compile(r"`([a-z]+(?:_[a-z]+)+)\(?\)?`")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("apps", "gifsite", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "vendor" not in path.parts
)
MODULE = re.compile(r"`([\w/-]+\.py)`")
NAME = re.compile(r"`(?:\w+\.)*(\w+)`")
NAMES = set(re.findall(r"\w+", CODE))


@pytest.mark.parametrize("document", [*DOCUMENTS, *DECISIONS], ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document):
    named = set(PATH.findall(document.read_text(encoding="utf-8")))
    missing = {name for name in named if not any((ROOT / place / name).exists() for place in PLACES)}
    assert missing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_name_that_a_document_puts_in_code_is_in_the_code(document):
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(FUNCTION.findall(document.read_text(encoding="utf-8"))) - NAMES - tables == set()


def lost_names(line: str) -> set[str]:
    """The names in the third cell of a table's line that no file named in the line has."""
    cells = line.strip().strip("|").split("|")
    files = [ROOT / "apps" / name for name in MODULE.findall(line)]
    if len(cells) < 3 or not files:
        return set()
    words = set(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    return set(NAME.findall(cells[2])) - words


@pytest.mark.parametrize("document", MAPS, ids=lambda path: path.name)
def test_every_function_of_a_map_is_in_a_file_of_its_line(document):
    lines = [line for line in document.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert [(line, lost) for line in lines if (lost := lost_names(line))] == []


def test_a_name_of_another_file_is_found():
    assert lost_names("| settled | `animations/rendering/claim.py` | `claim_frame`, `StudioForm` |") == {"StudioForm"}
