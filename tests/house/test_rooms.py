"""The rooms: tests lie where their code lies, no imports run in a circle, and migrations stand alone."""

import ast
import re
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent.parent
NO_ROOMS = {"migrations", "management", "commands", "templatetags"}


def rooms() -> list[str]:
    """Folders of `apps/` with code that does something."""
    found = set()
    for path in ROOT.glob("apps/**/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(part, ast.FunctionDef | ast.ClassDef) for part in tree.body):
            found.add(path.parent.relative_to(ROOT / "apps"))
    return sorted(str(room) for room in found if not NO_ROOMS & set(room.parts))


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_its_tests_in_a_folder_of_the_same_name(room):
    assert list((ROOT / "tests" / room).glob("test_*.py"))


def test_no_imports_run_in_a_circle():
    graph = grimp.build_graph("apps", cache_dir=None)
    ahead = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while leaves := [module for module, imported in ahead.items() if not imported & ahead.keys()]:
        for leaf in leaves:
            del ahead[leaf]
    assert sorted(ahead) == []


def test_migrations_need_nothing_of_ours_but_the_type_of_a_column():
    ours = re.compile(r"^\s*(?:from|import) (apps\.\S+)", re.MULTILINE)
    found = {name for path in ROOT.glob("apps/*/migrations/*.py") for name in ours.findall(path.read_text())}
    assert found == {"apps.credits.fields"}


def test_no_page_imports_what_another_app_has_for_its_pages():
    pages = re.compile(r"^\s*(?:from|import) apps\.(\w+)\.(?:web|views)\b", re.MULTILINE)
    found = {
        f"{path.relative_to(ROOT)} imports the pages of {app}"
        for path in ROOT.glob("apps/**/*.py")
        for app in pages.findall(path.read_text(encoding="utf-8"))
        if app != path.relative_to(ROOT).parts[1]
    }
    assert found == set()
