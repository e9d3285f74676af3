import sys
from typing import Any

from django.core.management.base import BaseCommand

from apps.operations.health import examine


class Command(BaseCommand):
    help = "Is everything reachable and configured? One line each; exit 1 on trouble."

    def handle(self, **_: Any) -> None:
        checks = examine(thorough=True)
        for check in checks:
            self.stdout.write(f"{'ok  ' if check.ok else 'BAD '} {check.name}: {check.says}")
        if not all(check.ok for check in checks):
            sys.exit(1)
