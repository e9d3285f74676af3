"""Which templates of allauth and Django ours replace, and whether those have changed since ours were written.

`python -m tests.house.upstream_templates` records what is installed now; do that once ours have been compared with it.
"""

import hashlib
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import django
from django.template.utils import get_app_template_dirs

ROOT = Path(__file__).parent.parent.parent
OURS = ROOT / "templates"
RECORD = Path(__file__).with_suffix(".txt")
PACKAGES = ("Django", "django-allauth")


def installed() -> dict[str, str]:
    """The sha256 of every installed template that one of ours replaces, by name."""
    names = sorted(path.relative_to(OURS).as_posix() for path in OURS.rglob("*") if path.is_file())
    folders = [folder for folder in get_app_template_dirs("templates") if not folder.is_relative_to(ROOT / "apps")]
    found = {}
    for name in names:
        upstream = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if upstream is not None:
            found[name] = hashlib.sha256(upstream.read_bytes()).hexdigest()
    return found


def read(text: str) -> tuple[list[str], dict[str, str]]:
    """What a record says: the versions it was made with, and the sums by name."""
    lines = text.splitlines()
    versions = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    pairs = (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    return versions, {name: digest for digest, name in pairs}


def drift(recorded: Mapping[str, str], now: Mapping[str, str], *, versions: list[str]) -> list[str]:
    """Say for each template what differs from the record and what to do; empty when nothing does."""
    written = ", ".join(versions)
    cure = "then run `python -m tests.house.upstream_templates`"
    return [
        *(
            f"templates/{name}: upstream has changed since ours was written for {written}. "
            f"Compare upstream's two versions, take over into ours what matters, {cure}."
            for name in sorted(recorded.keys() & now.keys())
            if recorded[name] != now[name]
        ),
        *(
            f"templates/{name}: upstream no longer has it, so ours may be rendered nowhere. Delete ours or find its new name, {cure}."
            for name in sorted(recorded.keys() - now.keys())
        ),
        *(
            f"templates/{name}: replaces an upstream template that is not on record. Compare the two, {cure}."
            for name in sorted(now.keys() - recorded.keys())
        ),
    ]


def main() -> int:
    django.setup()
    lines = [*(f"# {package} {version(package)}" for package in PACKAGES)]
    lines += [f"{digest}  {name}" for name, digest in installed().items()]
    RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - len(PACKAGES)} templates are on record in {RECORD.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
