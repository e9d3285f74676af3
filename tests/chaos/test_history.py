"""The checker is checked: a clean history gives no finding, and each broken promise gives its sentence."""

import hashlib
import json
import sqlite3
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.chaos.history import Ceilings, Evidence, History, examine, folder_store

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()
TABLES = """
CREATE TABLE accounts_user (id INTEGER PRIMARY KEY, ledger_owner TEXT);
CREATE TABLE animations_animation (id TEXT, owner_id INTEGER, state TEXT, failure TEXT, paused_reason TEXT,
  source_key TEXT, frame_count INTEGER, model TEXT, credits_per_frame INTEGER, fallback_model TEXT,
  fallback_credits_per_frame INTEGER);
CREATE TABLE animations_frame (id TEXT, animation_id TEXT, parent_id TEXT, position INTEGER, state TEXT,
  credits INTEGER, image_key TEXT, sha256 TEXT);
CREATE TABLE animations_submission (id TEXT, animation_id TEXT, frame_id TEXT, model TEXT, state TEXT, cost_mills INTEGER,
  seed INTEGER, worker TEXT, sent_at TEXT, deadline_at TEXT, ended_at TEXT, vendor_request_id TEXT);
CREATE TABLE animations_export (animation_id TEXT, state TEXT, key TEXT);
CREATE TABLE credits_account (id INTEGER PRIMARY KEY, code TEXT UNIQUE, side TEXT, bounded INTEGER,
  debits_pending INTEGER DEFAULT 0, debits_posted INTEGER DEFAULT 0,
  credits_pending INTEGER DEFAULT 0, credits_posted INTEGER DEFAULT 0);
CREATE TABLE credits_transfer (id INTEGER PRIMARY KEY, key TEXT, kind TEXT, debit_id INTEGER, credit_id INTEGER,
  unit TEXT, amount INTEGER, pending_id INTEGER, ref TEXT DEFAULT '', group_key TEXT DEFAULT '', created_at TEXT);
"""
UNLIMITED = Ceilings()
MILLS = 25
CREDITS = 4
CHEAPER = 3  # what the fallback costs


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Past:
    """A history made by hand: one person, one animation of three frames, each painted by one call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store, self.spool, self.log = folder / "store", folder / "spool", folder / "stability.jsonl"
        self.database = sqlite3.connect(folder / "past.sqlite3", isolation_level=None)
        self.database.executescript(TABLES)
        self.now = NOON
        self.calls = 0
        self.ledger_owner = uuid.uuid4()
        self.witnessed: set[str] = set()
        self.killed: set[str] = set()
        self.insert("accounts_user", id=1, ledger_owner=self.ledger_owner.hex)
        for code, side, bounded in (
            ("lot:1", "C", 1),
            ("income", "C", 0),
            ("issued", "C", 0),
            ("spend:site", "C", 1),
            ("spend:user", "C", 1),
            ("cost:mill", "C", 0),
            ("allowed:mill", "C", 0),
            ("unknown:day", "C", 1),
            ("cost:call", "C", 0),
        ):
            self.insert("credits_account", code=code, side=side, bounded=bounded)
        self.transfer("grant", "post", "issued", "lot:1", "credit", 100)
        for limit in ("spend:site", "spend:user"):
            self.transfer(f"fund:{limit}", "post", "allowed:mill", limit, "mill", 1000)
        self.transfer("fund:unknown", "post", "cost:call", "unknown:day", "call", 20)
        self.write("sources/a.png", b"source")
        self.animation = uuid.uuid4()
        self.write(f"exports/{self.animation}/a.gif", b"GIF89a")
        key = f"exports/{self.animation}/a.gif"
        self.insert("animations_export", animation_id=self.animation.hex, state="ready", key=key)
        self.insert(
            "animations_animation",
            id=self.animation.hex,
            owner_id=1,
            state="active",
            failure="",
            paused_reason="",
            source_key="sources/a.png",
            frame_count=3,
            model="large",
            credits_per_frame=CREDITS,
            fallback_model="flash",
            fallback_credits_per_frame=CHEAPER,
        )
        self.frames: list[uuid.UUID] = []
        for position in (1, 2, 3):
            frame = uuid.uuid4()
            self.insert(
                "animations_frame",
                id=frame.hex,
                animation_id=self.animation.hex,
                parent_id=self.frames[-1].hex if self.frames else None,
                position=position,
                state="pending",
                credits=CREDITS,
                image_key="",
                sha256="",
            )
            for kind, amount in (("frame", CHEAPER), ("surcharge", CREDITS - CHEAPER)):
                ref = f"{kind}:{frame}"
                self.transfer(f"hold:{ref}", "pend", "lot:1", "income", "credit", amount, ref=ref)
            self.frames.append(frame)

    def insert(self, table: str, **row: object) -> int:
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        return self.database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values())).lastrowid

    def run(self, statement: str, *values: object) -> None:
        assert self.database.execute(statement, values).rowcount > 0, statement

    def write(self, key: str, data: bytes) -> None:
        path = self.store / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def tick(self, seconds: float = 1.0) -> str:
        self.now += seconds
        return datetime.fromtimestamp(self.now, UTC).replace(tzinfo=None).isoformat(sep=" ")

    def transfer(
        self, key: str, kind: str, debit: str, credit: str, unit: str, amount: int, *, pending=None, ref=""
    ) -> int:
        ids = dict(self.database.execute("SELECT code, id FROM credits_account"))
        made = self.insert(
            "credits_transfer",
            key=key,
            kind=kind,
            debit_id=ids[debit],
            credit_id=ids[credit],
            unit=unit,
            amount=amount,
            pending_id=pending,
            ref=ref,
            group_key="" if kind == "post" else f"animation:{self.animation}",
            created_at=self.tick(0),
        )
        held = {"pend": amount, "post": 0}.get(kind, -amount)
        moved = amount if kind in {"post", "pend_post"} else 0
        for side, code in (("debits", debit), ("credits", credit)):
            self.database.execute(
                f"UPDATE credits_account SET {side}_pending = {side}_pending + ?, {side}_posted = {side}_posted + ? "
                "WHERE code = ? AND bounded",
                (held, moved, code),
            )
        return made

    def resolve(self, ref: str, kind: str) -> None:
        holds = self.database.execute(
            "SELECT t.id, t.key, d.code, c.code, t.unit, t.amount FROM credits_transfer t "
            "JOIN credits_account d ON d.id = t.debit_id JOIN credits_account c ON c.id = t.credit_id "
            "WHERE t.ref = ? AND t.kind = 'pend'",
            (ref,),
        ).fetchall()
        for hold, key, *rest in holds:
            self.transfer(f"{kind}:{key}", kind, *rest, pending=hold, ref=ref)

    def say(self, event: str, **facts: object) -> None:
        with self.log.open("a") as log:
            log.write(json.dumps({"event": event, "wall": self.now, "monotonic": self.now, **facts}) + "\n")

    def end_holds(self, position: int, kind: str) -> None:
        for what in ("frame", "surcharge"):
            self.resolve(f"{what}:{self.frames[position - 1]}", kind)

    def claim(self, position: int, worker: str = "w1", model: str = "large") -> uuid.UUID:
        frame, submission = self.frames[position - 1], uuid.uuid4()
        self.insert(
            "animations_submission",
            id=submission.hex,
            animation_id=self.animation.hex,
            frame_id=frame.hex,
            model=model,
            state="sent",
            cost_mills=MILLS,
            seed=70 + position,
            worker=worker,
            sent_at=self.tick(),
            deadline_at=self.tick(105),
            ended_at=None,
            vendor_request_id="",
        )
        self.now -= 105
        self.run("UPDATE animations_frame SET state = 'rendering' WHERE id = ?", frame.hex)
        for limit in ("spend:site", "spend:user"):
            ref = f"submission:{submission}"
            self.transfer(f"spend:{ref}:{limit}", "pend", limit, "cost:mill", "mill", MILLS, ref=ref)
        return submission

    def call(
        self, position: int, *, charged: bool = True, delivered: bool = True, person: str = "", model: str = "large"
    ) -> str:
        self.calls += 1
        request_id = uuid.uuid4().hex
        before = self.picture(position - 1) if position > 1 else b"source"
        self.tick(0.1)
        self.say(
            "arrived",
            number=self.calls,
            headers={"stability-client-user-id": person or self.ledger_owner.hex},
            fields={"seed": str(70 + position), "model": model},
            files={"image": {"sha256": sha(before)}},
            request_id=request_id,
        )
        self.tick(0.5)
        if charged:
            self.say("charged", number=self.calls, tenths=MILLS)
        status = 200 if charged else 500
        self.say("answered", number=self.calls, status=status, manner="plain", delivered=delivered)
        return request_id

    def picture(self, position: int) -> bytes:
        return f"picture {position}".encode()

    def end(self, submission: uuid.UUID, state: str, request_id: str = "") -> None:
        self.run(
            "UPDATE animations_submission SET state = ?, ended_at = ?, vendor_request_id = ? WHERE id = ?",
            state,
            self.tick(),
            request_id,
            submission.hex,
        )

    def win(self, position: int, submission: uuid.UUID, request_id: str) -> None:
        frame = self.frames[position - 1]
        key = f"frames/{self.animation}/{frame}/{submission}.png"
        self.witnessed.add(str(submission))
        self.write(key, self.picture(position))
        self.end(submission, "won", request_id)
        self.run(
            "UPDATE animations_frame SET state = 'stored', image_key = ?, sha256 = ? WHERE id = ?",
            key,
            sha(self.picture(position)),
            frame.hex,
        )
        self.resolve(f"submission:{submission}", "pend_post")

    def paint(self, position: int) -> uuid.UUID:
        submission = self.claim(position)
        self.win(position, submission, self.call(position))
        self.end_holds(position, "pend_post")
        return submission

    def step_in(self, position: int) -> uuid.UUID:
        """The frame is painted by the fallback, at its price."""
        submission = self.claim(position, model="flash")
        self.win(position, submission, self.call(position, model="flash"))
        frame = self.frames[position - 1]
        self.run("UPDATE animations_frame SET credits = ? WHERE id = ?", CHEAPER, frame.hex)
        self.resolve(f"frame:{frame}", "pend_post")
        self.resolve(f"surcharge:{frame}", "pend_void")
        return submission

    def lose(self, position: int, worker: str = "dead") -> uuid.UUID:
        """A call whose worker is killed: charged, and nobody has the answer."""
        submission = self.claim(position, worker)
        self.call(position, delivered=False)
        self.killed.add(worker)
        self.end(submission, "unknown")
        self.resolve(f"submission:{submission}", "pend_post")
        return submission

    def budget(self, submission: uuid.UUID) -> None:
        self.transfer(f"unknown:{submission}", "post", "unknown:day", "cost:call", "call", 1)

    def give_up(self, *positions: int, failure: str, state: str) -> None:
        for position in positions:
            frame = self.frames[position - 1]
            self.run("UPDATE animations_frame SET state = 'failed' WHERE id = ?", frame.hex)
            self.end_holds(position, "pend_void")
        self.finish(state, failure=failure)

    def finish(self, state: str = "done", *, failure: str = "") -> None:
        self.run("UPDATE animations_animation SET state = ?, failure = ?", state, failure)

    def evidence(self, *, ceilings: Ceilings = UNLIMITED, strangers: frozenset[str] = frozenset()) -> Evidence:
        return Evidence(
            log=self.log,
            database=f"sqlite:///{self.folder}/past.sqlite3",
            read=folder_store(self.store),
            spool_roots=(self.spool,),
            ceilings=ceilings,
            witnessed=frozenset(self.witnessed),
            killed_workers=frozenset(self.killed),
            strangers=strangers,
        )

    def findings(self, **options: object) -> list[str]:
        return examine(self.evidence(**options)).findings


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path)


@pytest.fixture
def done(past: Past) -> Past:
    """All three frames painted by one call each."""
    for position in (1, 2, 3):
        past.paint(position)
    past.finish()
    return past


def test_a_clean_history_has_no_finding_and_its_figures(done: Past):
    verdict = examine(done.evidence(ceilings=Ceilings(((0.0, 75),), 75, 0)))
    assert verdict.findings == []
    figures = verdict.figures
    assert (figures.frames, figures.delivered, figures.charged, figures.captured) == (3, 3, 3, 12)
    assert (figures.paid_twice, figures.unknown, figures.orphans, figures.lost, figures.drift) == (0, 0, 0, 0, 0)


def test_a_repeat_after_a_recorded_unknown_is_explained(past: Past):
    past.budget(past.lose(1))
    for position in (1, 2, 3):
        past.paint(position)
    past.finish()
    verdict = examine(past.evidence())
    assert verdict.findings == []
    assert (verdict.figures.charged, verdict.figures.paid_twice, verdict.figures.unknown) == (4, 1, 1)


def test_a_lost_answer_that_turned_up_after_its_repeat_is_explained_by_the_budget_alone(past: Past):
    lost = past.lose(1)
    past.budget(lost)
    second = past.paint(1)
    key = f"frames/{past.animation}/{past.frames[0]}/{lost}.png"
    past.write(key, b"late")
    past.end(lost, "orphan")
    past.witnessed.add(str(lost))
    past.give_up(2, 3, failure="engine", state="partial")
    assert past.findings() == []
    past.database.execute("DELETE FROM credits_transfer WHERE key LIKE 'unknown:%'")
    past.database.execute("UPDATE credits_account SET debits_posted = 0 WHERE code = 'unknown:day'")
    assert [finding.partition(" before")[0] for finding in past.findings()] == [
        f"frame {past.frames[0]} was paid for again by call 2"
    ]
    assert History(past.evidence()).calls_by_submission[str(second)].number == 2


def test_an_answer_that_was_unusable_explains_the_next_call(past: Past):
    spoiled = past.claim(1)
    past.end(spoiled, "rejected_paid", past.call(1))
    past.resolve(f"submission:{spoiled}", "pend_post")
    past.paint(1)
    past.give_up(2, 3, failure="engine", state="partial")
    assert past.findings() == []


def test_a_second_charge_without_a_recorded_loss_is_found(past: Past):
    first = past.claim(1)
    past.call(1)
    second = past.paint(1)
    past.end(first, "unknown")
    past.killed.add("w1")
    past.resolve(f"submission:{first}", "pend_post")
    past.give_up(2, 3, failure="engine", state="partial")
    (finding,) = past.findings()
    assert finding.startswith(f"frame {past.frames[0]} was paid for again by call 2 before the outcome of call 1 was")
    assert second != first


def test_a_call_that_stands_for_no_submission_is_found(done: Past):
    done.call(3)
    assert done.findings() == ["call 4 (charged) stands for no submission"]


def test_another_callers_calls_are_not_ours(done: Past):
    done.call(3, person="naive")
    assert done.findings(strangers=frozenset({"naive"})) == []


def test_a_call_with_another_picture_than_the_frame_before_is_found(past: Past):
    past.paint(1)
    submission = past.claim(2)
    past.frames[1], kept = past.frames[0], past.frames[1]
    request_id = past.call(1)
    past.frames[1] = kept
    past.win(2, submission, request_id)
    past.end_holds(2, "pend_post")
    past.give_up(3, failure="engine", state="partial")
    assert past.findings() == [f"call 2 asked for something else than its submission {submission} says"]


def test_a_charge_that_the_books_deny_is_found(past: Past):
    submission = past.claim(1)
    past.end(submission, "declined", past.call(1))
    past.resolve(f"submission:{submission}", "pend_void")
    past.give_up(1, 2, 3, failure="engine", state="failed")
    assert past.findings() == [f"call 1 was charged, but submission {submission} is booked as declined"]


def test_an_answer_that_the_vendor_never_gave_is_found(done: Past):
    lines = done.log.read_text().splitlines(keepends=True)
    done.log.write_text("".join(line for line in lines if '"number": 3' not in line))
    (submission,) = done.database.execute(
        "SELECT id FROM animations_submission ORDER BY sent_at DESC LIMIT 1"
    ).fetchone()
    assert done.findings() == [f"submission {uuid.UUID(submission)} is booked as won, but the vendor saw no such call"]


def test_an_answer_that_was_on_disk_and_is_gone_is_found(past: Past):
    lost = past.lose(1)
    past.witnessed.add(str(lost))
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    verdict = examine(past.evidence())
    assert verdict.findings == [
        f"the answer of submission {lost} was in a spool and is neither stored nor in a spool any more"
    ]
    assert verdict.figures.lost == 1


def test_an_answer_that_waits_in_the_spool_is_late_and_not_lost(past: Past):
    lost = past.lose(1)
    past.witnessed.add(str(lost))
    (past.spool / "dead").mkdir(parents=True)
    (past.spool / "dead" / f"{lost}.answer").write_bytes(b"{}\n")
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    verdict = examine(past.evidence())
    assert verdict.findings == [f"the answer of submission {lost} (unknown) still waits in the spool"]
    assert verdict.figures.lost == 0


def test_a_whole_answer_to_a_living_worker_that_counts_as_unknown_is_found(past: Past):
    submission = past.claim(1)
    past.call(1)
    past.end(submission, "unknown")
    past.resolve(f"submission:{submission}", "pend_post")
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    assert past.findings() == [
        f"call 1 was answered in full to a worker that nobody killed, but submission {submission} is booked as unknown"
    ]


def test_a_stored_frame_without_its_object_is_found(done: Past):
    ((key, frame, submission),) = done.database.execute(
        "SELECT f.image_key, f.id, s.id FROM animations_frame f JOIN animations_submission s ON s.frame_id = f.id "
        "WHERE position = 2"
    )
    (done.store / key).unlink()
    assert done.findings() == [
        f"the answer of submission {uuid.UUID(submission)} was in a spool and is neither stored nor in a spool any more",
        f"frame {uuid.UUID(frame)} is stored, but there is no object {key}",
    ]


def test_stored_bytes_that_changed_are_found(done: Past):
    key = done.database.execute("SELECT image_key FROM animations_frame WHERE position = 3").fetchone()[0]
    (done.store / key).write_bytes(b"other")
    assert done.findings() == [f"frame {done.frames[2]}: the bytes of {key} are not those that were stored"]


def test_a_frame_that_was_captured_and_never_stored_is_found(past: Past):
    past.end_holds(1, "pend_post")
    past.run("UPDATE animations_frame SET state = 'failed' WHERE id = ?", past.frames[0].hex)
    past.give_up(2, 3, failure="engine", state="failed")
    past.log.touch()
    assert past.findings() == [
        f"frame {past.frames[0]} (failed) is worth 0 credits, captured were 4",
        f"animation {past.animation} has frames worth 0 credits, captured were 4",
    ]


def test_an_unknown_call_that_counts_as_free_is_found(past: Past):
    submission = past.claim(1, "dead")
    past.call(1, delivered=False)
    past.killed.add("dead")
    past.end(submission, "unknown")
    past.resolve(f"submission:{submission}", "pend_void")
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    assert past.findings() == [f"submission {submission} (unknown) counts 0 mills as spent instead of 50"]


def test_a_capture_and_a_call_after_a_cancel_are_found(past: Past):
    past.paint(1)
    past.run("UPDATE animations_frame SET state = 'failed' WHERE position = 3")
    past.end_holds(3, "pend_void")
    second = past.paint(2)
    past.finish("cancelled", failure="cancelled")
    assert past.findings() == [
        f"3 credits were captured after animation {past.animation} was cancelled",
        f"1 credits were captured after animation {past.animation} was cancelled",
        f"submission {second} was opened after animation {past.animation} was cancelled",
    ]


def test_a_call_under_way_at_a_cancel_is_the_houses_loss_and_no_finding(past: Past):
    past.paint(1)
    submission = past.claim(2)
    past.tick(0.05)
    past.give_up(2, 3, failure="cancelled", state="cancelled")
    past.write(f"frames/{past.animation}/{past.frames[1]}/{submission}.png", b"orphan")
    past.end(submission, "orphan", past.call(2))
    past.resolve(f"submission:{submission}", "pend_post")
    verdict = examine(past.evidence())
    assert (verdict.findings, verdict.figures.orphans) == ([], 1)


def test_a_ceiling_is_held_at_every_prefix_and_not_only_at_the_end(done: Past):
    charged = [json.loads(line)["wall"] for line in done.log.read_text().splitlines() if '"charged"' in line]
    raised_late = Ceilings(((0.0, 25), (charged[1] + 0.1, 1000)))
    assert done.findings(ceilings=raised_late) == [
        "with call 2 the site's spending of 2026-03-04 came to 50 of 25 mills"
    ]
    raised_in_time = Ceilings(((0.0, 25), (charged[0] + 0.1, 1000)))
    assert done.findings(ceilings=raised_in_time) == []
    assert done.findings(ceilings=Ceilings(user_mills=50)) == [
        f"with call 3 the spending of {done.ledger_owner.hex} came to 75 of 50 mills"
    ]


def test_more_repeats_than_the_days_budget_are_found(past: Past):
    past.budget(past.lose(1))
    past.paint(1)
    past.give_up(2, 3, failure="engine", state="partial")
    assert past.findings(ceilings=Ceilings(unknown_calls=0)) == ["1 of 0 unknown calls were repeated on 2026-03-04"]


def test_a_hold_on_an_ended_frame_is_found(past: Past):
    past.paint(1)
    past.run("UPDATE animations_frame SET state = 'failed' WHERE position > 1")
    past.end_holds(2, "pend_void")
    past.resolve(f"surcharge:{past.frames[2]}", "pend_void")
    past.finish("partial", failure="engine")
    assert past.findings() == [f"3 credits are still held for frame {past.frames[2]}, which has ended"]


def test_an_animation_that_ended_with_unfinished_frames_is_found(past: Past):
    past.paint(1)
    past.finish()
    assert past.findings() == [
        f"animation {past.animation} is done with 2 unfinished frames",
        f"animation {past.animation} is done with 1 of 3 frames",
    ]


def test_a_frame_that_is_painted_by_nobody_is_found(past: Past):
    past.run("UPDATE animations_frame SET state = 'rendering' WHERE position = 1")
    past.log.touch()
    assert past.findings() == [f"frame {past.frames[0]} is rendering with 0 calls under way"]


def test_a_hold_that_was_resolved_twice_is_found(done: Past):
    hold = done.database.execute("SELECT id FROM credits_transfer WHERE key LIKE 'hold:%' ORDER BY id").fetchone()[0]
    done.transfer("again", "pend_void", "lot:1", "income", "credit", 2, pending=hold, ref="x")
    found = done.findings()
    assert found[0] == f"hold {hold} was resolved 2 times"
    assert found[1].endswith(f"does not repeat the hold {hold} that it resolves")


def test_a_balance_that_drifted_is_found(done: Past):
    done.run("UPDATE credits_account SET debits_posted = debits_posted - 4 WHERE code = 'lot:1'")
    verdict = examine(done.evidence())
    assert verdict.findings == [
        "account lot:1 stores (0, 8, 0, 100), its transfers sum to (0, 12, 0, 100)",
    ]
    assert verdict.figures.drift == 1


def test_a_budget_that_was_taken_after_the_second_call_explains_nothing(past: Past):
    lost = past.lose(1)
    past.paint(1)
    past.budget(lost)
    key = f"frames/{past.animation}/{past.frames[0]}/{lost}.png"
    past.write(key, b"late")
    past.end(lost, "orphan")
    past.give_up(2, 3, failure="engine", state="partial")
    assert [finding.partition(" before")[0] for finding in past.findings()] == [
        f"frame {past.frames[0]} was paid for again by call 2"
    ]


def test_two_calls_for_one_lost_submission_leave_one_of_them_without(past: Past):
    submission = past.claim(1, "dead")
    past.call(1, delivered=False)
    past.call(1, delivered=False)
    past.killed.add("dead")
    past.end(submission, "unknown")
    past.resolve(f"submission:{submission}", "pend_post")
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    assert past.findings() == ["call 2 (charged) stands for no submission"]


def test_a_call_that_cost_more_than_the_books_say_is_found(past: Past):
    submission = past.paint(1)
    past.log.write_text(past.log.read_text().replace('"tenths": 25', '"tenths": 65'))
    past.give_up(2, 3, failure="engine", state="partial")
    assert past.findings() == [f"call 1 cost 65 mills, submission {submission} says 25"]


def test_an_answer_that_never_left_the_vendor_in_full_may_become_unknown_under_a_living_worker(past: Past):
    submission = past.claim(1)
    past.call(1, delivered=False)
    past.end(submission, "unknown")
    past.resolve(f"submission:{submission}", "pend_post")
    past.give_up(1, 2, 3, failure="unknown", state="failed")
    assert past.findings() == []


def test_a_finished_animation_without_a_file_is_found(done: Past):
    done.run("UPDATE animations_export SET state = 'failed', key = ''")
    assert done.findings() == [f"animation {done.animation} is done and has no file (failed)"]


def test_a_file_without_its_object_is_found(done: Past):
    (done.store / f"exports/{done.animation}/a.gif").unlink()
    assert done.findings() == [f"there is no object exports/{done.animation}/a.gif"]


def test_frames_that_the_fallback_painted_at_its_price_are_no_finding(past: Past):
    past.paint(1)
    past.step_in(2)
    past.step_in(3)
    past.finish()
    verdict = examine(past.evidence())
    assert (verdict.findings, verdict.figures.captured) == ([], CREDITS + 2 * CHEAPER)


def test_a_frame_of_the_fallback_at_the_chosen_models_price_is_found(past: Past):
    past.paint(1)
    past.paint(2)
    submission = past.claim(3, model="flash")
    past.win(3, submission, past.call(3, model="flash"))
    past.end_holds(3, "pend_post")
    past.finish()
    assert past.findings() == [
        f"frame {past.frames[2]} says that it cost 4 credits, its model costs 3",
        f"frame {past.frames[2]} (stored) is worth 3 credits, captured were 4",
        f"animation {past.animation} has frames worth 11 credits, captured were 12",
    ]


def test_a_difference_that_did_not_go_back_is_found(done: Past):
    done.run("DELETE FROM credits_transfer WHERE kind = 'pend_post' AND ref = ?", f"surcharge:{done.frames[0]}")
    done.run("UPDATE credits_account SET debits_pending = 1, debits_posted = 11 WHERE code = 'lot:1'")
    assert f"1 credits are still held for frame {done.frames[0]}, which has ended" in done.findings()


def test_a_call_to_another_model_than_the_books_say_is_found(past: Past):
    submission = past.claim(1)
    past.win(1, submission, past.call(1, model="flash"))
    past.end_holds(1, "pend_post")
    past.paint(2)
    past.paint(3)
    past.finish()
    assert past.findings() == [f"call 1 asked flash to paint, submission {submission} says large"]


def test_a_lost_answer_that_is_asked_for_again_of_another_model_is_found(past: Past):
    lost = past.lose(1)
    past.budget(lost)
    repeat = past.step_in(1)
    past.paint(2)
    past.paint(3)
    past.finish()
    assert past.findings() == [f"submission {repeat} asks flash for what submission {lost} lost at large"]
