"""Codes as an authenticator app shows them (RFC 6238)."""

import base64
import hmac
import time

PERIOD = 30


def codes(secret: str) -> list[str]:
    """Return what an app with this secret shows half a minute ago, now and in half a minute."""
    now = int(time.time()) // PERIOD
    return [_code(base64.b32decode(secret), counter) for counter in (now - 1, now, now + 1)]


def _code(key: bytes, counter: int) -> str:
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"
