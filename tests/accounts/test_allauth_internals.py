import re
from importlib.metadata import version
from pathlib import Path

from apps.accounts import allauth_internals

ROOT = Path(__file__).parent.parent.parent


def test_internals_are_those_of_the_minor_version_that_was_read():
    pinned = re.findall(r'^  "(django-allauth[^"]*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert pinned == ["django-allauth[mfa,socialaccount]>=65.21,<65.22"]
    assert version("django-allauth").split(".")[:2] == ["65", "21"]


def test_every_name_of_the_internals_is_still_there():
    kinds = {name: type(getattr(allauth_internals, name, None)).__name__ for name in allauth_internals.__all__}
    assert kinds == {
        "EMAIL_VERIFICATION_CODE_SESSION_KEY": "str",
        "LOGIN_SESSION_KEY": "str",
        "PASSWORD_RESET_VERIFICATION_SESSION_KEY": "str",
        "AbstractCodeVerificationProcess": "ABCMeta",
        "record_authentication": "function",
        "resume_request": "function",
    }


def test_internals_of_allauth_are_imported_in_one_place_alone():
    internal = re.compile(r"^\s*(from|import) allauth\S*\.internal\b", re.MULTILINE)
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("apps", "gifsite", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if internal.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["apps/accounts/allauth_internals.py"]
