"""Copies of a database, made in a moment, one after the other under the name that Django knows."""

import contextlib
from collections.abc import Iterator

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

SUMS = (
    "SELECT (SELECT count(*) FROM animations_frame WHERE state = 'stored'), "
    "(SELECT count(*) FROM animations_submission WHERE state = 'won'), (SELECT count(*) FROM credits_transfer), "
    "(SELECT count(*) FROM animations_outboxmessage)"
)
FIRST_NUMBER = 1_000_000_000
"""Where the database begins to number rows: no amount and no count of a step is ever so large."""


class Databases:
    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._server = admin_url.rpartition("/")[0]
        self._copies = 0

    def create(self, name: str) -> None:
        """An empty one, migrated, that gives out large numbers only."""
        self._do("CREATE DATABASE {}", name)
        call_command("migrate", verbosity=0)
        with psycopg.connect(f"{self._server}/{name}", autocommit=True) as connection:
            for (sequence,) in connection.execute("SELECT relname FROM pg_class WHERE relkind = 'S'").fetchall():
                connection.execute(
                    sql.SQL("ALTER SEQUENCE {} RESTART WITH {}").format(sql.Identifier(sequence), FIRST_NUMBER)
                )

    @contextlib.contextmanager
    def copy(self, name: str) -> Iterator[str]:
        """A fresh copy that Django works on meanwhile; yields its address."""
        self._copies += 1
        copied = f"{name}_{self._copies}"
        leave()
        self._do("CREATE DATABASE {} TEMPLATE {}", copied, name)
        connections["default"].settings_dict["NAME"] = copied
        try:
            yield f"{self._server}/{copied}"
        finally:
            leave()
            connections["default"].settings_dict["NAME"] = name
            self._do("DROP DATABASE {} WITH (FORCE)", copied)

    def sums(self) -> tuple[int, ...]:
        """What was done, counted."""
        with connections["default"].cursor() as cursor:
            cursor.execute(SUMS)
            return tuple(cursor.fetchone())

    def expect(self, wanted: tuple[int, ...]) -> None:
        if (found := self.sums()) != wanted:
            raise SystemExit(f"not the same work: {found} instead of {wanted} frames, calls, transfers and hints")

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def leave() -> None:
    """Close every connection of this process: a database that is copied may have no visitors."""
    connections.close_all()
    connections["default"].close_pool()
