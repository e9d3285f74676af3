"""Whether the parts of the site do their work: each question answers a sentence, or raises."""

from django.conf import settings
from django.utils import timezone

from apps.animations.models import EnginePause
from apps.animations.operations.heartbeats import stale_components, stale_workers
from apps.credits.findings import rules_are_missing
from apps.engines.registry import offered_engines
from apps.payments.providers.registry import active_provider
from apps.payments.selectors import last_audit, stuck_webhook_events
from apps.payments.services.audits import SILENT


def workers() -> str:
    stale = stale_components(now=timezone.now())
    if stale:
        raise LookupError(f"not heard of for a minute: {', '.join(stale)}")
    silent = stale_workers(now=timezone.now())
    if silent:
        return f"others do the work of {', '.join(silent)}, not heard of for a minute"
    return "broker, sweeper and all workers were heard of within a minute"


def buying() -> str:
    provider, audit = active_provider(), last_audit()
    stuck = stuck_webhook_events(now=timezone.now())
    if stuck:
        raise LookupError(f"{stuck} messages of the provider wait to be worked")
    if audit is not None and audit.findings == SILENT:
        raise LookupError(f"the provider did not answer the audit of {audit.began_at:%Y-%m-%d %H:%M}")
    looked = f"{audit.began_at:%Y-%m-%d %H:%M}" if audit else "not yet"
    return f"on, by the provider “{provider.name if provider else ''}”; last compared with it: {looked}"


def ledger_rules() -> str:
    missing = rules_are_missing()
    if missing:
        raise LookupError(f"missing: {', '.join(missing)}")
    return "all installed"


def mail() -> str:
    return "shown at /dev/mail/" if settings.SHOW_DEV_MAIL else "sent by the server in EMAIL_URL"


def engines() -> str:
    wrong: dict[str, list[str]] = {name: [] for name in offered_engines()}
    for pause in EnginePause.objects.filter(engine__in=wrong):
        wrong[pause.engine].append(f"{pause.part}: {pause.reason}" if pause.part else pause.reason)
    return "; ".join(f"{name} ({', '.join(reasons) or 'ready'})" for name, reasons in wrong.items())
