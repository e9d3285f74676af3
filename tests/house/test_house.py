"""The house inspects itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands

ROOT = Path(__file__).parent.parent.parent
SOURCES = [*ROOT.glob("apps/**/*.py"), *ROOT.glob("gifsite/*.py")]
TESTS = "\n".join(path.read_text() for path in ROOT.glob("tests/**/*.py"))


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_constraint_is_named_in_a_test():
    names = {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for constraint in model._meta.constraints
    }
    assert sorted(name for name in names if name not in TESTS) == []


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in [*SOURCES, *ROOT.glob("templates/**/*.html")])
    own = [path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.html")]
    by_name = (
        "admin/",
        "allauth/",
        "account/",
        "mfa/",
        "socialaccount/",
        "usersessions/",
        "django/",
        "400.html",
        "403.html",
        "404.html",
        "429.html",
        "500.html",
    )
    assert sorted(name for name in own if name not in text and not name.startswith(by_name)) == []


def test_every_suppression_has_a_reason_and_no_template_trusts_text():
    bare = re.compile(r"#\s*(noqa|type: ignore|pragma: no cover)[^#\-—]*$", re.MULTILINE)
    found = [str(path) for path in SOURCES if bare.search(path.read_text())]
    trusting = [
        str(path)
        for path in ROOT.glob("templates/**/*.html")
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text())
    ]
    assert (found, trusting) == ([], [])


def test_no_template_has_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|\sstyle=|\son[a-z]+=|<style|hx-on", re.IGNORECASE
    )
    assert [str(path) for path in ROOT.glob("templates/**/*.html") if inline.search(path.read_text())] == []


def test_the_readmes_commands_exist():
    text = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert sorted(set(re.findall(r"`make ([a-z]+)", text)) - targets) == []
    assert sorted(set(re.findall(r"manage\.py ([a-z_]+)", text)) - set(get_commands())) == []


def test_every_dependency_has_a_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text()
    listed = re.findall(r'^  "[a-z][^"]*",?(.*)$', text.partition("[tool.ruff]")[0], re.MULTILINE)
    assert [line for line in listed if "#" not in line] == []


def test_locks_hold_hashes_and_no_addresses():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert re.findall(r"https?://", text) == []


def test_import_contracts_hold():
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_the_image_has_the_allocator_of_up():
    from apps.operations.management.commands.up import ALLOCATOR

    said = dict(re.findall(r"([A-Z_]+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    assert ALLOCATOR.items() <= said.items()
