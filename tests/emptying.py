"""Emptying the test database and the folder of files after a test that commits, and leaving it before a fork.

Django's flush truncates every table and makes every permission anew: a tenth of a second, hundreds of times. Here only
tables with rows are emptied; what `migrate` writes about the models themselves stays.
"""

import functools
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction

from apps.accounts import operator_log
from apps.credits import rules

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty_database() -> None:
    """Delete all rows that tests write. The ledger's rules forbid it, so they step aside for it."""
    tables = _tables(connection.vendor)
    with connection.cursor() as cursor:
        filled = _filled(cursor, tables)
        if not filled:
            return
        if connection.vendor == "postgresql":
            with transaction.atomic():
                # For this transaction alone: no trigger fires and no reference is checked.
                cursor.execute("SET LOCAL session_replication_role = replica")
                for table in filled:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            return
        rules.remove(connection)
        operator_log.remove(connection)
        try:
            with connection.constraint_checks_disabled():
                for table in filled:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        finally:
            rules.install(connection)
            operator_log.install(connection)


def empty_store() -> None:
    """Delete the files that no row needs any more: a collector would look through those of all tests before."""
    if Path(tempfile.gettempdir()) not in Path(settings.MEDIA_ROOT).parents:
        raise RuntimeError(f"{settings.MEDIA_ROOT} is no folder of a test: its files are kept")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@functools.cache
def _tables(vendor: str) -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in KEPT]


def _filled(cursor, tables: list[str]) -> list[str]:
    parts = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables)
    cursor.execute(" UNION ALL ".join(parts))
    return [name for (name,) in cursor.fetchall()]


def leave_no_connection() -> None:
    """Close this process's connections and its pool, before a fork that must share none of them."""
    for each in connections.all(initialized_only=True):
        each.close()
        if each.vendor == "postgresql":
            each.close_pool()
