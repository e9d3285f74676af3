"""What an operator must hear of: written to the log, collected in a table, and mailed as one summary at a time.

Nothing is mailed inside a request, and a thousand errors are one mail: whoever can provoke errors cannot fill mailboxes.
"""

import hashlib
import logging
from datetime import datetime, timedelta

from django.core.mail import mail_admins
from django.db import transaction
from django.db.models import F, Max
from django.dispatch import receiver
from django.utils import timezone

from apps.common.models import Alarm
from apps.common.signals import sweeping

MAIL_PAUSE = timedelta(minutes=15)
"""Between two mails. The first alarm after a quiet time is mailed within a few seconds, by the sweeper."""

KEEP = timedelta(days=30)
"""How long an alarm that does not happen again is kept for the admin."""

# Alarms told in one mail.
MOST_IN_A_MAIL = 20
MOST_TEXT = 4000
"""Characters of one alarm that are kept."""

log = logging.getLogger(__name__)


def raise_alarm(subject: str, text: str) -> None:
    """Tell the operators, once the caller's transaction has committed. Each subject and text is an alarm of its own."""
    moment = timezone.now()

    def tell() -> None:
        log.error("alarm: %s: %s", subject, text)
        collect(subject, text, key=f"{subject}\n{text}", now=moment)

    transaction.on_commit(tell, robust=True)


def collect(subject: str, text: str, *, key: str, now: datetime) -> None:
    """Count an alarm. Those with the same key are one line of the next mail; the newest text is kept."""
    subject, text = subject[:200], text[:MOST_TEXT].replace("\0", "")
    alarm, _ = Alarm.objects.get_or_create(
        key=hashlib.sha256(key.encode()).hexdigest(),
        defaults={"subject": subject, "text": text, "first_at": now, "last_at": now},
    )
    Alarm.objects.filter(pk=alarm.pk).update(
        text=text, last_at=now, count=F("count") + 1, unmailed_count=F("unmailed_count") + 1
    )


def mail_alarms(*, now: datetime) -> int:
    """Mail what was collected since the last mail as one summary; returns how many alarms it holds.

    Nothing is sent within MAIL_PAUSE of the last mail. When the mail server refuses, the alarms wait for the next call.
    """
    last = Alarm.objects.aggregate(last=Max("mailed_at"))["last"]
    if last is not None and now - last < MAIL_PAUSE:
        return 0
    with transaction.atomic():
        alarms = list(
            Alarm.objects.filter(unmailed_count__gt=0).select_for_update(no_key=True).order_by("first_at", "pk")
        )
        if not alarms:
            return 0
        Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(unmailed_count=0, mailed_at=now)
    try:
        mail_admins(*_summary(alarms))
    except OSError as error:
        log.warning("the mail of %d alarms could not be sent: %s", len(alarms), error)
        for alarm in alarms:
            Alarm.objects.filter(pk=alarm.pk).update(unmailed_count=F("unmailed_count") + alarm.unmailed_count)
    return len(alarms)


def _summary(alarms: list[Alarm]) -> tuple[str, str]:
    """Return subject and text of a mail."""
    first = alarms[0].subject
    subject = first if len(alarms) == 1 else f"{len(alarms)} alarms, the first: {first}"
    parts = []
    for alarm in alarms[:MOST_IN_A_MAIL]:
        times = f" ({alarm.unmailed_count} times)" if alarm.unmailed_count > 1 else ""
        parts.append(f"{alarm.last_at:%Y-%m-%d %H:%M:%S} UTC  {alarm.subject}{times}\n\n{alarm.text}")
    if len(alarms) > MOST_IN_A_MAIL:
        parts.append(f"… and {len(alarms) - MOST_IN_A_MAIL} more. All of them are in the admin, under Alarms.")
    return subject, "\n\n----\n\n".join(parts)


@receiver(sweeping, dispatch_uid="mail alarms")
def mail_in_a_sweep(*, now: datetime, **_: object) -> None:
    """Mail what is due and forget what is old, as part of every sweep."""
    mail_alarms(now=now)
    Alarm.objects.filter(unmailed_count=0, last_at__lt=now - KEEP).delete()
