"""Statements of transactions, recorded from Django and sent again by psycopg alone."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection, transaction

from tests.benchmarks.databases import FIRST_NUMBER

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    parameters: Any
    rows: Rows
    """What came back, so that a copy's own numbers can take the place of these."""


Transaction = list[Statement]
Chain = list[Transaction]


@dataclass
class Recorder:
    """An `execute_wrapper` that keeps what is said inside transactions. What is read outside of them is not theirs."""

    chain: Chain = field(default_factory=list)
    _open: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(sql, parameters, many, context)
        if connection.in_atomic_block:
            if not self._open:
                self._open = True
                self.chain.append([])
                transaction.on_commit(self._close)
            cursor = context["cursor"].cursor
            rows: Rows = []
            if cursor.description:
                rows = cursor.fetchall()
            if rows:
                cursor.scroll(0, mode="absolute")  # Django reads them next
            self.chain[-1].append(Statement(sql, parameters, rows))
        return result

    def _close(self) -> None:
        self._open = False


def replay(chains: list[Chain], *, url: str, threads: int) -> float:
    """Send every chain's transactions in their order, from so many threads; the seconds until the last has ended."""
    rate_limiter = threading.Barrier(threads + 1)

    def work(share: list[Chain]) -> None:
        # The statements as Django's own cursor words them, parameters filled in on this side.
        with psycopg.connect(url, cursor_factory=psycopg.ClientCursor, autocommit=True) as bare:
            rate_limiter.wait()
            for chain in share:
                numbers: dict[int, int] = {}
                for one in chain:
                    with bare.transaction():
                        send(one, bare, numbers)

    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(work, chains[number::threads]) for number in range(threads)]
        rate_limiter.wait()
        began = time.monotonic()
        for one in working:
            one.result()
        return time.monotonic() - began


def send(statements: Transaction, bare: "psycopg.Connection[Any]", numbers: dict[int, int]) -> None:
    for statement in statements:
        cursor = bare.execute(statement.sql, translated(statement.parameters, numbers))
        if cursor.description:
            numbers.update(
                (old, new)
                for found, recorded in zip(cursor.fetchall(), statement.rows, strict=True)
                for new, old in zip(found, recorded, strict=True)
                if type(old) is int and old >= FIRST_NUMBER
            )


def translated(parameters: Any, numbers: dict[int, int]) -> Any:
    """The parameters with the copy's numbers in place of the recorded ones."""
    if isinstance(parameters, list | tuple):
        return type(parameters)(translated(one, numbers) for one in parameters)
    return numbers.get(parameters, parameters) if type(parameters) is int else parameters


def statements_per_step(chains: list[Chain], *, steps: int) -> float:
    return sum(len(one) for chain in chains for one in chain) / (len(chains) * steps)
