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
PLACE = re.compile(r"`([\w/-]+\.py):(\w+)`")
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


def lost_places(text: str) -> list[str]:
    """The `file.py:name` of a document whose file does not define that name."""
    lost = []
    for file, name in PLACE.findall(text):
        path = ROOT / "apps" / file
        defined = rf"(?:def|class) {name}\b|^{name}\b.*=|name=\"{name}\""
        if not path.exists() or not re.search(defined, path.read_text(encoding="utf-8"), re.MULTILINE):
            lost.append(f"{file}:{name}")
    return lost


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_name_that_a_document_puts_into_a_file_is_defined_there(document):
    assert lost_places(document.read_text(encoding="utf-8")) == []


def test_a_name_that_a_file_only_imports_is_found():
    there, imported = "animations/rendering/claim.py:claim_frame", "operations/health.py:stale_components"
    assert lost_places(f"`{there}`, `{imported}`") == [imported]


def test_the_maps_name_many_places():
    assert all(len(PLACE.findall(path.read_text(encoding="utf-8"))) > 20 for path in MAPS)
