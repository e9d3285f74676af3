"""What really happened, held against what was promised; shares no line with the house it examines.

Read are the vendor's own log, the database by plain SQL, the object store, and the spool folders on disk. Every finding
is a sentence. A request carries no submission's id, for the vendor would not give it back, so a call is linked to its
submission in one of two ways, strongest first:

1. The vendor's request id, which the books keep of every answer that was read to its end.
2. For the others (the caller died, the answer never came): the person's pseudonym in `stability-client-user-id`, the
   frame's seed, and the SHA-256 of the picture that was sent, which is the stored frame before; among the submissions
   of that key the one opened last before the request arrived. Submissions of one animation never overlap in time.

Every submission takes at most one call, so two calls for one submission leave one of them without.
"""

import datetime as dt
import hashlib
import itertools
import json
import sqlite3
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

CLOCK_SLACK_SECONDS = 0.05
"""All clocks are one machine's; this covers that `sent_at` is read a moment before its transaction begins."""

STRAGGLER_SECONDS = 5.0
"""How long after its submission's deadline a request may still arrive: bytes that a dead process left in the kernel."""

MAX_CALLS_PER_FRAME = 3

MODEL_OF = {"/v2beta/stable-image/generate/ultra": "ultra", "/v2beta/stable-image/control/structure": "structure"}
"""Endpoints that are a model; others are told which one, but for the one that paints with a mask whatever it is."""

ENDED_ANIMATIONS = frozenset({"done", "partial", "failed", "cancelled"})
ENDED_FRAMES = frozenset({"stored", "failed"})
ANSWERED = frozenset({"won", "orphan", "rejected_paid"})
NOT_CHARGED = frozenset({"not_sent", "declined", "not_charged"})
REPEATABLE = frozenset({"unknown", "charged", "rejected_paid"})

Read = Callable[[str], bytes | None]


def folder_store(root: Path) -> Read:
    """Reads objects of a store that is a folder; None for a key without an object."""

    def read(key: str) -> bytes | None:
        path = root / key
        return path.read_bytes() if path.is_file() else None

    return read


def bucket_store(*, endpoint: str, bucket: str, key: str, secret: str) -> Read:
    """Reads objects over the S3 protocol; None for a key without an object."""
    import boto3
    from botocore.exceptions import ClientError

    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1"
    )

    def read(name: str) -> bytes | None:
        try:
            return client.get_object(Bucket=bucket, Key=name)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise

    return read


@dataclass(frozen=True)
class Ceilings:
    """What could be spent in a day. `site_mills` are (since, limit) pairs, for a limit that was raised in between."""

    site_mills: tuple[tuple[float, int], ...] = ()
    user_mills: int | None = None
    unknown_calls: int | None = None

    def site_at(self, moment: float) -> int | None:
        limits = [limit for since, limit in self.site_mills if since <= moment]
        return limits[-1] if limits else None


@dataclass(frozen=True)
class Evidence:
    """Where to look. `witnessed` are submissions whose whole answer somebody else saw in a spool; `killed_workers` are
    the spool names of workers that were killed; `strangers` are user references of others who call the same vendor.
    """

    log: Path
    database: str
    read: Read
    spool_roots: tuple[Path, ...]
    ceilings: Ceilings = Ceilings()
    witnessed: frozenset[str] = frozenset()
    killed_workers: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()


@dataclass(slots=True)
class Call:
    """One request for a picture, as the vendor saw it."""

    number: int
    arrived_at: float
    person: str
    seed: int
    image: str
    request_id: str
    model: str
    charged_at: float | None = None
    tenths: int = 0
    status: int | None = None
    whole: bool = False
    """The vendor put the whole answer on the wire in an orderly way, and nobody hung up before."""
    submission: "Submission | None" = None


@dataclass(frozen=True, slots=True)
class Animation:
    id: str
    person: str
    state: str
    failure: str
    paused_reason: str
    source_key: str
    frame_count: int
    prices: dict[str, int]
    """Credits a frame by the model that may paint it: the chosen one, and the fallback when there is one."""


@dataclass(frozen=True, slots=True)
class Frame:
    id: str
    animation: str
    parent: str | None
    position: int
    state: str
    credits: int
    image_key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    id: str
    animation: str
    frame: str
    model: str
    state: str
    cost_mills: int
    seed: int
    worker: str
    sent_at: float
    deadline_at: float
    ended_at: float | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    code: str
    side: str
    bounded: bool
    sums: tuple[int, int, int, int]
    """Debits pending and posted, credits pending and posted."""


@dataclass(frozen=True, slots=True)
class Transfer:
    id: int
    key: str
    kind: str
    debit: int
    credit: int
    unit: str
    amount: int
    pending: int | None
    ref: str
    group_key: str
    at: float


@dataclass
class Figures:
    """What a run comes to, counted from the same evidence."""

    animations: int = 0
    frames: int = 0
    delivered: int = 0
    charged: int = 0
    paid_twice: int = 0
    unknown: int = 0
    orphans: int = 0
    in_review: int = 0
    captured: int = 0
    drift: int = 0
    lost: int = 0


@dataclass
class Verdict:
    figures: Figures
    findings: list[str] = field(default_factory=list)


def examine(evidence: Evidence) -> Verdict:
    """Look at everything once the storm is over and all is quiet. No findings: every promise was kept."""
    past = History(evidence)
    findings: list[str] = []
    for look in (
        past.calls_without_a_submission,
        past.books_that_disagree_with_the_vendor,
        past.unexplained_repeats,
        past.repeats_that_ask_for_something_else,
        past.lost_answers,
        past.pictures_that_differ,
        past.files_that_are_missing,
        past.captures_that_differ_from_frames,
        past.spending_that_differs_from_calls,
        past.things_after_a_cancel,
        past.ceilings_exceeded,
        past.open_ends,
        past.holds_resolved_wrongly,
        past.drift,
    ):
        findings += look()
    return Verdict(past.figures(), findings)


class History:
    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.calls = _calls(evidence.log, evidence.strangers)
        self.animations: dict[str, Animation] = {}
        self.frames: dict[str, Frame] = {}
        self.submissions: dict[str, Submission] = {}
        self.files: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """State and key of every export, by animation."""
        self.accounts: dict[int, Account] = {}
        self.transfers: list[Transfer] = []
        self._read_database()
        self.spooled = _spooled(evidence.spool_roots)
        self._link()

    # Reading ---------------------------------------------------------------------------------------------------------

    def _read_database(self) -> None:
        with _Database(self.evidence.database) as rows:
            for row in rows(
                "SELECT a.id, u.ledger_owner, a.state, a.failure, a.paused_reason, a.source_key, a.frame_count, "
                "a.fallback_model, a.fallback_credits_per_frame, a.model, a.credits_per_frame "
                "FROM animations_animation a JOIN accounts_user u ON u.id = a.owner_id WHERE a.state <> 'draft'"
            ):
                prices = {model: price for model, price in (row[7:9], row[9:11]) if model}
                animation = Animation(_id(row[0]), uuid.UUID(str(row[1])).hex, *row[2:7], prices)
                self.animations[animation.id] = animation
            for row in rows(
                "SELECT id, animation_id, parent_id, position, state, credits, image_key, sha256 "
                "FROM animations_frame ORDER BY position"
            ):
                frame = Frame(_id(row[0]), _id(row[1]), _id(row[2]) if row[2] else None, *row[3:])
                self.frames[frame.id] = frame
            for row in rows(
                "SELECT id, animation_id, frame_id, model, state, cost_mills, seed, worker, sent_at, deadline_at, ended_at, "
                "vendor_request_id FROM animations_submission ORDER BY sent_at"
            ):
                call = Submission(
                    _id(row[0]),
                    _id(row[1]),
                    _id(row[2]),
                    *row[3:8],
                    _seconds(row[8]),
                    _seconds(row[9]),
                    _seconds(row[10]) if row[10] else None,
                    row[11],
                )
                self.submissions[call.id] = call
            for row in rows("SELECT animation_id, state, key FROM animations_export"):
                self.files[_id(row[0])].append((row[1], row[2]))
            for row in rows(
                "SELECT id, code, side, bounded, debits_pending, debits_posted, credits_pending, credits_posted "
                "FROM credits_account"
            ):
                self.accounts[row[0]] = Account(row[0], row[1], row[2], bool(row[3]), tuple(map(int, row[4:])))
            for row in rows(
                "SELECT id, key, kind, debit_id, credit_id, unit, amount, pending_id, ref, group_key, created_at "
                "FROM credits_transfer ORDER BY id"
            ):
                self.transfers.append(Transfer(*row[:6], int(row[6]), *row[7:10], _seconds(row[10])))

    def _link(self) -> None:
        """Give every call the submission that it was made for; see the module's words for how."""
        by_request = {call.request_id: call for call in self.submissions.values() if call.request_id}
        free = set(self.submissions)
        rest = []
        for call in self.calls:
            submission = by_request.get(call.request_id)
            if submission is not None and submission.id in free:
                call.submission = submission
                free.discard(submission.id)
            else:
                rest.append(call)
        by_key: dict[tuple[str, int, str], list[Submission]] = defaultdict(list)
        for submission in self.submissions.values():
            by_key[self._key(submission)].append(submission)
        for call in rest:
            fitting = [
                one
                for one in by_key[call.person, call.seed, call.image]
                if one.id in free
                and one.sent_at - CLOCK_SLACK_SECONDS <= call.arrived_at <= one.deadline_at + STRAGGLER_SECONDS
            ]
            if fitting:
                call.submission = max(fitting, key=lambda one: (one.state not in NOT_CHARGED, one.sent_at))
                free.discard(call.submission.id)

    def _key(self, submission: Submission) -> tuple[str, int, str]:
        animation, frame = self.animations[submission.animation], self.frames[submission.frame]
        image = self.frames[frame.parent].sha256 if frame.parent else self._source_sha(animation.source_key)
        return animation.person, submission.seed, image

    def _source_sha(self, key: str) -> str:
        if key not in self._sources:
            data = self.evidence.read(key)
            self._sources[key] = hashlib.sha256(data).hexdigest() if data is not None else "missing"
        return self._sources[key]

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {}

    @cached_property
    def charges(self) -> list[Call]:
        """Calls that were charged, in the order in which the vendor took the money."""
        return sorted((call for call in self.calls if call.charged_at is not None), key=lambda call: call.charged_at)

    @cached_property
    def charges_by_frame(self) -> dict[str, list[Call]]:
        found: dict[str, list[Call]] = defaultdict(list)
        for call in self.charges:
            if call.submission is not None:
                found[call.submission.frame].append(call)
        return found

    @cached_property
    def calls_by_submission(self) -> dict[str, Call]:
        return {call.submission.id: call for call in self.calls if call.submission is not None}

    @cached_property
    def resolutions(self) -> dict[int, list[Transfer]]:
        found: dict[int, list[Transfer]] = defaultdict(list)
        for transfer in self.transfers:
            if transfer.pending is not None:
                found[transfer.pending].append(transfer)
        return found

    @cached_property
    def open_holds(self) -> list[Transfer]:
        return [one for one in self.transfers if one.kind == "pend" and one.id not in self.resolutions]

    @cached_property
    def captured_by_ref(self) -> Counter[tuple[str, str]]:
        """What was captured, by unit and by what the hold was for."""
        found: Counter[tuple[str, str]] = Counter()
        for one in self.transfers:
            if one.kind == "pend_post":
                found[one.unit, one.ref] += one.amount
        return found

    # Looking ---------------------------------------------------------------------------------------------------------

    def calls_without_a_submission(self) -> Iterator[str]:
        for call in self.calls:
            if call.submission is None:
                cost = "charged" if call.charged_at is not None else "not charged"
                yield f"call {call.number} ({cost}) stands for no submission"

    def books_that_disagree_with_the_vendor(self) -> Iterator[str]:
        for call in self.calls:
            submission = call.submission
            if submission is None:
                continue
            expected = self._key(submission)
            if (call.person, call.seed, call.image) != expected:
                yield f"call {call.number} asked for something else than its submission {submission.id} says"
            if call.model not in {"", submission.model}:
                yield f"call {call.number} asked {call.model} to paint, submission {submission.id} says {submission.model}"
            if submission.model not in self.animations[submission.animation].prices:
                yield f"submission {submission.id} went to {submission.model}, which nobody chose"
            if call.charged_at is not None and submission.state in NOT_CHARGED:
                yield f"call {call.number} was charged, but submission {submission.id} is booked as {submission.state}"
            if call.charged_at is not None and call.tenths != submission.cost_mills:
                yield f"call {call.number} cost {call.tenths} mills, submission {submission.id} says {submission.cost_mills}"
            if call.charged_at is None and submission.state in {"won", "orphan"}:
                yield f"submission {submission.id} is booked as {submission.state}, but call {call.number} was not charged"
        for submission in self.submissions.values():
            if submission.state in ANSWERED and submission.id not in self.calls_by_submission:
                yield f"submission {submission.id} is booked as {submission.state}, but the vendor saw no such call"

    def unexplained_repeats(self) -> Iterator[str]:
        for frame, charges in self.charges_by_frame.items():
            if len(charges) > MAX_CALLS_PER_FRAME:
                yield f"frame {frame} was charged {len(charges)} times"
            for earlier, later in itertools.pairwise(charges):
                first, second = sorted((earlier.submission, later.submission), key=lambda one: one.sent_at)
                if not self._recorded_before(first, second):
                    yield (
                        f"frame {frame} was paid for again by call {later.number} before the outcome of call "
                        f"{earlier.number} was on record as unknown or unusable"
                    )

    def repeats_that_ask_for_something_else(self) -> Iterator[str]:
        """A lost answer is asked for again, of the same model; of another one it would be a second purchase."""
        by_frame: dict[str, list[Submission]] = defaultdict(list)
        for submission in self.submissions.values():
            by_frame[submission.frame].append(submission)
        for calls in by_frame.values():
            for earlier, later in itertools.combinations(calls, 2):
                lost = earlier.state in {"unknown", "charged"}
                if lost and (earlier.model, earlier.seed) != (later.model, later.seed):
                    yield f"submission {later.id} asks {later.model} for what submission {earlier.id} lost at {earlier.model}"

    def _recorded_before(self, first: Submission, second: Submission) -> bool:
        """Whether the first call's loss was on record when the second was opened.

        A lost answer that turned up later is booked as won or as an orphan, so its own row tells no more that it was
        lost. The append-only ledger does: a repeat is paid out of the day's budget for unknown calls, in a transfer
        older than the hold of the second call.
        """
        if first.state in REPEATABLE and first.ended_at is not None and first.ended_at <= second.sent_at:
            return True
        budgeted = [one.id for one in self.transfers if one.key == f"unknown:{first.id}"]
        holds = [one.id for one in self.transfers if one.kind == "pend" and one.ref == f"submission:{second.id}"]
        return bool(budgeted and holds and budgeted[0] < min(holds))

    def lost_answers(self) -> Iterator[str]:
        for one in self.lost_submissions():
            yield f"the answer of submission {one} was in a spool and is neither stored nor in a spool any more"
        for call in self.charges:
            submission = call.submission
            if (
                call.whole
                and submission is not None
                and submission.state in {"unknown", "sent"}
                and submission.worker not in self.evidence.killed_workers
                and submission.id not in self.spooled
            ):
                yield (
                    f"call {call.number} was answered in full to a worker that nobody killed, "
                    f"but submission {submission.id} is booked as {submission.state}"
                )
        for one, path in self.spooled.items():
            if one not in self.submissions:
                yield f"{path.name} in the spool belongs to no submission"
            elif self.submissions[one].state not in ANSWERED:
                yield f"the answer of submission {one} ({self.submissions[one].state}) still waits in the spool"

    def lost_submissions(self) -> list[str]:
        """Submissions whose whole answer was seen on disk and is gone although it was not dealt with."""
        lost = []
        for one in sorted(self.evidence.witnessed - self.spooled.keys()):
            submission = self.submissions.get(one)
            if submission is None or submission.state not in ANSWERED:
                lost.append(one)
            elif submission.state in {"won", "orphan"}:
                key = f"frames/{submission.animation}/{submission.frame}/{submission.id}.png"
                if self.evidence.read(key) is None:
                    lost.append(one)
        return lost

    def pictures_that_differ(self) -> Iterator[str]:
        for frame in self.frames.values():
            if frame.state != "stored":
                continue
            data = self.evidence.read(frame.image_key)
            if data is None:
                yield f"frame {frame.id} is stored, but there is no object {frame.image_key}"
            elif hashlib.sha256(data).hexdigest() != frame.sha256:
                yield f"frame {frame.id}: the bytes of {frame.image_key} are not those that were stored"
            winners = [one for one in self.submissions.values() if one.frame == frame.id and one.state == "won"]
            if len(winners) != 1:
                yield f"frame {frame.id} is stored and {len(winners)} submissions won it"

    def files_that_are_missing(self) -> Iterator[str]:
        """Whoever paid for a frame has a file to look at once the animation has ended."""
        delivered = {frame.animation for frame in self.frames.values() if frame.state == "stored"}
        for animation in self.animations.values():
            if animation.state not in ENDED_ANIMATIONS or animation.id not in delivered:
                continue
            ready = [key for state, key in self.files[animation.id] if state == "ready"]
            if not ready:
                states = ", ".join(sorted(state for state, _ in self.files[animation.id])) or "none asked for"
                yield f"animation {animation.id} is {animation.state} and has no file ({states})"
            yield from (f"there is no object {key}" for key in ready if self.evidence.read(key) is None)

    def captures_that_differ_from_frames(self) -> Iterator[str]:
        owed: Counter[str] = Counter()
        winners = {one.frame: one.model for one in self.submissions.values() if one.state == "won"}
        for frame in self.frames.values():
            prices = self.animations[frame.animation].prices
            due = prices.get(winners.get(frame.id, ""), frame.credits) if frame.state == "stored" else 0
            owed[frame.animation] += due
            captured = sum(self.captured_by_ref["credit", f"{kind}:{frame.id}"] for kind in ("frame", "surcharge"))
            if due and frame.credits != due:
                yield f"frame {frame.id} says that it cost {frame.credits} credits, its model costs {due}"
            if captured != due:
                yield f"frame {frame.id} ({frame.state}) is worth {due} credits, captured were {captured}"
        by_group: Counter[str] = Counter()
        for one in self.transfers:
            if one.kind == "pend_post" and one.unit == "credit":
                by_group[one.group_key] += one.amount
        for animation in self.animations:
            captured = by_group.pop(f"animation:{animation}", 0)
            if captured != owed[animation]:
                yield f"animation {animation} has frames worth {owed[animation]} credits, captured were {captured}"
        for group_key, captured in by_group.items():
            yield f"{captured} credits were captured for {group_key or 'nothing'}, which is no animation"

    def spending_that_differs_from_calls(self) -> Iterator[str]:
        """Under every spending limit a call counts in full, unless it certainly was not charged."""
        holds: dict[str, list[Transfer]] = defaultdict(list)
        for one in self.transfers:
            if one.kind == "pend" and one.unit == "mill":
                holds[one.ref].append(one)
        for submission in self.submissions.values():
            if submission.state == "sent" or submission.cost_mills == 0:
                continue
            held = holds[f"submission:{submission.id}"]
            if len(held) < 2 or any(one.amount != submission.cost_mills for one in held):
                yield f"submission {submission.id} was not held in full under the person's and the site's limit"
            due = 0 if submission.state in NOT_CHARGED - {"not_charged"} else submission.cost_mills * len(held)
            captured = self.captured_by_ref["mill", f"submission:{submission.id}"]
            if captured != due:
                yield f"submission {submission.id} ({submission.state}) counts {captured} mills as spent instead of {due}"

    def things_after_a_cancel(self) -> Iterator[str]:
        released: dict[str, Transfer] = {}
        for one in self.transfers:
            if one.kind == "pend_void" and one.unit == "credit":
                released[one.group_key] = one
        for animation in self.animations.values():
            cancel = released.get(f"animation:{animation.id}")
            if animation.failure != "cancelled" or cancel is None:
                continue
            for one in self.transfers:
                late = one.kind == "pend_post" and one.unit == "credit" and one.group_key == cancel.group_key
                if late and one.id > cancel.id:
                    yield f"{one.amount} credits were captured after animation {animation.id} was cancelled"
            for submission in self.submissions.values():
                if submission.animation == animation.id and submission.sent_at > cancel.at:
                    yield f"submission {submission.id} was opened after animation {animation.id} was cancelled"

    def ceilings_exceeded(self) -> Iterator[str]:
        """Sums at every prefix of the vendor's log, against the limit that held when the money was taken."""
        limits = self.evidence.ceilings
        site: Counter[dt.date] = Counter()
        people: Counter[tuple[dt.date, str]] = Counter()
        said: set[object] = set()
        for call in self.charges:
            day = _day(call.submission.sent_at if call.submission else call.arrived_at)
            site[day] += call.tenths
            people[day, call.person] += call.tenths
            limit = limits.site_at(call.charged_at)
            if limit is not None and site[day] > limit and day not in said:
                said.add(day)
                yield f"with call {call.number} the site's spending of {day} came to {site[day]} of {limit} mills"
            spent = people[day, call.person]
            if limits.user_mills is not None and spent > limits.user_mills and (day, call.person) not in said:
                said.add((day, call.person))
                yield f"with call {call.number} the spending of {call.person} came to {spent} of {limits.user_mills} mills"
        if limits.unknown_calls is not None:
            repeats = Counter(_day(one.at) for one in self.transfers if one.key.startswith("unknown:"))
            for day, count in repeats.items():
                if count > limits.unknown_calls:
                    yield f"{count} of {limits.unknown_calls} unknown calls were repeated on {day}"

    def open_ends(self) -> Iterator[str]:
        for one in self.open_holds:
            kind, _, ref = one.ref.partition(":")
            if kind in {"frame", "surcharge"} and (ref not in self.frames or self.frames[ref].state in ENDED_FRAMES):
                yield f"{one.amount} credits are still held for frame {ref}, which has ended"
            if kind == "submission" and (ref not in self.submissions or self.submissions[ref].state != "sent"):
                yield f"{one.amount} mills are still held for submission {ref}, which has ended"
        states: dict[str, Counter[str]] = defaultdict(Counter)
        for frame in self.frames.values():
            states[frame.animation][frame.state] += 1
        for animation in self.animations.values():
            count = states[animation.id]
            unfinished = sum(number for state, number in count.items() if state not in ENDED_FRAMES)
            if animation.state in ENDED_ANIMATIONS and unfinished:
                yield f"animation {animation.id} is {animation.state} with {unfinished} unfinished frames"
            if animation.state == "done" and count["stored"] != animation.frame_count:
                yield f"animation {animation.id} is done with {count['stored']} of {animation.frame_count} frames"
        under_way = Counter(one.frame for one in self.submissions.values() if one.state == "sent")
        for frame in self.frames.values():
            if (frame.state == "rendering") != (under_way[frame.id] == 1):
                yield f"frame {frame.id} is {frame.state} with {under_way[frame.id]} calls under way"

    def holds_resolved_wrongly(self) -> Iterator[str]:
        by_id = {one.id: one for one in self.transfers}
        for pending, ends in self.resolutions.items():
            hold = by_id.get(pending)
            if len(ends) > 1:
                yield f"hold {pending} was resolved {len(ends)} times"
            for one in ends:
                same = hold is not None and (hold.debit, hold.credit, hold.unit, hold.amount) == (
                    one.debit,
                    one.credit,
                    one.unit,
                    one.amount,
                )
                if not same or hold.kind != "pend":
                    yield f"transfer {one.id} does not repeat the hold {pending} that it resolves"

    def drift(self) -> Iterator[str]:
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for one in self.transfers:
            held = {"pend": one.amount, "post": 0}.get(one.kind, -one.amount)
            moved = one.amount if one.kind in {"post", "pend_post"} else 0
            for account, side in ((one.debit, 0), (one.credit, 2)):
                sums[account][side] += held
                sums[account][side + 1] += moved
        for account in self.accounts.values():
            if not account.bounded:
                continue
            expected = tuple(sums[account.id])
            if account.sums != expected:
                yield f"account {account.code} stores {account.sums}, its transfers sum to {expected}"
            debits, credits = expected[0] + expected[1], expected[3]
            if account.side == "C" and debits > credits:
                yield f"account {account.code} gave {debits} out of {credits}"

    def figures(self) -> Figures:
        repeated = {one.key.removeprefix("unknown:") for one in self.transfers if one.key.startswith("unknown:")}
        unknown = repeated | {one.id for one in self.submissions.values() if one.state in {"unknown", "charged"}}
        frames = self.frames.values()
        return Figures(
            animations=len(self.animations),
            frames=len(frames),
            delivered=sum(frame.state == "stored" for frame in frames),
            charged=len(self.charges),
            paid_twice=sum(len(charges) - 1 for charges in self.charges_by_frame.values()),
            unknown=len(unknown),
            orphans=sum(one.state == "orphan" for one in self.submissions.values()),
            in_review=sum(frame.state == "review" for frame in frames),
            captured=sum(one.amount for one in self.transfers if one.kind == "pend_post" and one.unit == "credit"),
            drift=len(list(self.drift())),
            lost=len(self.lost_submissions()),
        )


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """The vendor's events. A last line that is not complete yet is left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def _calls(log: Path, strangers: frozenset[str]) -> list[Call]:
    """Requests for a picture, in order of arrival; those turned away before they were read are left out."""
    calls: dict[int, Call] = {}
    foreign: set[int] = set()
    for event in read_log(log):
        number = event.get("number", 0)
        if event["event"] == "arrived":
            person = event["headers"].get("stability-client-user-id", "")
            if person in strangers:
                foreign.add(number)
            elif "fields" in event:
                calls[number] = Call(
                    number=number,
                    arrived_at=event["wall"],
                    person=person,
                    seed=int(event["fields"].get("seed", 0)),
                    image=event["files"].get("image", {}).get("sha256", ""),
                    request_id=event["request_id"],
                    model=event["fields"].get("model", MODEL_OF.get(event.get("endpoint", ""), "")),
                )
        elif event["event"] == "charged" and number not in foreign:
            # A charge without a request would be the fake's own defect: the KeyError says so.
            calls[number].charged_at = event["wall"]
            calls[number].tenths = event["tenths"]
        elif event["event"] == "answered" and number in calls:
            calls[number].status = event["status"]
            calls[number].whole = event["delivered"] and event["manner"] == "plain" and event["status"] == 200
        elif event["event"] == "defect":
            raise RuntimeError(f"the fake vendor is defect: {event['error']}")
    return list(calls.values())


def _spooled(roots: Iterable[Path]) -> dict[str, Path]:
    """Whole answers that lie in spools, by submission."""
    return {path.stem: path for root in roots if root.is_dir() for path in sorted(root.glob("*/*.answer"))}


class _Database:
    """Runs plain SELECTs in one snapshot on PostgreSQL or SQLite."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Callable[[str], list[tuple[Any, ...]]]:
        if self.url.startswith("sqlite"):
            self.connection: Any = sqlite3.connect(urlsplit(self.url).path[1:])
        else:
            self.connection = psycopg.connect(self.url)
            self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return lambda statement: self.connection.execute(statement).fetchall()

    def __exit__(self, *exception: object) -> None:
        self.connection.close()


def _id(value: object) -> str:
    return str(uuid.UUID(str(value)))


def _seconds(value: dt.datetime | str) -> float:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _day(moment: float) -> dt.date:
    return dt.datetime.fromtimestamp(moment, dt.UTC).date()
