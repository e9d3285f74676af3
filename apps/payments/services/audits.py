"""When purchases are compared with what the provider says: every hour, and sooner after one that found no answer."""

import logging
from datetime import datetime, timedelta

from apps.payments.models import Audit
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.providers.registry import active_provider
from apps.payments.services.reconciliation import reconcile_payments
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

# Between two comparisons that found an answer.
EVERY = timedelta(hours=1)

SILENT = "the provider did not answer"
UNDER_WAY = "under way"

AGAIN = timedelta(minutes=10)
"""When the provider was silent, or the worker died in the middle. An audit of a busy day's purchases takes five minutes."""


def audit_due(*, now: datetime) -> None:
    """Have a worker compare with the provider once an hour. For the sweeper, which must not wait for a payment provider itself."""
    provider = active_provider()
    if provider is None:
        return
    last = Audit.objects.filter(provider=provider.name).order_by("-began_at").first()
    # One that found no answer, or did not end, is repeated sooner.
    if last is not None and now - last.began_at < (AGAIN if last.findings in (SILENT, UNDER_WAY) else EVERY):
        return
    # First, so that two sweepers do not both look.
    announce(PaymentTask.AUDIT, Audit.objects.create(provider=provider.name, began_at=now, findings=UNDER_WAY).pk)


def run_audit(audit_id: int, *, now: datetime) -> None:
    """Compare with the provider and note what was found, once per audit. Safe to call again."""
    wanted = Audit.objects.filter(pk=audit_id, findings=UNDER_WAY)
    if not wanted.exists():
        return
    try:
        findings = "\n".join(str(found) for found in reconcile_payments(now=now))
    except (ProviderUnavailable, ProviderRefused) as error:
        log.warning("the provider could not be audited: %s", error)
        findings = SILENT
    wanted.update(findings=findings)
