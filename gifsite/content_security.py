"""What browsers may load on our pages, and where our forms may lead."""

from typing import Any

from csp.constants import NONE, SELF


def policy(*, media: list[str], forms: list[str], debug: bool) -> dict[str, Any]:
    """Return the content security policy, with the origins of pictures and those that forms lead on to."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "blob:", "data:", *media],
            "media-src": [SELF, "blob:", *media],
            "connect-src": [SELF],
            "font-src": [SELF],
            "manifest-src": [SELF],
            # Chromium holds the address that a form's answer leads on to against this too.
            "form-action": [SELF, *forms],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            "object-src": [NONE],
        },
        "EXCLUDE_URL_PREFIXES": ("/admin/",) if debug else (),
    }
