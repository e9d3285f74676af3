"""Mutation testing of what must not break: ledger, claim, settle, publish, refund.

Each mutant changes one place of one module: a comparison, a Boolean, a number, a string operator, a call left out. It
runs in a copy of the project against the tests that guard the module, which must fail. What no test notices is
printed: a survivor is a missing test, or a change without a consequence that `EQUIVALENT` explains.

python -m tests.mutants [--seed=N] [how many, 0 for all] [words of a module's path]
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.targets import EQUIVALENT, ON_SQLITE_TOO, TARGETS
from tests.servers import provide_all

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "var", "staticfiles")  # no bytecode may stand for a mutant
AT_ONCE = 2
LONGEST_SECONDS = 300  # a test that hangs fails long before; this is for what ends no test
NOTICED = (1, 2, 4)  # pytest's codes: a test fails, a test's module or the settings cannot be imported
COMMAND = (sys.executable, "-m", "pytest", "-q", "-x", "--assert=plain", "--timeout=30", "-p", "no:cacheprovider")

PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn))
PAIRS_OF_TWO = ((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv))
SWAPS = {one: other for pair in (*PAIRS, *PAIRS_OF_TWO) for one, other in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Mutant:
    path: str
    line: int
    what: str
    source: str


def places_in(tree: ast.AST) -> Iterator[tuple[ast.AST, str, object, str]]:
    """Yield what can be changed: a node, its attribute, the other value, and what that changes in words."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    made_of = {part for one in classes for decorator in one.decorator_list for part in ast.walk(decorator)}
    around = {part: ast.unparse(node) for node in ast.walk(tree) for part in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if node in made_of:
            continue  # a class with or without slots does the same
        match node:
            case ast.Compare(ops=operators):
                for place, swap in enumerate(SWAPS.get(type(one)) for one in operators):
                    if swap:
                        others = [*operators[:place], swap(), *operators[place + 1 :]]
                        yield node, "ops", others, f"{ast.unparse(node)}: {swap.__name__}"
            case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if swap := SWAPS.get(type(operator)):
                yield node, "op", swap(), f"{ast.unparse(node)}: {swap.__name__}"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, "operand", ast.UnaryOp(ast.Not(), operand), ast.unparse(node)
            case ast.Constant(value=bool() | int() as value):
                other = not value if isinstance(value, bool) else value + 1
                yield node, "value", other, f"{value}: {other} in {around[node]}"
            case ast.Expr(value=ast.Call()) if not (words := ast.unparse(node)).startswith("log."):
                yield node, "value", ast.Constant(None), f"no {words}"


def mutants_of(path: str) -> Iterator[Mutant]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node, attribute, other, what in list(places_in(tree)):
        before = getattr(node, attribute)
        setattr(node, attribute, other)
        yield Mutant(path, getattr(node, "lineno", 0), " ".join(what.split())[:100], ast.unparse(tree))
        setattr(node, attribute, before)


def survives(mutant: Mutant, copy: Path) -> bool:
    """Run the mutant in this copy against the tests of its module; return whether they all pass."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    if server := os.environ.get("TEST_DATABASE_URL", "").rpartition("/")[0]:
        environment["TEST_DATABASE_URL"] = f"{server}/{copy.name}"  # a test database of its own, made anew
    environments = [environment]
    if mutant.path in ON_SQLITE_TOO:
        environments.append({**environment, "TEST_DATABASE": "sqlite", "TEST_DATABASE_URL": ""})
    file = copy / mutant.path
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    try:
        for each in environments:
            ended = subprocess.run(
                [*COMMAND, "-m", "not large", *TARGETS[mutant.path]],
                cwd=copy, env=each, capture_output=True, timeout=LONGEST_SECONDS, check=False,
            )  # fmt: skip
            if ended.returncode in NOTICED:
                return False
            if ended.returncode:
                raise RuntimeError(f"{mutant.path}:{mutant.line} {mutant.what}\n{ended.stdout.decode()[-3000:]}")
    except subprocess.TimeoutExpired:
        return False
    else:
        return True
    finally:
        file.write_text(whole, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("wanted", type=int, nargs="?", default=100)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    chosen = [path for path in TARGETS if all(word in path for word in asked.words)]
    every = [mutant for path in chosen for mutant in mutants_of(path)]
    mutants = [mutant for mutant in every if f"{mutant.path} {mutant.what}" not in EQUIVALENT]
    sample = random.Random(asked.seed).sample(mutants, min(asked.wanted or len(mutants), len(mutants)))
    print(f"{len(sample)} of {len(mutants)} mutants of {len(chosen)} modules, seed {asked.seed}", flush=True)
    provide_all()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as threads:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(shutil.copytree(ROOT, Path(folder) / f"mutants{number}", ignore=LEFT_OUT))

        def alive(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return survives(mutant, copy)
            finally:
                copies.put(copy)

        unchanged = [Mutant(path, 0, "unchanged", (ROOT / path).read_text(encoding="utf-8")) for path in chosen]
        if failing := [
            each.path for each, passes in zip(unchanged, threads.map(alive, unchanged), strict=True) if not passes
        ]:
            raise RuntimeError(f"the tests of {failing} fail before anything is changed")
        killed = 0
        for mutant, is_alive in zip(sample, threads.map(alive, sample), strict=True):
            print("survived" if is_alive else "killed  ", f"{mutant.path}:{mutant.line} {mutant.what}", flush=True)
            killed += not is_alive
    print(f"{killed} of {len(sample)} killed, {len(every) - len(mutants)} others explained")
    return 0 if killed >= 0.9 * len(sample) else 1


if __name__ == "__main__":
    sys.exit(main())
