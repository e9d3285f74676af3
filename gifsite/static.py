"""Static files: one stylesheet for every page, and hashed names, so that browsers may keep them forever."""

import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = Path(__file__).parent.parent / "static" / "css"
STYLESHEET = "css/site.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[\w-]+\.css)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # the library ships no types
    """Also rewrites `import` paths between our ES modules to their hashed names."""

    support_js_module_import_aggregation = True


class _Bundle:
    """The bundled stylesheet on disk, made again whenever a source has changed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gifsite-styles-")
        self._made_of: list[tuple[str, int]] = []
        self._one_at_a_time = threading.Lock()
        self.storage = FileSystemStorage(location=self._folder.name)
        self._path = Path(self._folder.name) / STYLESHEET
        self._path.parent.mkdir()

    def fresh(self) -> Path:
        made_of = sorted((file.name, file.stat().st_mtime_ns) for file in STYLES.glob("*.css"))
        with self._one_at_a_time:
            if made_of != self._made_of:
                new = self._path.with_suffix(".new")
                new.write_text(bundled((STYLES / "site.css").read_text()))
                new.replace(self._path)  # at once: another thread may be sending it
                self._made_of = made_of
        return self._path


# One for the process: Django makes several finders when several threads ask for the first file at once, and lets go of all
# but one of them.
_bundle = _Bundle()


class BundledStyles(BaseFinder):
    """Finds `css/site.css` with what it imports inside, so that a page waits for one file instead of one after the other.

    Needs no build step: development gets a new one after every change, and `collectstatic` collects it.
    """

    def __init__(self, *_: object, **__: object) -> None:
        """Take what Django passes to every finder."""

    def find(self, path: str, find_all: bool = False, **_: object) -> Any:  # as Django calls it
        """Return where the stylesheet lies, a list of that with `find_all`, or an empty list for any other path."""
        if path != STYLESHEET:
            return []
        found = str(_bundle.fresh())
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:  # as Django calls it
        _bundle.fresh()
        yield STYLESHEET, _bundle.storage


def bundled(styles: str) -> str:
    """Return a stylesheet with the contents of what it imports from `static/css` in place of each import."""

    def contents(found: re.Match[str]) -> str:
        text = (STYLES / found["name"]).read_text()
        return f"@layer {found['layer']} {{\n{text}}}" if found["layer"] else text

    return IMPORT.sub(contents, styles)
