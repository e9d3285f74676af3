"""How the site talks to its database: SQLite on one machine, PostgreSQL with a pool elsewhere."""

import sqlite3
from typing import Any


def database_settings(address: dict[str, Any], *, pool_size: int) -> dict[str, Any]:
    """Return Django's settings of the database at an address, as `dj_db_url` reads it."""
    database = dict(address)
    if str(database["ENGINE"]).endswith("sqlite3"):
        # From 3.51.3 on the write-ahead log is safe with several processes; before, a reset of it could corrupt the file.
        journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # a read that becomes a write would otherwise fail with "database is locked"
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    else:
        # One pool per process. Threads hand their connection back before they wait for the network, so few are enough.
        database["CONN_MAX_AGE"] = 0
        database["CONN_HEALTH_CHECKS"] = (
            True  # the pool looks at a connection before it lends it: the database may restart
        )
        database["OPTIONS"] = {
            **database.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": pool_size, "timeout": 20},
            # Statements planned once per connection: a frame's twenty took a quarter more of PostgreSQL's time without.
            "server_side_binding": True,
            "prepare_threshold": 2,
            "options": "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s",
        }
    return database
