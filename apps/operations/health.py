"""Whether the site is able to work: one check per thing it needs, each with a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import OperationalError, ProgrammingError

from apps.operations.machines import broker, database, spool, static_files, storage_seen, storage_written
from apps.operations.parts import buying, engines, ledger_rules, mail, workers
from apps.payments.providers.registry import active_provider

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
        _ask("database", database),
        _ask("static files", static_files),
        _ask("broker", broker),
        _ask("storage", storage_written if thorough else storage_seen),
        _ask("workers", workers),
        _ask("spool", spool),
        *([_ask("buying", buying)] if active_provider() else []),
    ]
    if thorough:
        if active_provider() is None:
            checks.append(Check("buying", ok=True, says="off: STRIPE_SECRET_KEY is not set"))
        checks += [_ask("ledger rules", ledger_rules), _ask("mail", mail), _ask("engines", engines)]
    return checks


def _ask(name: str, question: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, says=question())
    except (OperationalError, ProgrammingError) as error:
        missing = any(words in str(error) for words in ("no such table", "does not exist"))
        return Check(name, ok=False, says="needs `manage.py migrate` first" if missing else str(error))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the answer
        return Check(name, ok=False, says=f"{type(error).__name__}: {error}")
