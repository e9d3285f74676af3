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


class Bundle:
    """The stylesheet with what it imports inside, bundled again whenever a source has changed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gifsite-styles-")
        self._made_of: list[tuple[str, int]] = []
        self._one_at_a_time = threading.Lock()
        self.storage = FileSystemStorage(location=self._folder.name)

    def fresh(self) -> Path:
        """Return where it lies, as new as its sources."""
        bundle = Path(self._folder.name) / STYLESHEET
        made_of = sorted((file.name, file.stat().st_mtime_ns) for file in STYLES.glob("*.css"))
        with self._one_at_a_time:
            if made_of != self._made_of:
                bundle.parent.mkdir(exist_ok=True)
                fresh = bundle.with_suffix(".new")
                fresh.write_text(bundled((STYLES / "site.css").read_text()))
                fresh.replace(bundle)  # at once: another thread may be sending it
                self._made_of = made_of
        return bundle


BUNDLE = Bundle()
"""One for the process. Of two threads that serve the first page together each makes finders, and the finders of one are
thrown away: a folder of their own would go with them, before its stylesheet was sent."""


class BundledStyles(BaseFinder):
    """Finds `css/site.css` with what it imports inside, so that a page waits for one file instead of one after the other.

    Bundled when asked for, so that development needs no build step.
    """

    def __init__(self, *_: object, **__: object) -> None:
        """Take what Django gives every finder: the apps and folders, which this one does not need."""

    def find(self, path: str, find_all: bool = False, **_: object) -> Any:  # as Django calls it
        """Return where the stylesheet lies, a list of that with `find_all`, or an empty list for any other path."""
        if path != STYLESHEET:
            return []
        found = str(BUNDLE.fresh())
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:  # as Django calls it
        BUNDLE.fresh()
        yield STYLESHEET, BUNDLE.storage


def bundled(styles: str) -> str:
    """Return a stylesheet with the contents of what it imports from `static/css` in place of each import."""

    def contents(found: re.Match[str]) -> str:
        text = (STYLES / found["name"]).read_text()
        return f"@layer {found['layer']} {{\n{text}}}" if found["layer"] else text

    return IMPORT.sub(contents, styles)
