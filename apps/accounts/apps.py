from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def keep_the_operators_log(*, using: str, **_: Any) -> None:
    """Have the database refuse to change what operators did, also after a migration that rebuilt the table."""
    from apps.accounts import operator_log

    operator_log.install(connections[using])


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from apps.accounts import receivers, security_receivers, social_receivers  # connects the receivers

        post_migrate.connect(keep_the_operators_log, sender=self)
