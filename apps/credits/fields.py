from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class WholeAmountField(models.BigIntegerField[int, int]):
    """A whole amount that the database itself refuses to round.

    PostgreSQL would silently round 1.5 on its way into a bigint, so the column is `numeric` and a CHECK demands that
    nothing stands behind the point. On SQLite a CHECK demands the storage class integer (see `rules.py`).
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "numeric" if connection.vendor == "postgresql" else "bigint"

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> int | None:
        return None if value is None else int(value)
