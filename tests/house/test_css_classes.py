"""Every class that a stylesheet knows is given to something: by a template, a script, or text that Python composes."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from gifsite.static import STYLES

ROOT = Path(__file__).parent.parent.parent
FROM_DJANGO = {
    "action-checkbox",  # the admin's lists
    "breadcrumbs",  # the admin's pages
    "inline-group",  # the admin's forms
    "nonfield",  # errors of a whole form
}
MOST_CLASSES = 3
"""A text of Python with more words is a sentence, not a list of classes."""

WORDS = re.compile(r"[\w-]+")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def classes_of(sheet: str) -> set[str]:
    """The classes in the selectors of a stylesheet."""
    bare = re.sub(r'/\*.*?\*/|"[^"]*"', "", sheet, flags=re.DOTALL)
    return {
        name for selector in re.findall(r"([^{};]+)\{", bare) for name in re.findall(r"\.([A-Za-z_][\w-]*)", selector)
    }


class Given:
    """The words that something may have as its class, and the beginnings of those whose end is filled in."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.beginnings: set[str] = set()

    def template(self, text: str) -> None:
        for value in re.findall(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', text, re.DOTALL):
            self.beginnings.update(re.findall(r"([\w-]+-)\{[{%]", value))
            self.words.update(WORDS.findall(TAGS.sub(" ", value)))
        for tag in TAGS.findall(text):
            self.words.update(
                word for quoted in re.findall(r'"[^"]*"|\'[^\']*\'', tag) for word in WORDS.findall(quoted)
            )

    def script(self, text: str) -> None:
        code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        for quoted in re.findall(r'"[^"\n]*"|\'[^\'\n]*\'|`[^`]*`', code):
            self.beginnings.update(re.findall(r"([\w-]+-)\$\{", quoted))
            self.words.update(WORDS.findall(quoted))

    def python(self, text: str) -> None:
        tree = ast.parse(text)
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                words = WORDS.findall(node.value)
                if len(words) <= MOST_CLASSES or "class=" in node.value:
                    self.words.update(words)

    def unused(self, classes: Iterable[str]) -> list[str]:
        composed = {beginning + word for beginning in self.beginnings for word in self.words}
        return sorted(set(classes) - self.words - composed)


def test_every_class_of_a_stylesheet_is_given_to_something():
    given = Given()
    for path in ROOT.glob("templates/**/*.html"):
        given.template(path.read_text(encoding="utf-8"))
    for path in ROOT.glob("static/js/*.js"):
        given.script(path.read_text(encoding="utf-8"))
    for path in ROOT.glob("apps/**/*.py"):
        given.python(path.read_text(encoding="utf-8"))
    sheets = {path.name: classes_of(path.read_text(encoding="utf-8")) for path in STYLES.glob("*.css")}

    assert {name: left for name, classes in sheets.items() if (left := given.unused(classes - FROM_DJANGO))} == {}


def test_a_class_is_found_unused_unless_a_template_a_script_or_python_gives_it():
    given = Given()
    given.template('<p class="plain tone-{{ tone }} {% if x %}chosen{% endif %}" title="prose">{% part "by-tag" %}</p>')
    given.script('// "remark"\nnode.classList.add("by-script"); node.className = `step-${name}`;')
    given.python('"""documented"""\nTONE = "good"\nSAYS = "gone with the words of a sentence"')
    sheet = ".plain, p.tone-good > .chosen { color: red } .by-tag, .by-script, .step-good:hover { }"
    left = '@media print { .prose, .remark, .documented, .sentence, .tone-bad { background: url("x.png") } } /* .gone { } */'

    assert given.unused(classes_of(sheet)) == []
    assert given.unused(classes_of(left)) == ["documented", "prose", "remark", "sentence", "tone-bad"]
