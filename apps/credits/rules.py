"""The ledger's law, spoken by the database: triggers for PostgreSQL and for SQLite that enforce the same rules.

- A transfer, once written, is never changed or deleted.
- Both accounts carry the transfer's unit; a resolution repeats its hold's accounts, unit and amount, and a hold has one.
- The four sums of a bounded account move only because a transfer was inserted, by exactly its amount.
- An account starts at zero, is never deleted, and never changes what it is: code, unit, purpose, side, bound, owner, origin.
- An amount is a whole number; a fraction is refused, not rounded.

`install` may be run any number of times, and is after every `migrate`: on SQLite a change to either table rebuilds the
table and loses its triggers. `ledger verify` reports missing rules.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = """
CREATE OR REPLACE FUNCTION credits_transfer_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hold credits_transfer%ROWTYPE;
BEGIN
  IF NEW.amount IS DISTINCT FROM trunc(NEW.amount) THEN
    RAISE EXCEPTION 'ledger: an amount is a whole number' USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT count(*) FROM credits_account WHERE id IN (NEW.debit_id, NEW.credit_id) AND unit = NEW.unit) <> 2 THEN
    RAISE EXCEPTION 'ledger: both accounts carry the unit of the transfer' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.pending_id IS NOT NULL THEN
    SELECT * INTO hold FROM credits_transfer WHERE id = NEW.pending_id;
    IF hold.kind IS DISTINCT FROM 'pend' OR hold.debit_id <> NEW.debit_id OR hold.credit_id <> NEW.credit_id
       OR hold.unit <> NEW.unit OR hold.amount <> NEW.amount THEN
      RAISE EXCEPTION 'ledger: a resolution repeats its hold' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION credits_transfer_apply() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  held bigint := CASE NEW.kind WHEN 'pend' THEN NEW.amount WHEN 'post' THEN 0 ELSE -NEW.amount END;
  moved bigint := CASE NEW.kind WHEN 'post' THEN NEW.amount WHEN 'pend_post' THEN NEW.amount ELSE 0 END;
  account bigint;
BEGIN
  -- Ascending ids: two transfers between the same accounts lock them in the same order and never deadlock.
  FOREACH account IN ARRAY ARRAY[least(NEW.debit_id, NEW.credit_id), greatest(NEW.debit_id, NEW.credit_id)] LOOP
    IF account = NEW.debit_id THEN
      UPDATE credits_account SET debits_pending = debits_pending + held, debits_posted = debits_posted + moved,
        last_transfer = greatest(last_transfer, NEW.id) WHERE id = account AND bounded;
    ELSE
      UPDATE credits_account SET credits_pending = credits_pending + held, credits_posted = credits_posted + moved,
        last_transfer = greatest(last_transfer, NEW.id) WHERE id = account AND bounded;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION credits_transfer_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger: transfers are append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION credits_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'ledger: accounts are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF (NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.last_transfer)
       IS DISTINCT FROM (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint) THEN
      RAISE EXCEPTION 'ledger: an account starts at zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.code, NEW.unit, NEW.purpose, NEW.side, NEW.bounded, NEW.ledger_owner, NEW.origin, NEW.only_engine)
     IS DISTINCT FROM
     (OLD.id, OLD.code, OLD.unit, OLD.purpose, OLD.side, OLD.bounded, OLD.ledger_owner, OLD.origin, OLD.only_engine) THEN
    RAISE EXCEPTION 'ledger: what an account is never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  -- Depth 1 is a statement of ours; depth 2 is the UPDATE inside credits_transfer_apply.
  IF (NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.last_transfer)
     IS DISTINCT FROM (OLD.debits_pending, OLD.debits_posted, OLD.credits_pending, OLD.credits_posted, OLD.last_transfer)
     AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'ledger: balances move by transfers only' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER transfer_check BEFORE INSERT ON credits_transfer
  FOR EACH ROW EXECUTE FUNCTION credits_transfer_check();
CREATE OR REPLACE TRIGGER transfer_apply AFTER INSERT ON credits_transfer
  FOR EACH ROW EXECUTE FUNCTION credits_transfer_apply();
CREATE OR REPLACE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE ON credits_transfer
  FOR EACH ROW EXECUTE FUNCTION credits_transfer_refuse();
CREATE OR REPLACE TRIGGER transfer_no_truncate BEFORE TRUNCATE ON credits_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION credits_transfer_refuse();
CREATE OR REPLACE TRIGGER account_guard BEFORE INSERT OR UPDATE OR DELETE ON credits_account
  FOR EACH ROW EXECUTE FUNCTION credits_account_guard();
CREATE OR REPLACE TRIGGER account_no_truncate BEFORE TRUNCATE ON credits_account
  FOR EACH STATEMENT EXECUTE FUNCTION credits_account_guard();
"""

_HELD = "(CASE NEW.kind WHEN 'pend' THEN NEW.amount WHEN 'post' THEN 0 ELSE -NEW.amount END)"
_MOVED = "(CASE NEW.kind WHEN 'post' THEN NEW.amount WHEN 'pend_post' THEN NEW.amount ELSE 0 END)"
# SQLite has no trigger depth. The guard instead derives, from the newest transfer that touches the account, the one
# change of sums that is allowed. It cannot be forged: every transfer newer than `last_transfer` was applied by its own
# insertion, so no unapplied one exists to name.
_T_HELD = "(CASE t.kind WHEN 'pend' THEN t.amount WHEN 'post' THEN 0 ELSE -t.amount END)"
_T_MOVED = "(CASE t.kind WHEN 'post' THEN t.amount WHEN 'pend_post' THEN t.amount ELSE 0 END)"

SQLITE: dict[str, str] = {
    "transfer_check": """
CREATE TRIGGER transfer_check BEFORE INSERT ON credits_transfer BEGIN
  SELECT RAISE(ABORT, 'ledger: an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer';
  SELECT RAISE(ABORT, 'ledger: both accounts carry the unit of the transfer') WHERE (
    SELECT count(*) FROM credits_account WHERE id IN (NEW.debit_id, NEW.credit_id) AND unit = NEW.unit) <> 2;
  SELECT RAISE(ABORT, 'ledger: a resolution repeats its hold') WHERE NEW.pending_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM credits_transfer AS hold WHERE hold.id = NEW.pending_id AND hold.kind = 'pend'
      AND hold.debit_id = NEW.debit_id AND hold.credit_id = NEW.credit_id
      AND hold.unit = NEW.unit AND hold.amount = NEW.amount);
END""",
    "transfer_apply": f"""
CREATE TRIGGER transfer_apply AFTER INSERT ON credits_transfer BEGIN
  UPDATE credits_account SET debits_pending = debits_pending + {_HELD}, debits_posted = debits_posted + {_MOVED},
    last_transfer = NEW.id WHERE id = NEW.debit_id AND bounded;
  UPDATE credits_account SET credits_pending = credits_pending + {_HELD}, credits_posted = credits_posted + {_MOVED},
    last_transfer = NEW.id WHERE id = NEW.credit_id AND bounded;
END""",
    "transfer_no_update": """
CREATE TRIGGER transfer_no_update BEFORE UPDATE ON credits_transfer BEGIN
  SELECT RAISE(ABORT, 'ledger: transfers are append-only');
END""",
    "transfer_no_delete": """
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON credits_transfer BEGIN
  SELECT RAISE(ABORT, 'ledger: transfers are append-only');
END""",
    "account_start": """
CREATE TRIGGER account_start BEFORE INSERT ON credits_account BEGIN
  SELECT RAISE(ABORT, 'ledger: an account starts at zero') WHERE NEW.debits_pending <> 0 OR NEW.debits_posted <> 0
    OR NEW.credits_pending <> 0 OR NEW.credits_posted <> 0 OR NEW.last_transfer <> 0;
END""",
    "account_no_delete": """
CREATE TRIGGER account_no_delete BEFORE DELETE ON credits_account BEGIN
  SELECT RAISE(ABORT, 'ledger: accounts are never deleted');
END""",
    "account_guard": f"""
CREATE TRIGGER account_guard BEFORE UPDATE ON credits_account BEGIN
  SELECT RAISE(ABORT, 'ledger: what an account is never changes') WHERE NEW.id IS NOT OLD.id
    OR NEW.code IS NOT OLD.code OR NEW.unit IS NOT OLD.unit OR NEW.purpose IS NOT OLD.purpose
    OR NEW.side IS NOT OLD.side OR NEW.bounded IS NOT OLD.bounded OR NEW.ledger_owner IS NOT OLD.ledger_owner
    OR NEW.origin IS NOT OLD.origin OR NEW.only_engine IS NOT OLD.only_engine;
  SELECT RAISE(ABORT, 'ledger: balances move by transfers only') WHERE (
      NEW.debits_pending IS NOT OLD.debits_pending OR NEW.debits_posted IS NOT OLD.debits_posted
      OR NEW.credits_pending IS NOT OLD.credits_pending OR NEW.credits_posted IS NOT OLD.credits_posted
      OR NEW.last_transfer IS NOT OLD.last_transfer)
    AND NOT EXISTS (SELECT 1 FROM credits_transfer AS t
      WHERE t.id = NEW.last_transfer AND NEW.last_transfer > OLD.last_transfer AND (
        (t.debit_id = OLD.id AND NEW.debits_pending = OLD.debits_pending + {_T_HELD}
          AND NEW.debits_posted = OLD.debits_posted + {_T_MOVED}
          AND NEW.credits_pending = OLD.credits_pending AND NEW.credits_posted = OLD.credits_posted)
        OR (t.credit_id = OLD.id AND NEW.credits_pending = OLD.credits_pending + {_T_HELD}
          AND NEW.credits_posted = OLD.credits_posted + {_T_MOVED}
          AND NEW.debits_pending = OLD.debits_pending AND NEW.debits_posted = OLD.debits_posted)));
END""",
}

POSTGRESQL_TRIGGERS = frozenset(
    {
        "transfer_check",
        "transfer_apply",
        "transfer_append_only",
        "transfer_no_truncate",
        "account_guard",
        "account_no_truncate",
    }
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every rule that is missing, and renew those that PostgreSQL can replace."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        for name in missing(connection):
            cursor.execute(SQLITE[name])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return names of rules that the database does not have, sorted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid IN "
                "('credits_transfer'::regclass, 'credits_account'::regclass)"
            )
            wanted = POSTGRESQL_TRIGGERS
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' "
                "AND tbl_name IN ('credits_transfer', 'credits_account')"
            )
            wanted = frozenset(SQLITE)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - present)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every rule: for a migration that rebuilds a table, and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in sorted(POSTGRESQL_TRIGGERS):
                table = "credits_transfer" if name.startswith("transfer") else "credits_account"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            return
        for name in SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
