"""Mutation testing of what must not break: ledger, claim, settle, publish, refund.

Each mutant changes one place of one module: a comparison, a Boolean, a number, a string operator, a call left out. It
runs in a copy of the project against the tests that guard the module, which must fail. What no test notices is
printed: a survivor is a missing test, or a change without a consequence that `EQUIVALENT` explains.

python -m tests.mutants [--seed=N] [how many, 0 for all] [words of a module's path]
"""

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

from tests.mutants.targets import EQUIVALENT, TARGETS
from tests.servers import provide_all

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "var", "staticfiles")
AT_ONCE = 2
LONGEST_SECONDS = 240  # a mutant that hangs longer is noticed too

PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn))
PAIRS_OF_TWO = ((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv))
SWAPS = {one: other for pair in (*PAIRS, *PAIRS_OF_TWO) for one, other in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Mutant:
    path: str
    line: int
    what: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


class Mutator(ast.NodeTransformer):
    """Changes the place numbered `wanted` and counts all places, in the order in which they are visited."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.count, self.line, self.what = wanted, 0, 0, ""

    def _is_next(self, node: ast.AST, what: str) -> bool:
        self.count += 1
        if self.count - 1 != self.wanted:
            return False
        self.line, self.what = getattr(node, "lineno", 0), what
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for place, operator in enumerate(node.ops):
            if (swap := SWAPS.get(type(operator))) and self._is_next(node, f"{ast.unparse(node)}: {swap.__name__}"):
                node.ops[place] = swap()
        return node

    def visit_BoolOp(self, node: ast.BoolOp | ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        swap = SWAPS.get(type(node.op))
        if swap and self._is_next(node, f"{ast.unparse(node)}: {swap.__name__}"):
            node.op = swap()
        return node

    visit_BinOp = visit_BoolOp  # noqa: N815 - ast's own names

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.Not) and self._is_next(node, ast.unparse(node)) else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) not in (bool, int):
            return node
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        is_next = self._is_next(node, f"{node.value}: {value}")
        return ast.copy_location(ast.Constant(value), node) if is_next else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return node  # a docstring
        self.generic_visit(node)
        is_call = isinstance(node.value, ast.Call) and not ast.unparse(node.value).startswith("log.")
        return (
            ast.copy_location(ast.Pass(), node) if is_call and self._is_next(node, f"no {ast.unparse(node)}") else node
        )


def mutants_of(path: str) -> Iterator[Mutant]:
    source = (ROOT / path).read_text(encoding="utf-8")
    place = 0
    while True:
        mutator = Mutator(place)
        tree = ast.fix_missing_locations(mutator.visit(ast.parse(source)))
        if mutator.count <= place:
            return
        yield Mutant(path, mutator.line, " ".join(mutator.what.split())[:100], ast.unparse(tree))
        place += 1


def survives(mutant: Mutant, copy: Path) -> bool:
    """Run the mutant in this copy against the tests of its module; return whether they all pass."""
    file = copy / mutant.path
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "--reuse-db"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    if server := os.environ.get("TEST_DATABASE_URL", "").rpartition("/")[0]:
        environment["TEST_DATABASE_URL"] = f"{server}/{copy.name}"  # a test database of its own, kept from run to run
    try:
        ended = subprocess.run(
            [*command, "-m", "not full_size", *TARGETS[mutant.path]],
            cwd=copy, env=environment, capture_output=True, timeout=LONGEST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(whole, encoding="utf-8")
    if ended.returncode not in (0, 1):
        raise RuntimeError(f"{mutant.name}: pytest ended with {ended.returncode}\n{ended.stdout.decode()[-3000:]}")
    return ended.returncode == 0


def main() -> int:
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    wanted = int(words.pop(0)) if words and words[0].isdigit() else 100
    seed = next(
        (int(word.removeprefix("--seed=")) for word in sys.argv if word.startswith("--seed=")), int(time.time())
    )
    chosen = [path for path in TARGETS if all(word in path for word in words)]
    mutants = [
        mutant for path in chosen for mutant in mutants_of(path) if f"{mutant.path} {mutant.what}" not in EQUIVALENT
    ]
    sample = random.Random(seed).sample(mutants, min(wanted or len(mutants), len(mutants)))
    print(f"{len(sample)} of {len(mutants)} mutants of {len(chosen)} modules, seed {seed}", flush=True)
    provide_all()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as threads:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copy = Path(folder) / f"mutants{number}"
            shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
            for path in chosen:
                if not survives(Mutant(path, 0, "unchanged", (ROOT / path).read_text(encoding="utf-8")), copy):
                    raise RuntimeError(f"the tests of {path} fail before anything is changed")
            copies.put(copy)

        def alive(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return survives(mutant, copy)
            finally:
                copies.put(copy)

        killed = 0
        for mutant, is_alive in zip(sample, threads.map(alive, sample), strict=True):
            print("survived" if is_alive else "killed  ", mutant.name, flush=True)
            killed += not is_alive
    print(f"{killed} of {len(sample)} killed: {100 * killed / len(sample):.0f} %")
    return 0 if killed >= 0.9 * len(sample) else 1


if __name__ == "__main__":
    sys.exit(main())
