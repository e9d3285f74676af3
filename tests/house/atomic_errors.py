"""Finds database errors that are caught where a transaction is open.

PostgreSQL refuses every further statement of a transaction after an error, so whoever catches one inside `atomic()` needs a
savepoint around what may fail: an `atomic()` of its own inside the `try`. Which functions run inside a transaction is
followed through calls: by name within a module, through `from … import`, and through `self`; methods of other objects are not
followed. An error that goes on, as itself or as another exception, ends the transaction and needs no savepoint.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ERRORS = {
    "DatabaseError",
    "DataError",
    "Error",
    "IntegrityError",
    "InterfaceError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
}
"""The exceptions of `django.db`, by their names there; `Error` counts only when it comes from there."""

WHATEVER = {"Exception", "BaseException"}
LATER = {"on_commit"}  # what is handed to it runs when the transaction is over

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Known:
    """A function: where it stands, what it calls inside and outside of its own transactions, and what it catches there."""

    module: str
    calls_inside: set[str] = field(default_factory=set)
    calls_outside: set[str] = field(default_factory=set)
    caught_inside: list[int] = field(default_factory=list)
    caught_outside: list[int] = field(default_factory=list)


def caught_in_transactions(sources: Mapping[str, str]) -> list[str]:
    """Return `module:line` of every database error that is caught inside a transaction without a savepoint of its own.

    `sources` maps the dotted names of modules to their text.
    """
    known: dict[str, Known] = {}
    for module, text in sources.items():
        _Reader(module, ast.parse(text), known).read()
    inside: set[str] = set()
    waiting = [called for function in known.values() for called in function.calls_inside]
    while waiting:
        name = waiting.pop()
        if name in known and name not in inside:
            inside.add(name)
            waiting += known[name].calls_outside
    found = {
        (function.module, line)
        for name, function in known.items()
        for line in (*function.caught_inside, *(function.caught_outside if name in inside else ()))
    }
    return [f"{module}:{line}" for module, line in sorted(found)]


class _Reader:
    """Reads one module into `known`."""

    def __init__(self, module: str, tree: ast.Module, known: dict[str, Known]) -> None:
        self.module, self.tree, self.known = module, tree, known
        self.names = dict(self._imported())
        self.names |= {part.name: f"{module}.{part.name}" for part in tree.body if isinstance(part, Function)}

    def read(self) -> None:
        for part in self.tree.body:
            if isinstance(part, Function):
                self._function(part, owner="")
            elif isinstance(part, ast.ClassDef):
                for member in part.body:
                    if isinstance(member, Function):
                        self._function(member, owner=part.name)

    def _imported(self) -> Iterator[tuple[str, str]]:
        for part in ast.walk(self.tree):
            if isinstance(part, ast.ImportFrom) and part.module:
                for alias in part.names:
                    yield alias.asname or alias.name, f"{part.module}.{alias.name}"

    def _function(self, function: Function, *, owner: str) -> None:
        place = ".".join(part for part in (self.module, owner, function.name) if part)
        now = self.known.setdefault(place, Known(self.module))
        self._walk(function.body, now, owner, inside=any(self._is_atomic(one) for one in function.decorator_list))

    def _walk(self, parts: list[ast.stmt] | list[ast.AST], now: Known, owner: str, *, inside: bool) -> None:
        for part in parts:
            if isinstance(part, ast.With):
                items = [item.context_expr for item in part.items]
                within = inside
                for index, item in enumerate(items):
                    rest = (
                        [ast.With(items=part.items[index + 1 :], body=part.body)] if items[index + 1 :] else part.body
                    )
                    if self._suppresses(item) and not self._has_savepoint(rest):
                        (now.caught_inside if within else now.caught_outside).append(item.lineno)
                    self._walk([item], now, owner, inside=within)
                    within = within or self._is_atomic(item)
                self._walk(part.body, now, owner, inside=within)
                continue
            if isinstance(part, ast.Try) and not self._has_savepoint(part.body):
                lines = [
                    handler.lineno
                    for handler in part.handlers
                    if self._catches(handler.type) and not _always_raises(handler.body)
                ]
                (now.caught_inside if inside else now.caught_outside).extend(lines)
            if isinstance(part, ast.Call):
                if _last(part.func) in LATER:
                    continue
                if called := self._called(part.func, owner):
                    (now.calls_inside if inside else now.calls_outside).add(called)
            self._walk(list(ast.iter_child_nodes(part)), now, owner, inside=inside)

    def _called(self, function: ast.expr, owner: str) -> str | None:
        if isinstance(function, ast.Name):
            return self.names.get(function.id)
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            if function.value.id in ("self", "cls"):
                return f"{self.module}.{owner}.{function.attr}"
            if function.value.id in self.names:
                return f"{self.names[function.value.id]}.{function.attr}"
        return None

    def _catches(self, kind: ast.expr | None) -> bool:
        if kind is None:
            return True
        kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
        return any(self._is_database_error(one) for one in kinds)

    def _is_database_error(self, kind: ast.expr) -> bool:
        name = _last(kind)
        if isinstance(kind, ast.Name):
            name = self.names.get(kind.id, kind.id).rpartition(".")[2]
            if kind.id in self.names and not self.names[kind.id].startswith(("django.db", "psycopg", "sqlite3")):
                return False
        return name in ERRORS or name in WHATEVER

    def _suppresses(self, item: ast.expr) -> bool:
        return (
            isinstance(item, ast.Call)
            and _last(item.func) == "suppress"
            and any(self._is_database_error(one) for one in item.args)
        )

    def _is_atomic(self, item: ast.expr) -> bool:
        return _last(item.func if isinstance(item, ast.Call) else item) == "atomic"

    def _has_savepoint(self, body: list[ast.stmt]) -> bool:
        """Whether everything that is called, or done by whoever a generator waits for, stands inside a savepoint."""
        for part in body:
            if isinstance(part, ast.With) and any(self._makes_savepoint(item.context_expr) for item in part.items):
                continue
            if any(isinstance(one, ast.Call | ast.Yield) for one in ast.walk(part)):
                return False
        return True

    def _makes_savepoint(self, item: ast.expr) -> bool:
        without = isinstance(item, ast.Call) and any(
            word.arg == "savepoint" and isinstance(word.value, ast.Constant) and not word.value.value
            for word in item.keywords
        )
        return self._is_atomic(item) and not without


def _last(name: ast.expr) -> str:
    if isinstance(name, ast.Attribute):
        return name.attr
    return name.id if isinstance(name, ast.Name) else ""


def _always_raises(body: list[ast.stmt]) -> bool:
    leaves = (ast.Return, ast.Break, ast.Continue)
    return isinstance(body[-1], ast.Raise) and not any(
        isinstance(one, leaves) for part in body for one in ast.walk(part)
    )
