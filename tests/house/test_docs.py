"""What the documents name exists."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
PLACES = ("", "apps/", "docs/", "gifsite/", "tests/")
PATH = re.compile(r"`((?:[\w-]+/)+[\w.-]*\.(?:py|md|js|css|html|txt|toml)|[\w-]+\.md)`")
FUNCTION = re.compile(r"`([a-z]+(?:_[a-z]+)+)\(?\)?`")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("apps", "gifsite", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "vendor" not in path.parts
)
NAMES = set(re.findall(r"\w+", CODE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document):
    named = set(PATH.findall(document.read_text(encoding="utf-8")))
    missing = {name for name in named if not any((ROOT / place / name).exists() for place in PLACES)}
    assert missing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_name_that_a_document_puts_in_code_is_in_the_code(document):
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(FUNCTION.findall(document.read_text(encoding="utf-8"))) - NAMES - tables == set()
