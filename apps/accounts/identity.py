"""Telling one person from another by their address, without keeping the address."""

import hashlib
import hmac

from disposable_email_domains import blocklist
from django.conf import settings
from django.http import HttpRequest

from apps.common.addresses import network_address

DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


def normalized_address(email: str) -> str:
    """Return the mailbox an address leads to.

    Lower case, without +tag, and without dots where the provider ignores them.
    """
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.split("+", 1)[0]
    if domain in DOTS_MEAN_NOTHING:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def person_mark(email: str) -> str:
    """Return a keyed hash of the normalized address: 32 hex digits that tell nothing without the site's key."""
    return _mark("person", normalized_address(email))


def network_mark(request: HttpRequest) -> str:
    """Return a keyed hash of the network that a request comes from: a /24 of IPv4, a /48 of IPv6."""
    return _mark("network", network_address(request))


def is_throwaway(email: str) -> bool:
    """Return whether the address is at a host that gives mailboxes away for a day, or at one below it."""
    labels = email.strip().lower().rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))


def _mark(kind: str, value: str) -> str:
    key = f"{kind}-mark:{settings.IDENTITY_KEY}".encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]
