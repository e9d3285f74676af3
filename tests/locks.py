"""Watches which rows each transaction locks, and holds that against the one order that the documents name.

Deadlocks need two orders. `docs/reliability.md` has a table of one; on PostgreSQL every test of this suite is watched, so a
transaction that takes its locks in another order fails the test in which it does, without any second thread.

Rows are locked by SELECT … FOR UPDATE, UPDATE, DELETE, by INSERT (somebody else's row with the same unique key is waited
for), and by the ledger's trigger, which updates the bounded accounts of each new transfer. A row that a transaction made
itself can be waited for by nobody who holds something of it before, so new accounts are left out.
"""

import functools
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import connection as default_connection
from django.db import transaction
from django.db.backends.signals import connection_created

DOCUMENT = Path(__file__).parent.parent / "docs" / "reliability.md"
LEDGER = "credits_account"
TRANSFERS = "credits_transfer"

_SELECT = re.compile(r'^SELECT .*? FROM "(?P<table>\w+)".* FOR (?:NO KEY )?UPDATE(?: OF "(?P<of>\w+)")?', re.DOTALL)
_WRITE = re.compile(r'^(?:UPDATE|DELETE FROM|INSERT INTO) "(?P<table>\w+)"', re.DOTALL)
_COLUMNS = re.compile(r'^INSERT INTO "\w+" \(([^)]*)\)')
_FOR_UPDATE = re.compile(r" FOR (?:NO KEY )?UPDATE.*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the order: the table, and those whose rows only its holder locks."""

    number: int
    guards: frozenset[str]


def documented_order(text: str) -> Mapping[str, Place]:
    """The order of locks by table, as the document has it."""
    part = text.partition("<!-- locks: begin -->")[2].partition("<!-- locks: end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.strip().splitlines()[2:]]
    return {
        table: Place(int(row[0]), frozenset(re.findall(r"`(\w+)`", row[2])))
        for row in rows
        for table in re.findall(r"`(\w+)`", row[1])
    }


@functools.cache
def the_order() -> Mapping[str, Place]:
    return documented_order(DOCUMENT.read_text(encoding="utf-8"))


@dataclass
class Held:
    """What one transaction has locked so far."""

    tables: list[str] = field(default_factory=list)
    accounts: list[tuple[int, int]] = field(default_factory=list)
    made: frozenset[str] = frozenset()

    def copy(self) -> "Held":
        return replace(self, tables=[*self.tables], accounts=[*self.accounts])


class Watch:
    """The locks of one connection. Faults are collected in `faults`, which a test's end looks at."""

    faults: list[str] = []
    accounts: dict[int, Any] = {}
    all_count = False  # also what a test locks itself, without any code of the site

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.held = Held()
        self.kept: dict[str, Held] = {}

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not isinstance(sql, str):
            return execute(sql, params, many, context)
        is_alone = not _own_blocks(self.connection)
        if is_alone:
            self.held = Held()
        self.note(sql, params, many=many)
        try:
            return execute(sql, params, many, context)
        finally:
            if is_alone:
                self.held = Held()  # a statement outside a transaction keeps no lock for the next one

    def note(self, sql: str, params: Any, *, many: bool = False) -> None:
        if sql.startswith(("SAVEPOINT", "ROLLBACK TO")):
            name = sql.rsplit(maxsplit=1)[-1]
            if sql.startswith("SAVEPOINT"):
                self.kept[name] = self.held.copy()
            else:
                self.held = self.kept[name].copy()
            return
        table, is_insert = _locked_table(sql)
        if table == LEDGER and is_insert:
            self.held.made |= {str(row["code"]) for row in _rows(sql, params)}
        elif table == TRANSFERS and is_insert and not many:
            ids = [int(id) for row in _rows(sql, params) for id in (row["debit_id"], row["credit_id"])]
            self._lock_accounts(ids, in_order=False)
        elif table == LEDGER and sql.startswith("SELECT"):
            asked = f"SELECT id FROM ({_FOR_UPDATE.sub('', sql)}) AS locked"
            ids = [id for (id,) in self._ask(asked, params)]
            self._lock_accounts(ids, in_order=" ORDER BY " in sql)
        elif table and table != LEDGER:
            self._lock(table)

    def _lock(self, table: str) -> None:
        held, order = self.held, the_order()
        if table in held.tables or any(table in order[one].guards for one in held.tables if one in order):
            return
        if table in order:
            later = [one for one in held.tables if one in order and order[one].number > order[table].number]
            if later:
                self._fault(f"{table} is locked after {', '.join(later)}")
        elif held.tables and table.partition("_")[0] in OURS:
            self._fault(f"{table} is locked beside {', '.join(held.tables)} and has no place in the order")
        held.tables.append(table)

    def _lock_accounts(self, ids: Sequence[int], *, in_order: bool) -> None:
        """Accounts are locked in the order of (what they are, id). Of one statement's rows: in the order they stand."""
        if not ids:
            return
        found = self._accounts_by(ids)
        ranks = {
            id: (rank_of(purpose, unit), id)
            for id, code, purpose, unit, bounded in found
            if bounded and code not in self.held.made
        }
        if not ranks:
            return
        later = self._after_accounts() if LEDGER in self.held.tables else []
        self._lock(LEDGER)
        touched = [ranks[id] for id in ids if id in ranks]
        if in_order and len(touched) > 1:
            touched.sort()
        for one in touched:
            if one in self.held.accounts:
                continue
            if self.held.accounts and one < max(self.held.accounts):
                self._fault(f"account {one} is locked after {max(self.held.accounts)}")
            if later:
                self._fault(f"account {one} is locked after {', '.join(later)}")
            self.held.accounts.append(one)

    def _accounts_by(self, ids: Sequence[int]) -> list[Any]:
        """Rows of accounts. What is read of them never changes, and an id is not given twice: each is asked for once."""
        if unknown := [id for id in ids if id not in self.accounts]:
            asked = "SELECT id, code, purpose, unit, bounded FROM credits_account WHERE id = ANY(%s)"
            self.accounts.update({row[0]: row for row in self._ask(asked, [unknown])})
        return [self.accounts[id] for id in dict.fromkeys(ids) if id in self.accounts]

    def _after_accounts(self) -> list[str]:
        """What is locked already of the tables that come after all accounts."""
        order = the_order()
        return [one for one in self.held.tables if one in order and order[one].number > order[LEDGER].number]

    def _ask(self, sql: str, params: Any) -> list[Any]:
        with self.connection.connection.cursor() as cursor:  # past Django, whose statements tests count
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _fault(self, what: str) -> None:
        frames = traceback.extract_stack()
        ours = [one for one in frames if "/apps/" in one.filename]
        # What a test writes itself is no transaction of the site, and neither is a person erased with all that is theirs.
        if self.all_count:
            self.faults.append(what)
        elif ours and not any(
            one.filename.endswith("db/models/deletion.py") and one.name == "delete" for one in frames
        ):
            where = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(ours))
            self.faults.append(f"{what}: {where}")


OURS = frozenset({"accounts", "animations", "api", "credits", "gallery", "payments", "sponsors"})


def rank_of(purpose: str, unit: str) -> int:
    """Which kind of account is locked first: what people have and owe, limits by count, limits in money."""
    if purpose != "ceiling":
        return 0
    return 2 if unit == "mill" else 1


@functools.lru_cache(maxsize=4096)
def _locked_table(sql: str) -> tuple[str, bool]:
    """The table whose rows a statement locks, empty for none; and whether it inserts them."""
    if found := _WRITE.match(sql):
        return found["table"], sql.startswith("INSERT")
    if found := _SELECT.match(sql):
        return found["of"] or found["table"], False
    return "", False


def _rows(sql: str, params: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The rows of an INSERT whose values are all parameters, or name the columns that are."""
    match = _COLUMNS.match(sql)
    assert match is not None, sql
    columns = [name.strip().strip('"') for name in match[1].split(",")]
    values = sql[match.end() :]
    first = re.search(r"VALUES\s*\((.*?)\)(?:, \(|\s|$)", values, re.DOTALL) or re.search(
        r"SELECT \* FROM UNNEST", values
    )
    assert first is not None, sql
    if "UNNEST" in first[0]:
        for row in zip(*params[: len(columns)], strict=True):
            yield dict(zip(columns, row, strict=True))
        return
    marks = [mark.strip() for mark in first[1].split(",")]
    given = [name for name, mark in zip(columns, marks, strict=True) if "%s" in mark]
    for start in range(0, len(params) - len(given) + 1, len(given)):
        yield dict(zip(given, params[start : start + len(given)], strict=True))


def _own_blocks(connection: Any) -> list[Any]:
    """The transaction's blocks without those that a test case puts around a whole test."""
    return [block for block in connection.atomic_blocks if not block._from_testcase]


def install() -> None:
    """Watch every connection to PostgreSQL that this process has or opens."""
    connection_created.connect(_watch, dispatch_uid="locks")
    _watch(default_connection)
    leave = transaction.Atomic.__exit__

    def leave_and_forget(self: Any, *outcome: Any) -> Any:
        try:
            return leave(self, *outcome)
        finally:
            connection = transaction.get_connection(self.using)
            if not _own_blocks(connection):
                for watch in connection.execute_wrappers:
                    if isinstance(watch, Watch):
                        watch.held = Held()

    transaction.Atomic.__exit__ = leave_and_forget


def _watch(connection: Any, **_: object) -> None:
    if connection.vendor == "postgresql" and not any(isinstance(one, Watch) for one in connection.execute_wrappers):
        connection.execute_wrappers.append(Watch(connection))


@contextmanager
def expecting_faults() -> Iterator[list[str]]:
    """For tests of the watch itself: every fault found in the block, also of the test's own making. None of them counts."""
    before = len(Watch.faults)
    found: list[str] = []
    Watch.all_count = True
    try:
        yield found
    finally:
        Watch.all_count = False
        found += Watch.faults[before:]
        del Watch.faults[before:]
