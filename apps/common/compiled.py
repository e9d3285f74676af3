"""Statements that are compiled once and run often, for the few that every painted frame needs.

Django builds the SQL of a queryset anew each time it runs. For a read of one row that was measured to cost five times
the processor time of running it, and a frame takes twenty statements. Here the queryset is written as always, with a
`Slot` where a value will stand; its SQL is kept per kind of database, and each run fills in the slots.

    stored = Select(lambda: Frame.objects.filter(animation_id=Slot("animation", Frame), state=Slot("state", Frame)))
    stored(animation=..., state="stored")  # a list of Frames

Nothing else changes: rows become model instances by Django's own iterables, values pass through the fields.

What this saves, by `python -m tests.benchmarks machinery` with and without keeping the SQL, five runs in turns, medians: with
eight threads a step runs at 0.38 of the rate of bare SQL with it and at 0.20 without, claim and settle at 0.64 and 0.30.
Two hundred animations at once (`many`) get 66 frames a second with it and 43 without, for 54 and 72 seconds of processor time.

This relies on how Django's compilers work inside. `tests/common/test_compiled.py` holds the version and the sums of the methods
that it was compared with, and fails when Django changes one.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.query import ModelIterable
from django.db.models.sql import DeleteQuery, InsertQuery, UpdateQuery

Compiler = Any  # Django's compilers carry no types
Row = TypeVar("Row", bound=Model)


class Slot(Expression):
    """The place of a value that is given at each run, under the name `name`, in the form of a model's field.

    The field is the one called `name`, or `field` when one statement needs two values of it.
    """

    def __init__(self, name: str, model: type[Model], field: str = "") -> None:
        source: Any = model._meta.get_field(field or name)
        super().__init__(output_field=source.target_field if source.is_relation else source)
        self.name = name

    def as_sql(self, compiler: Compiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def adapted(self, value: object, connection: Any) -> object:
        return self.output_field.get_db_prep_save(value, connection=connection)


class _Statement:
    """What all kinds share: compiling once per kind of database, and filling the slots."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Compiler, str, Sequence[Any]]] = {}

    def _compiler(self) -> Compiler:
        raise NotImplementedError

    def _ready(self, values: dict[str, object]) -> tuple[Compiler, str, list[Any]]:
        """Return the compiler that knows the columns, the SQL, and its parameters for these values."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept = self._kept.get(connection.vendor)
        if kept is None:
            compiler = self._compiler()
            made = compiler.as_sql()
            sql, parameters = made[0] if isinstance(made, list) else made
            kept = self._kept[connection.vendor] = compiler, sql, parameters
        compiler, sql, parameters = kept
        filled = [one.adapted(values[one.name], connection) if isinstance(one, Slot) else one for one in parameters]
        return compiler, sql, filled

    def _execute(self, values: dict[str, object]) -> int:
        _, sql, parameters = self._ready(values)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, parameters)
            return int(cursor.rowcount)


class Select(_Statement, Generic[Row]):
    """A read; calling it returns the rows."""

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        super().__init__()
        self._build = build

    def _compiler(self) -> Compiler:
        return self._build().query.get_compiler(DEFAULT_DB_ALIAS)

    def __call__(self, **values: object) -> list[Row]:
        compiler, sql, parameters = self._ready(values)
        run = copy.copy(compiler)
        run.connection = connections[DEFAULT_DB_ALIAS]  # the kept one belongs to the thread that compiled
        run.as_sql = lambda: (sql, parameters)
        run.setup_query = run.pre_sql_setup = lambda *_, **__: None
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS, query=SimpleNamespace(get_compiler=lambda **_: run), _known_related_objects={}
        )
        return list(ModelIterable(asked))  # type: ignore[arg-type] # all that it asks of a queryset

    def first(self, **values: object) -> Row | None:
        """Return the first row, or None. The queryset says itself how many rows it reads."""
        rows = self(**values)
        return rows[0] if rows else None


class Update(_Statement):
    """A change of the named fields; calling it returns how many rows changed."""

    def __init__(self, build: Callable[[], QuerySet[Any]], *fields: str, **constants: object) -> None:
        super().__init__()
        self._build, self._fields, self._constants = build, fields, constants

    def _compiler(self) -> Compiler:
        rows = self._build()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values({**self._constants, **{name: Slot(name, rows.model) for name in self._fields}})
        query.annotations = {}
        query.clear_ordering(force=True)
        return query.get_compiler(DEFAULT_DB_ALIAS)

    def __call__(self, **values: object) -> int:
        return self._execute(values)


class Delete(_Statement):
    """A deletion of rows that nothing refers to; calling it returns how many there were."""

    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        super().__init__()
        self._build = build

    def _compiler(self) -> Compiler:
        query = self._build().query.chain(DeleteQuery)
        query.clear_ordering(force=True)
        return query.get_compiler(DEFAULT_DB_ALIAS)

    def __call__(self, **values: object) -> int:
        return self._execute(values)


class Insert(_Statement):
    """New rows of the named columns; with `unique`, an existing row with the same gets the values of `replace`.

    One row by naming its values, or several in one statement: `write.rows([{...}, {...}])`, written in that order.
    """

    def __init__(
        self, model: type[Model], *columns: str, unique: Sequence[str] = (), replace: Sequence[str] = (), count: int = 1
    ) -> None:
        super().__init__()
        self._model, self._columns, self._unique, self._replace = model, columns, unique, replace
        self._count = count
        self._several: dict[int, Insert] = {1: self}

    def _compiler(self) -> Compiler:
        options = self._model._meta
        named = {options.get_field(name) for name in (*self._unique, *self._replace)}
        rows = [
            self._model(**{name: Slot(_nth(name, number), self._model, name) for name in self._columns})
            for number in range(self._count)
        ]
        query = InsertQuery(
            self._model,
            on_conflict=OnConflict.UPDATE if self._unique else None,
            unique_fields=[field for field in named if field.name in self._unique],
            update_fields=[field for field in named if field.name in self._replace],
        )
        fields = [field for field in options.concrete_fields if field is not options.auto_field]
        query.insert_values(fields, rows)
        return query.get_compiler(DEFAULT_DB_ALIAS)

    def __call__(self, **values: object) -> None:
        self._execute(values)

    def rows(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert all of these, each with a value for every column. Nothing happens without any."""
        if not rows:
            return
        statement = self._several.get(len(rows))
        if statement is None:
            statement = Insert(self._model, *self._columns, unique=self._unique, replace=self._replace, count=len(rows))
            self._several[len(rows)] = statement
        statement(**{_nth(name, number): value for number, row in enumerate(rows) for name, value in row.items()})


def _nth(name: str, number: int) -> str:
    """Return the slot of a column in row `number`; the first row's carries the column's own name."""
    return f"{name}, row {number}" if number else name
