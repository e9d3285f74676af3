"""A function's docstring begins with what it does for its caller, as a verb."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NO_VERBS = frozenset(
    re.findall(
        r"\S+",
        """a an the one's its their his ours this that these those it he she they we somebody nobody everybody
    how what when where whether which while who whom whose why as at by before after for from in into of on out to under with without
    if unless until because no not only also both all each every any some none most least at more less
    able alive bounded called heavy left newest oldest soft true false shorter longer raises returns yields""",
    )
)


def noun_first(source: str) -> list[str]:
    """The functions whose docstrings begin with a noun or a question."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
            first = text.split()[0].strip(".,;:`").lower()
            if first in NO_VERBS and not any("fixture" in ast.unparse(one) for one in node.decorator_list):
                found.append(f"{node.name}: {text.splitlines()[0]}")
    return found


def test_docstrings_of_functions_begin_with_a_verb():
    modules = [path for path in (ROOT / "apps").rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): noun_first(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_a_noun_is_found_and_a_verb_is_not():
    nouns = 'def one():\n    """The sum of both."""\n'
    verbs = 'def two():\n    """Return the sum of both."""\n'
    assert noun_first(nouns + verbs) == ["one: The sum of both."]
