"""The ledger under load: many clients, random flows over several lots each, beside the same statements as bare SQL.

`python -m tests.benchmarks.ledger [--seconds 60]` runs it alone. On PostgreSQL 32 clients share two processes; on SQLite
two processes write, as web and worker on one machine, with 16 threads together (SQLITE_CLIENTS= changes that). Every
transaction commits by itself.
"""

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

CLIENTS = 32
LOTS = 3
SQLITE_CLIENTS = int(os.environ.get("SQLITE_CLIENTS", "16"))
"""The threads of a web process and of a worker: SQLite lets one of them write at a time, and has no queue for the rest."""
TARGETS = {"postgresql": 400, "sqlite": 200}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=["postgresql", "sqlite"])
    parser.add_argument("--part", nargs=3, metavar=("CLIENTS", "SEED", "BARE"), help="one process of a run")
    chosen = parser.parse_args()
    if chosen.part:
        _part(int(chosen.part[0]), int(chosen.part[1]), chosen.seconds, bare=chosen.part[2] == "bare")
        return
    compare(seconds=chosen.seconds, only=chosen.only)


def compare(*, seconds: float = 60.0, only: str | None = None) -> None:
    """Print what the ledger does under load on both databases, or on one."""
    print(
        f"\nLedger: {CLIENTS} clients on PostgreSQL and {SQLITE_CLIENTS} on SQLite, {LOTS} lots each, {seconds:.0f} s a row, {os.cpu_count()} cores"
    )
    print(
        f"{'database':>12} {'what':>10} {'transactions/s':>15} {'target':>7} {'deadlocks':>10} {'locked':>7} {'other':>6} {'drift':>6}"
    )
    if only != "sqlite":
        from tests.servers import start_postgres

        rows(start_postgres(), processes=2, clients=CLIENTS, seconds=seconds)
    if only != "postgresql":
        with tempfile.TemporaryDirectory(prefix="gifsite-bench-") as folder:
            rows(f"sqlite:///{folder}/ledger.sqlite3", processes=2, clients=SQLITE_CLIENTS, seconds=seconds)


def rows(url: str, *, processes: int, clients: int, seconds: float) -> None:
    """Print a row for the services and one for the same work as bare SQL."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    with tempfile.TemporaryDirectory(prefix="gifsite-bench-") as data:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gifsite.settings",
            "DATABASE_URL": url,
            "DATABASE_POOL_SIZE": str(clients // processes + 1),
            "DATA_DIR": data,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "EMAIL_URL": "memory:",
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True)
        for what in ("services", "bare"):
            command = [sys.executable, "-m", "tests.benchmarks.ledger", "--seconds", str(seconds), "--part"]
            parts = [
                subprocess.Popen(
                    [*command, str(clients // processes), str(number), what], env=environment, stdout=subprocess.PIPE
                )
                for number in range(processes)
            ]
            counts: Counter[str] = Counter()
            for part in parts:
                counts.update(json.loads(part.communicate()[0]))
            verdict = subprocess.run(
                [sys.executable, "manage.py", "ledger", "verify"], env=environment, capture_output=True, text=True
            )
            # Lots that are taken back without a purchase are another finding: here nobody bought anything.
            drift = sum(
                line.startswith(("account ", "hold ", "the database rule")) for line in verdict.stderr.splitlines()
            )
            target = str(TARGETS[kind]) if what == "services" else ""
            print(
                f"{kind:>12} {what:>10} {counts['done'] / seconds:>15.0f} {target:>7} {counts['deadlock']:>10}"
                f" {counts['locked']:>7} {counts['other']:>6} {drift:>6}",
                flush=True,
            )
            if what == "services":
                kinds = ("grant", "hold", "capture", "release", "level", "expire", "refused")
                print(" " * 13 + ", ".join(f"{counts[kind]} {kind}" for kind in kinds), flush=True)


def _part(clients: int, seed: int, seconds: float, *, bare: bool) -> None:
    """So many clients in one process; prints what they did as JSON."""
    import django

    django.setup()
    flow = _Bare if bare else _Services
    with ThreadPoolExecutor(clients) as pool:
        made = [flow(random.Random(seed * 1000 + number)) for number in range(clients)]
        list(pool.map(lambda one: one.begin(), made))
        until = time.monotonic() + seconds
        counts = sum(pool.map(lambda one: one.run(until), made), Counter())
    print(json.dumps(counts))


class _Flow:
    """One client: a person with some lots, of whom random things happen."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.ledger_owner = uuid.uuid4()
        self.counts: Counter[str] = Counter()
        self.held: list[str] = []
        self.bought: list[int] = []

    def begin(self) -> None:
        for number in range(LOTS):
            self.grant(bought=number > 0)

    def run(self, until: float) -> Counter[str]:
        from django.db import DatabaseError, connection

        while time.monotonic() < until:
            kind = self.chance.choices(
                ["hold", "capture", "release", "grant", "level", "expire"], [40, 25, 12, 8, 10, 5]
            )[0]
            if kind in ("capture", "release") and not self.held:
                kind = "hold"
            try:
                did = self.grant(bought=self.chance.random() < 0.7) if kind == "grant" else getattr(self, kind)()
                self.counts["done"] += 1
                self.counts[kind if did is not False else "refused"] += 1
            except DatabaseError as error:
                text = str(error)
                self.counts["deadlock" if "deadlock" in text else "locked" if "locked" in text else "other"] += 1
                print(text, file=sys.stderr)
        connection.close()
        return self.counts


class _Services(_Flow):
    """What happens, by the ledger's own verbs."""

    def grant(self, *, bought: bool) -> None:
        from django.utils import timezone

        from apps.common.units import Credits
        from apps.credits.models import Origin
        from apps.credits.services.grants import grant_credits

        transfer = grant_credits(
            ledger_owner=self.ledger_owner,
            amount=Credits(self.chance.randint(20, 200)),
            source="issued:test",
            label="Bench",
            key=uuid.uuid4().hex,
            origin=Origin.BOUGHT if bought else Origin.DAILY,
            expires_at=None if bought else timezone.now() - timedelta(days=7) + timedelta(seconds=5),
        )
        if bought:
            self.bought = [*self.bought[-4:], transfer.credit_id]

    def hold(self) -> bool:
        from django.utils import timezone

        from apps.common.units import Credits
        from apps.credits.services.holds import HoldRequest, InsufficientCredits, hold_credits

        hold_requests = [HoldRequest(uuid.uuid4().hex, Credits(5)) for _ in range(self.chance.randint(1, 4))]
        try:
            hold_credits(
                ledger_owner=self.ledger_owner, hold_requests=hold_requests, group_key="bench", now=timezone.now()
            )
        except InsufficientCredits:
            self.grant(bought=True)
            return False
        self.held += [spec.ref for spec in hold_requests]
        return True

    def capture(self) -> None:
        from apps.credits.services.holds import capture_holds

        capture_holds(refs=[self.held.pop()])

    def release(self) -> None:
        from apps.credits.services.holds import release_holds

        release_holds(refs=[self.held.pop() for _ in range(min(len(self.held), 3))])

    def level(self) -> None:
        from apps.common.units import Credits
        from apps.credits.models import Account
        from apps.credits.services.clawback import set_taken_back

        lot = Account.objects.get(pk=self.chance.choice(self.bought))
        level = Credits(self.chance.randint(0, lot.credits_posted and 20))
        set_taken_back(lot=lot, level=level, reason="bench")

    def expire(self) -> None:
        from django.utils import timezone

        from apps.credits.services.clawback import write_off_expired

        write_off_expired(now=timezone.now(), limit=3)


class _Bare(_Flow):
    """The same movements as single statements in one transaction each, with nothing looked at or decided in Python."""

    def _do(self, *statements: tuple[str, list[object]]) -> None:
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            for sql, parameters in statements:
                cursor.execute(sql, parameters)

    INSERT = (
        "INSERT INTO credits_transfer (key, kind, debit_id, credit_id, unit, amount, pending_id, reason, ref, group_key) "
        "SELECT %s, %s, {debit}, {credit}, 'credit', %s, {pending}, '', %s, 'bench' {rest}"
    )
    LOT = "(SELECT id FROM credits_account WHERE code = %s)"
    HOUSE = "(SELECT id FROM credits_account WHERE code = 'issued:test')"
    INCOME = "(SELECT id FROM credits_account WHERE code = 'income')"

    def begin(self) -> None:
        from apps.credits.services.transfers import house_account

        house_account("issued:test")
        house_account("income")
        super().begin()

    def grant(self, *, bought: bool) -> None:
        code = f"lot:{uuid.uuid4()}"
        account = (
            "INSERT INTO credits_account (code, unit, purpose, side, bounded, ledger_owner, label, origin, only_engine,"
            " debits_pending, debits_posted, credits_pending, credits_posted, last_transfer)"
            " VALUES (%s, 'credit', 'lot', 'C', %s, %s, 'Bench', 'staff', '', 0, 0, 0, 0, 0)"
        )
        from django.db import connection

        ledger_owner = self.ledger_owner if connection.vendor == "postgresql" else self.ledger_owner.hex
        transfer = self.INSERT.format(debit=self.HOUSE, credit=self.LOT, pending="NULL", rest="")
        self._do(
            (account, [code, True, ledger_owner]),
            (transfer, [uuid.uuid4().hex, "post", code, 200, ""]),
        )
        self.bought = [*self.bought[-4:], code]

    def hold(self) -> bool | None:
        ref, lot = uuid.uuid4().hex, self.chance.choice(self.bought)
        held = self.INSERT.format(
            debit="id",
            credit=self.INCOME,
            pending="NULL",
            rest="FROM credits_account WHERE code = %s AND credits_posted >= debits_posted + debits_pending + 5",
        )
        from django.db import connection

        lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
        self._do(
            (f"SELECT id FROM credits_account WHERE code = %s{lock}", [lot]),
            (held, [ref, "pend", 5, ref, lot]),
        )
        self.held.append(ref)
        return None

    def _resolve(self, kind: str) -> None:
        ended = self.INSERT.format(
            debit="debit_id", credit="credit_id", pending="id", rest="FROM credits_transfer WHERE key = %s"
        )
        ref = self.held.pop()
        self._do((ended, [uuid.uuid4().hex, kind, 5, ref, ref]))

    def capture(self) -> None:
        self._resolve("pend_post")

    def release(self) -> None:
        self._resolve("pend_void")

    def level(self) -> None:
        lot = self.chance.choice(self.bought)
        taken = self.INSERT.format(
            debit="id",
            credit=self.HOUSE,
            pending="NULL",
            rest="FROM credits_account WHERE code = %s AND credits_posted > debits_posted + debits_pending",
        )
        self._do((taken, [uuid.uuid4().hex, "post", 1, "", lot]))

    expire = level


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    main()
