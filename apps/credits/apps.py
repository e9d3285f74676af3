from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_rules(*, using: str, **_: Any) -> None:
    """Put the ledger's rules into the database, also after a migration that rebuilt a table and lost them."""
    from apps.credits import rules

    rules.install(connections[using])


class CreditsConfig(AppConfig):
    name = "apps.credits"
    label = "credits"
    verbose_name = "Credits"

    def ready(self) -> None:
        from apps.credits import receivers  # connects the receivers

        post_migrate.connect(install_rules, sender=self)
