"""Django's SMTP backend, which also writes down what the mail server refuses."""

import logging
import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from apps.mail.models import UndeliveredKind
from apps.mail.not_sent import MailNotSent
from apps.mail.services import note_undelivered

log = logging.getLogger(__name__)

PERMANENT = range(500, 600)
"""SMTP replies after which trying again is of no use (RFC 5321, 4.2.1)."""


class RecordingBackend(EmailBackend):
    """Sends mail over SMTP. Refused addresses are put on the operators' list."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send mail and return how many the server took. Raises MailNotSent, unless it is to fail silently."""
        try:
            return super().send_messages(email_messages) or 0
        except smtplib.SMTPRecipientsRefused as refused:
            raise MailNotSent(str(refused), is_refused=_note(refused)) from refused
        except OSError as away:
            log.warning("the mail server took no mail: %s", away)
            raise MailNotSent(str(away), is_refused=False) from away


def _note(refused: smtplib.SMTPRecipientsRefused) -> bool:
    """Write refused addresses down; return whether any is refused for good. A busy server says nothing about an address."""
    for_good = {who: reply for who, reply in refused.recipients.items() if reply[0] in PERMANENT}
    for address, (code, text) in for_good.items():
        said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        note_undelivered(address=address, kind=UndeliveredKind.REFUSED, detail=f"{code} {said}")
    return bool(for_good)
