"""Links to private files: one that lives some minutes, and one of its owner's own that never expires."""

import uuid
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.urls import reverse
from redis.exceptions import RedisError

LINK_SALT = "media-link"
OWN_SALT = "own-media"
PRIVATE_FILE = f"private, max-age={settings.MEDIA_LINK_SECONDS}, immutable"
"""How long a browser may keep what a link led to; a cache between it and us keeps nothing."""
LINK_CACHE_SECONDS = 120  # a link is handed out again while it lives long enough, so browsers keep the picture


def link(key: str, *, filename: str = "") -> str:
    """Return a link to a private file that works for a few minutes without signing in; made after the ownership check.

    With `filename` the browser saves the file under that name instead of showing it.
    """
    if not key:
        return ""
    cached = f"link:{key}:{filename}"
    try:
        url: str | None = cache.get_or_set(cached, lambda: _make_link(key, filename), LINK_CACHE_SECONDS)
    except (RedisError, OSError):  # without the cache a link is new each time, and works as well
        url = None
    return url or _make_link(key, filename)


def own_link(key: str, *, owner: uuid.UUID | int, filename: str = "") -> str:
    """Return the address of somebody's private file for pages of theirs: it never expires, and opens for nobody else.

    It checks the session and leads to a fresh link each time, so a page may stay open for as long as it likes. With `filename`
    the browser saves the file under that name instead of showing it.
    """
    if not key:
        return ""
    token = signing.Signer(salt=OWN_SALT).sign_object([key, filename, str(owner)], compress=True)
    return reverse("own_media", args=[token])


def open_own_link(token: str) -> tuple[str, str, str]:
    """Return the key, the file name and the owner that a link was made for. Raises django.core.signing.BadSignature."""
    key, filename, owner = signing.Signer(salt=OWN_SALT).unsign_object(token)
    return key, filename, owner


def _make_link(key: str, filename: str) -> str:
    if settings.AWS_STORAGE_BUCKET_NAME:
        parameters = {"ResponseCacheControl": PRIVATE_FILE}
        if filename:
            parameters["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
        url: str = default_storage.url(key, parameters=parameters)  # type: ignore[call-arg] # S3Storage takes parameters
        return url
    token = signing.dumps([key, filename], salt=LINK_SALT, compress=True)
    return reverse("media", args=[token])


def open_link(token: str) -> tuple[str, str]:
    """Return the key and file name a link was made for.

    Raises django.core.signing.BadSignature when forged or too old.
    """
    key, filename = signing.loads(token, salt=LINK_SALT, max_age=settings.MEDIA_LINK_SECONDS)
    return key, filename
