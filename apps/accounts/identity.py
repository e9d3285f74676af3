"""Telling one person from another by their address, without keeping the address."""

import hashlib
import hmac

from django.conf import settings

DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


def normalized_address(email: str) -> str:
    """The mailbox an address leads to: lower case, without +tag, and without dots where the provider ignores them."""
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.split("+", 1)[0]
    if domain in DOTS_MEAN_NOTHING:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def person_mark(email: str) -> str:
    """A keyed hash of the normalized address: 32 hex digits that tell nothing without the site's key."""
    key = b"person-mark:" + settings.SECRET_KEY.encode()
    return hmac.new(key, normalized_address(email).encode(), hashlib.sha256).hexdigest()[:32]
