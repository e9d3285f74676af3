"""The statement and the balance with a thousand transfers beside a million, of one person and in the table.

`python -m tests.benchmarks.statement` prints the table. Transfers are written by SQL with the ledger's rules asleep.
"""

import os
import time
import uuid
from collections.abc import Callable

from tests.servers import start_postgres

ROUNDS = 25
FRAMES = 8  # transfers of a GIF: as many holds and as many ends

LOTS = """
INSERT INTO credits_account (code, unit, purpose, side, bounded, ledger_owner, label, origin, only_engine,
  debits_pending, debits_posted, credits_pending, credits_posted, last_transfer)
SELECT 'lot:' || gen_random_uuid(), 'credit', 'lot', 'C', true, '{ledger_owner}', 'Medium pack', 'bought', '', 0, 0, 0, 0, 0
FROM generate_series(1, {lots})
"""

# Odd numbers after {base} are the transfers of GIFs, and before the first of every lot stands its grant.
TRANSFERS = """
WITH house AS (SELECT id FROM credits_account WHERE code = 'income'),
lots AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM credits_account WHERE ledger_owner = '{ledger_owner}'),
moves AS (
  SELECT n, lots.id AS lot, n % (2 * {frames}) AS step, n / (2 * {frames}) AS gif
  FROM generate_series(0, {transfers} - 1) AS n JOIN lots ON lots.place = n * {lots} / {transfers}),
rows AS (
  SELECT {base} + 2 * n + 1 AS id, '{ledger_owner}:' || n AS key,
    CASE WHEN step < {frames} THEN 'pend' WHEN gif % 10 = 0 THEN 'pend_void' ELSE 'pend_post' END AS kind,
    lot AS debit, (SELECT id FROM house) AS credit, 1 AS amount, '' AS reason,
    '{ledger_owner}:' || gif || ':' || (step % {frames}) AS ref, 'animation:' || md5('{ledger_owner}' || gif)::uuid AS group_key, n,
    CASE WHEN step >= {frames} THEN {base} + 2 * (n - {frames}) + 1 END AS pending
  FROM moves
  UNION ALL
  SELECT {base} + 2 * min(n), '{ledger_owner}:lot:' || lot, 'post', (SELECT id FROM house), lot, 500, 'Bought: 500 credits', '', '',
    min(n), NULL
  FROM moves GROUP BY lot)
INSERT INTO credits_transfer (id, key, kind, debit_id, credit_id, unit, amount, reason, ref, group_key, created_at, pending_id)
SELECT id, key, kind, debit, credit, 'credit', amount, reason, ref, group_key,
  now() - interval '1 year' + n * (interval '1 year' / {transfers}), pending
FROM rows ORDER BY id
"""

SUMS = """
UPDATE credits_account AS account SET debits_posted = sums.posted, last_transfer = sums.newest,
  credits_posted = sums.posted + CASE WHEN account.id % 97 = 0 THEN 5 ELSE 0 END
FROM (SELECT debit_id, max(id) AS newest, sum((kind = 'pend_post')::int) AS posted FROM credits_transfer GROUP BY 1) AS sums
WHERE account.id = sums.debit_id AND account.ledger_owner = '{ledger_owner}'
"""


def main() -> None:
    os.environ["DATABASE_URL"] = start_postgres()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings_test")
    os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    from tests.factories.accounts import make_person

    few, mid, many = (make_person(name) for name in ("few", "mid", "many"))
    from apps.credits.services.transfers import house_account

    house_account("income")
    rows: list[tuple[str, dict[str, float]]] = []
    write(few.ledger_owner, transfers=1_000, lots=1)
    measure(few)  # the first looks at anything are slower than all others
    rows.append(("1,000 of one person, 1,000 in the table", measure(few)))
    write(many.ledger_owner, transfers=1_000_000, lots=250)
    write(mid.ledger_owner, transfers=1_000, lots=1)
    rows.append(("1,000 of one person, 1,000,000 in the table", measure(mid)))
    rows.append(("1,000,000 of one person in 250 lots", measure(many)))
    rows.append(("… the same, in the middle of it", measure(many, deep=True)))
    names = list(rows[0][1])
    print("\nStatement and balance, PostgreSQL, milliseconds (best of some), and how many times the first row")
    print(f"{'':>46}" + "".join(f"{name:>22}" for name in names))
    for label, found in rows:
        cells = [f"{found[name]:.1f} ({found[name] / rows[0][1][name]:.2f})" for name in names]
        print(f"{label:>46}" + "".join(f"{cell:>22}" for cell in cells))


def write(ledger_owner: uuid.UUID, *, transfers: int, lots: int) -> None:
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 2 FROM credits_transfer")
        (base,) = cursor.fetchone()
        words = {
            "ledger_owner": str(ledger_owner),
            "transfers": transfers,
            "lots": lots,
            "frames": FRAMES,
            "base": base,
        }
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        for statement in (LOTS, TRANSFERS, SUMS):
            cursor.execute(statement.format(**words))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE credits_transfer")
        cursor.execute("VACUUM ANALYZE credits_account")


def measure(user: object, *, deep: bool = False) -> dict[str, float]:
    """The page as a browser gets it, its statement alone, a rare kind of line, and the balance."""
    from django.utils import timezone

    from apps.credits.balances import balances_of
    from apps.credits.models import Transfer
    from apps.credits.statement_index import Kind, Wanted
    from apps.credits.statements import statement_page
    from tests.factories.accounts import signed_in

    client = signed_in(user)
    before = Transfer.objects.order_by("-id")[0].pk // 2 if deep else None
    query = f"?before={before}" if before else ""
    rare = Wanted(kind=Kind.GIVEN_BACK)
    page = statement_page(user.ledger_owner, before=before)
    assert len(page.lines) == 50
    assert page.next_before
    return {
        "page": timed(lambda: client.get(f"/credits/{query}")),
        "statement": timed(lambda: statement_page(user.ledger_owner, before=before)),
        "refunded": timed(lambda: statement_page(user.ledger_owner, wanted=rare, before=before)),
        "balance": timed(lambda: balances_of(user.ledger_owner, now=timezone.now())),
    }


def timed(call: Callable[[], object]) -> float:
    """The best of some rounds after a few that warm up, in milliseconds: other work on the machine only adds to it."""
    for _ in range(5):
        call()
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        rounds.append(1000 * (time.perf_counter() - began))
    return min(rounds)


if __name__ == "__main__":
    main()
