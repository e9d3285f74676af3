"""Whether the site is able to work: one check per thing it needs, each with a sentence."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import redis
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

from apps.animations.models import EnginePause
from apps.animations.operations.heartbeats import stale_components, stale_workers
from apps.animations.rendering.spool import RESERVE_BYTES
from apps.credits.findings import rules_are_missing
from apps.engines.registry import offered_engines
from apps.payments.providers.registry import active_provider
from apps.payments.selectors import last_audit, stuck_webhook_events
from apps.payments.services.audits import SILENT

REDIS_PATIENCE_SECONDS = 2.0
PEOPLE = {
    "database": ("Accounts and credits", "Everything is working.", "Pages may not load. Nothing is lost."),
    "broker": ("Starting", "GIFs start right away.", "GIFs start late, but automatically."),
    "storage": ("Pictures", "Pictures load normally.", "Pictures may not load. None are lost."),
    "workers": ("Generating", "Frames are being generated.", "Frames are waiting and will continue automatically."),
    "buying": (
        "Buying credits",
        "Payments are processed right away.",
        "Payments are delayed. None are lost or charged twice.",
    ),
    "static files": ("Website", "Pages load normally.", "Pages may not load. Nothing is lost."),
    "spool": ("Storage for new frames", "There's enough space.", "New frames wait until there's space again."),
}
"""What each check is to people: its name, what they get while it works, and what they meet while it does not."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the site needs. `says` is for operators; what everybody may read follows from `name` and `ok`."""

    name: str
    ok: bool
    says: str

    @property
    def label(self) -> str:
        return PEOPLE[self.name][0]

    @property
    def means(self) -> str:
        """Return what it means for people: no names of machines, no numbers of ours."""
        return PEOPLE[self.name][1 if self.ok else 2]


def examine(*, thorough: bool = False) -> list[Check]:
    """Ask everything the site needs whether it works. `thorough` also writes to the store and lists the engines."""
    checks = [
        _ask("database", _database),
        _ask("static files", _static),
        _ask("broker", _broker),
        _ask("storage", _storage_written if thorough else _storage_seen),
        _ask("workers", _workers),
        _ask("spool", _spool),
        *([_ask("buying", _buying)] if active_provider() else []),
    ]
    if thorough:
        if active_provider() is None:
            checks.append(Check("buying", ok=True, says="off: STRIPE_SECRET_KEY is not set"))
        checks += [_ask("ledger rules", _rules), _ask("mail", _mail), _ask("engines", _engines)]
    return checks


def _ask(name: str, question: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, says=question())
    except (OperationalError, ProgrammingError) as error:
        missing = any(words in str(error) for words in ("no such table", "does not exist"))
        return Check(name, ok=False, says="needs `manage.py migrate` first" if missing else str(error))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the answer
        return Check(name, ok=False, says=f"{type(error).__name__}: {error}")


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return f"{connection.display_name} answers"


def _static() -> str:
    try:
        staticfiles_storage.url("css/site.css")
    except ValueError:
        raise LookupError("needs `manage.py collectstatic` first, then a restart") from None
    return "every page finds its styles"


def _broker() -> str:
    if not settings.REDIS_URL:
        return "the filesystem transport of one machine"
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_PATIENCE_SECONDS, socket_connect_timeout=REDIS_PATIENCE_SECONDS
    ) as client:
        client.ping()
    return "Redis answers"


def _storage_seen() -> str:
    default_storage.exists("health/never-written")
    return settings.AWS_STORAGE_BUCKET_NAME or "the local disk"


def _storage_written() -> str:
    key = f"health/{uuid.uuid4().hex}"
    default_storage.save(key, ContentFile(b"health"))
    with default_storage.open(key) as file:
        if file.read() != b"health":
            raise OSError("what was read is not what was written")
    default_storage.delete(key)
    return f"{settings.AWS_STORAGE_BUCKET_NAME or 'the local disk'} keeps what is written"


def _workers() -> str:
    stale = stale_components(now=timezone.now())
    if stale:
        raise LookupError(f"not heard of for a minute: {', '.join(stale)}")
    silent = stale_workers(now=timezone.now())
    if silent:
        return f"others do the work of {', '.join(silent)}, not heard of for a minute"
    return "broker, sweeper and all workers were heard of within a minute"


def _spool() -> str:
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.SPOOL_DIR).free
    if free < RESERVE_BYTES:
        raise OSError(f"only {free // 2**20} MiB free, so no paid call starts")
    return f"{free // 2**20} MiB free"


def _buying() -> str:
    provider, audit = active_provider(), last_audit()
    stuck = stuck_webhook_events(now=timezone.now())
    if stuck:
        raise LookupError(f"{stuck} messages of the provider wait to be worked")
    if audit is not None and audit.findings == SILENT:
        raise LookupError(f"the provider did not answer the audit of {audit.began_at:%Y-%m-%d %H:%M}")
    looked = f"{audit.began_at:%Y-%m-%d %H:%M}" if audit else "not yet"
    return f"on, by the provider “{provider.name if provider else ''}”; last compared with it: {looked}"


def _rules() -> str:
    missing = rules_are_missing()
    if missing:
        raise LookupError(f"missing: {', '.join(missing)}")
    return "all installed"


def _mail() -> str:
    return "shown at /dev/mail/" if settings.SHOW_DEV_MAIL else "sent by the server in EMAIL_URL"


def _engines() -> str:
    wrong: dict[str, list[str]] = {name: [] for name in offered_engines()}
    for pause in EnginePause.objects.filter(engine__in=wrong):
        wrong[pause.engine].append(f"{pause.part}: {pause.reason}" if pause.part else pause.reason)
    return "; ".join(f"{name} ({', '.join(reasons) or 'ready'})" for name, reasons in wrong.items())
