"""Writing down what operators do, and keeping it from being changed."""

from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.accounts.models import User
from apps.accounts.operator_act import Act, OperatorAct
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.common.control_characters import strip_control_characters

LONGEST_REASON = 200

POSTGRESQL = """
CREATE OR REPLACE FUNCTION operator_act_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the operators'' log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER operator_act_append_only BEFORE UPDATE OR DELETE ON accounts_operatoract
  FOR EACH ROW EXECUTE FUNCTION operator_act_refuse();
CREATE OR REPLACE TRIGGER operator_act_no_truncate BEFORE TRUNCATE ON accounts_operatoract
  FOR EACH STATEMENT EXECUTE FUNCTION operator_act_refuse();
"""

SQLITE = {
    f"operator_act_no_{verb.lower()}": f"""
CREATE TRIGGER IF NOT EXISTS operator_act_no_{verb.lower()} BEFORE {verb} ON accounts_operatoract BEGIN
  SELECT RAISE(ABORT, 'the operators'' log is append-only');
END"""
    for verb in ("UPDATE", "DELETE")
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Have the database refuse to change the log. May be run any number of times, and is after every `migrate`."""
    with connection.cursor() as cursor:
        for statement in [POSTGRESQL] if connection.vendor == "postgresql" else SQLITE.values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Let the log be emptied, on SQLite, which tests do between each other."""
    with connection.cursor() as cursor:
        for name in SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def checked_reason(text: str) -> str:
    """Return a reason on one line; raise ValidationError for none, and for one that is too long to keep."""
    reason = " ".join(strip_control_characters(text).split())
    if not reason:
        raise ValidationError("Say why. The reason is kept.")
    if len(reason) > LONGEST_REASON:
        raise ValidationError(f"Use up to {LONGEST_REASON} characters; this has {len(reason)}.")
    return reason


def write_down(
    *, operator: User | None, act: Act, person: User, reason: str, subject: str = "", detail: str = ""
) -> OperatorAct:
    """Write an act down, also where the person reads it unless it is a note. `reason` is one that was checked."""
    if act == Act.FACTOR_RESET:
        note(EventKind.FACTOR_RESET, user=person, detail=reason)
    elif act != Act.NOTED:
        note(EventKind.BY_OPERATOR, user=person, detail=f"{act.label}: {reason}")
    return OperatorAct.objects.create(
        operator=operator, act=act, person=person.pk, subject=subject, reason=reason, detail=detail[:120]
    )
