"""Mail to people about what operators did to their accounts."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from apps.operations.desk.order import Order

log = logging.getLogger(__name__)


def tell(order: Order, sentence: str) -> None:
    """Mail somebody what was done and why. Their recent activity says the same, so a mail server that is away costs nothing."""
    words = {"sentence": sentence, "reason": order.reason, "contact_email": settings.CONTACT_EMAIL}
    subject = render_to_string("operations/email/account_changed_subject.txt").strip()
    try:
        send_mail(
            subject, render_to_string("operations/email/account_changed_message.txt", words), None, [order.person.email]
        )
    except OSError as away:
        log.warning("nobody was mailed about an operator's act on person %s: %s", order.person.pk, away)
