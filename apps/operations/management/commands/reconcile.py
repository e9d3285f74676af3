import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.animations.operations.balance_reconciliation import NotQuiet, metered_engines, reconcile_engine
from apps.engines.errors import EngineError
from apps.engines.protocol import Metered
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.services.reconciliation import reconcile_payments


class Command(BaseCommand):
    help = "Compare our books with those of somebody we pay or who pays us. Exit 1 when something is unexplained."

    def add_arguments(self, parser: CommandParser) -> None:
        others = parser.add_subparsers(dest="other", required=True)
        engines = others.add_parser("engines", help="the meters of the engines' vendors")
        engines.add_argument("--wait", type=float, default=90.0, help="seconds to wait for a quiet moment (90)")

        others.add_parser("stripe", help="purchases, refunds and disputes of the last 72 hours at the provider")

    def handle(self, *, other: str, wait: float = 0, **_: Any) -> None:
        if other == "stripe":
            self.reconcile_payments()
        else:
            self.reconcile_engines(wait)

    def reconcile_payments(self) -> None:
        try:
            healed = reconcile_payments(now=timezone.now())
        except (ProviderUnavailable, ProviderRefused) as silent:
            raise CommandError(f"The payment provider isn't responding: {silent}", returncode=1) from silent
        for found in healed:
            self.stdout.write(str(found))
        self.stdout.write(f"{len(healed)} purchases were not what the provider says; now they are.")
        if any(found.is_late for found in healed):
            raise CommandError("messages of the provider were missed", returncode=1)

    def reconcile_engines(self, wait: float) -> None:
        engines = metered_engines()
        if not engines:
            self.stdout.write("No configured engine has a meter.")
        alarms = sum(self.reconcile(engine, until=time.monotonic() + wait) for engine in engines)
        if alarms:
            raise CommandError(f"{alarms} unexplained", returncode=1)

    def reconcile(self, engine: Metered, *, until: float) -> bool:
        while True:
            try:
                reading = reconcile_engine(engine, now=timezone.now())
            except NotQuiet as busy:
                if time.monotonic() + busy.wait.total_seconds() > until:
                    self.stdout.write(f"{engine.name}: {busy}; nothing was compared.")
                    return False
                time.sleep(max(1.0, busy.wait.total_seconds()))
            except EngineError as silent:
                raise CommandError(
                    f"{engine.name} does not tell its balance: {silent.detail}", returncode=1
                ) from silent
            else:
                said = reading.finding or f"{reading.spent_mills} mills spent, all of them explained"
                self.stdout.write(f"{engine.name}: {reading.balance_mills} mills left; {said}.")
                return reading.is_alarm
