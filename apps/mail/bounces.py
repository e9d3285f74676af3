"""Reads the reports that mail servers send about mail that didn't arrive (RFC 3464)."""

import email
import email.policy
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

MOST_RECIPIENTS = 20
"""Addresses read from one report. Ours are about one mail to one person."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address that mail didn't reach, and what the last mail server said."""

    address: str
    said: str


def read_bounces(report: bytes) -> list[Bounce]:
    """Return the addresses that a report says mail failed for; none for any other mail, and for mail that is only late."""
    message = email.message_from_bytes(report, policy=email.policy.compat32)
    found = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            found += [bounce for block in part.get_payload() if (bounce := _read_block(block))]
    return found[:MOST_RECIPIENTS]


def _read_block(block: "Message | str") -> Bounce | None:
    """Read the fields about one recipient. The block about the whole message has no recipient and gives None."""
    if isinstance(block, str) or str(block.get("Action", "")).strip().lower() != "failed":
        return None
    # What we sent it to, before anybody forwarded it.
    recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    address = parseaddr(recipient.partition(";")[2].strip() or recipient)[1]
    if "@" not in address:
        return None
    said = str(block.get("Diagnostic-Code") or block.get("Status") or "").partition(";")
    return Bounce(address=address, said=(said[2] or said[0]).strip())
