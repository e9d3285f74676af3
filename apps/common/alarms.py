"""What an operator must hear of: written to the log, and mailed to the addresses in OPERATOR_EMAILS."""

import logging

from django.core.mail import mail_admins
from django.db import transaction

log = logging.getLogger(__name__)


def raise_alarm(subject: str, text: str) -> None:
    """Tell the operators, once the caller's transaction has committed. A mail server that is away fails nobody's work."""
    transaction.on_commit(lambda: _tell(subject, text), robust=True)


def _tell(subject: str, text: str) -> None:
    log.error("alarm: %s: %s", subject, text)
    mail_admins(subject, text)
