"""Everything a storm rages over: real servers, the fake vendor, and the site's processes, each killable by itself."""

import contextlib
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psycopg

from apps.operations.management.commands.up import STOP_SECONDS, die_with_parent
from tests.chaos.history import MAX_CALLS_PER_FRAME, Ceilings, Evidence, Figures, bucket_store, examine, read_log
from tests.chaos.proxy import StoreProxy
from tests.chaos.witness import Witness
from tests.servers import S3_BUCKET, S3_KEY, S3_SECRET, Postgres, Redis, end, free_port, start, start_s3

ROOT = Path(__file__).parent.parent.parent
UNLIMITED_CENTS = 1_000_000_000  # a ceiling that no storm comes near
UNLIMITED = Ceilings()
CALL_SECONDS = (0.5, 2.0)
"""How long the vendor paints: a quarter of what it takes live, so that a storm meets four times as many calls."""

UNFINISHED = (
    "state IN ('queued', 'active', 'assembling') AND NOT EXISTS "
    "(SELECT 1 FROM animations_frame f WHERE f.animation_id = a.id AND f.state = 'review')"
)
CALLS_PLANNED = 20_000  # painting times drawn beforehand, so that the seed alone decides them
POLL_SECONDS = 0.1
QUIET_SECONDS = 60.0  # a dead worker's call is found within seconds, a review is none of this; a minute means stuck
RECOVERY_SECONDS = 30.0  # replaying a storm's write-ahead log takes a second or two
RESTART_PAUSE_SECONDS = 1.0  # as `manage.py up`: what cannot start must not spin


@dataclass(frozen=True)
class Size:
    quick: bool
    seed: int

    def chance(self, name: str) -> random.Random:
        return random.Random(f"{self.seed}:{name}")


@dataclass
class Outcome:
    """One line of the table. `notes` say in words what the columns cannot."""

    name: str
    kills: int = 0
    figures: Figures = field(default_factory=Figures)
    last_seconds: float | None = None
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class World:
    """Servers, vendor and site of one storm, in a folder of their own; ended, with everything they started, at the end.

    `environment` goes to the site. With `proxied`, the site reaches its store through `proxy`.
    """

    def __init__(
        self,
        chance: random.Random,
        *,
        frames_workers: int,
        threads: int,
        web: bool = False,
        proxied: bool = False,
        **environment: str,
    ) -> None:
        self.chance = chance
        self.threads = threads
        self.folder = Path(tempfile.mkdtemp(prefix="gifsite-chaos-"))
        self.log = self.folder / "stability.jsonl"
        self.spool = self.folder / "data" / "spool"
        self.port = free_port()
        self.parts_wanted = [f"frames worker {number}" for number in range(1, frames_workers + 1)]
        self.parts_wanted += ["pixels worker", "sweeper", *(["web"] if web else [])]
        self.proxied = proxied
        self.extra_environment = environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping: dict[str, float] = {}
        self.killed_workers: set[str] = set()
        self.kills = 0
        self.surprises: list[str] = []
        """Parts that ended although nobody ended them."""
        self.forced = 0
        """Parts that had to be killed because they did not stop when asked."""
        self._stack = contextlib.ExitStack()

    # Beginning and end -----------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _build(self) -> None:
        self.postgres = Postgres()
        with psycopg.connect(self.postgres.url) as connection:
            # A server that forgets what it confirmed would make findings of its own.
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        self._stack.callback(lambda: end(self.postgres.process))
        self.redis = Redis()
        self._stack.callback(lambda: end(self.redis.process))
        self.s3 = start_s3()
        self.proxy = StoreProxy(int(self.s3.rpartition(":")[2]), seed=str(self.chance.random()))
        self._stack.enter_context(self.proxy)
        self._start_vendor()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))},
            "PORT": str(self.port),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATA_DIR": str(self.folder / "data"),
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": "memory:",
            "AWS_STORAGE_BUCKET_NAME": S3_BUCKET,
            "AWS_S3_ENDPOINT_URL": self.proxy.url if self.proxied else self.s3,
            "AWS_ACCESS_KEY_ID": S3_KEY,
            "AWS_SECRET_ACCESS_KEY": S3_SECRET,
            "STABILITY_API_KEY": "sk-fake",
            "STABILITY_BASE_URL": self.vendor,
            "SITE_DAILY_SPEND_CENTS": str(UNLIMITED_CENTS),
            "USER_DAILY_SPEND_CENTS": str(UNLIMITED_CENTS),
            "UNKNOWN_DAILY_LIMIT": "100000",
            "ENGINE_CALLS_PER_10_SECONDS": "100000",
            "FRAMES_CONCURRENCY": str(self.threads),
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "gifsite.settings",
            **self.extra_environment,
        }
        self._python("manage.py", "migrate", "--verbosity", "0")
        self.commands = self._commands(json.loads(self._python("-m", "tests.chaos.parts")))
        self.witness = self._stack.enter_context(Witness(self.spool))
        self._stack.callback(self.stop_all)
        self.crowd = self._spawn("crowd", [sys.executable, "-m", "tests.chaos.crowd"], stdin=subprocess.PIPE)
        self._stack.callback(lambda: end(self.crowd))

    def __exit__(self, *exception: object) -> None:
        self._stack.close()
        if os.environ.get("CHAOS_KEEP"):
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def at_end(self, tidy: Callable[[], object]) -> None:
        """Have something more ended with this world, whatever becomes of the storm."""
        self._stack.callback(tidy)

    def _start_vendor(self) -> None:
        port = free_port()
        self.vendor = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "tests.engines.stability.fake", "--port", str(port), "--log", str(self.log)]
        vendor = start([*command, "--limit", "0", "--balance-tenths", "100000000"], port, cwd=ROOT)
        self._stack.callback(lambda: end(vendor))
        plan = [{"kind": "ok", "seconds": round(self.chance.uniform(*CALL_SECONDS), 3)} for _ in range(CALLS_PLANNED)]
        request = urllib.request.Request(f"{self.vendor}/_fake/behaviour", json.dumps(plan).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()

    def _python(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    def _commands(self, listed: dict[str, list[str]]) -> dict[str, list[str]]:
        commands = {name: listed[name] for name in self.parts_wanted if name in listed}
        for number, name in enumerate((one for one in self.parts_wanted if one not in listed), start=1):
            commands[name] = [f"frames@{number}" if word == "frames@%h" else word for word in listed["frames worker"]]
        return commands

    def _spawn(self, name: str, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.txt").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE if options else log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into the C library, before any thread of ours runs
                **options,
            )

    # Parts of the site -----------------------------------------------------------------------------------------------

    def open(self, *, people: int) -> list[str]:
        """Start everything and gather people while it starts; returns an API token of each."""
        self.start_all()
        tokens: list[str] = self.ask("gather", people=people)
        self.wait_until_ready()
        return tokens

    def start_all(self) -> None:
        for name in self.commands:
            self.start(name)

    def start(self, name: str) -> None:
        self.running[name] = self._spawn(name, self.commands[name])

    def frames_workers(self) -> list[str]:
        return sorted(name for name in self.running if name.startswith("frames worker"))

    def kill(self, name: str) -> None:
        """SIGKILL one part and start it again at once."""
        process = self.running[name]
        if process.poll() is not None:
            self.tend()
            return
        # Stopped first, so that the spool folder it is killed with is the one that was read.
        os.kill(process.pid, signal.SIGSTOP)
        self.killed_workers |= self._spools_of(process.pid)
        process.kill()
        process.wait()
        self.kills += 1
        self.start(name)

    def terminate(self, name: str) -> bool:
        """Ask one part to stop, as a deployment does; `tend` starts it again when it has ended. False: it still stops."""
        if name in self._stopping:
            return False
        self._stopping[name] = time.monotonic()
        self.running[name].terminate()
        return True

    def tend(self) -> None:
        """Start again what has ended, and kill what does not stop, as `manage.py up` does."""
        for name, process in list(self.running.items()):
            asked = self._stopping.get(name)
            if process.poll() is None:
                if asked is not None and time.monotonic() - asked > STOP_SECONDS:
                    self.forced += 1
                    self.killed_workers |= self._spools_of(process.pid)
                    process.kill()
                    process.wait()
                else:
                    continue
            elif asked is None:
                self.surprises.append(f"the {name} ended with {process.returncode} although nobody ended it")
                time.sleep(RESTART_PAUSE_SECONDS)
            self._stopping.pop(name, None)
            self.start(name)

    def restart_all(self, **environment: str) -> None:
        """Stop everything in good order and start it with changed settings."""
        self.stop_all()
        self.environment |= environment
        self.start_all()

    def stop_all(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
            if process.poll() is None:
                self.forced += 1
                self.killed_workers |= self._spools_of(process.pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the group's number stays taken while anybody is left in it
            process.wait()
        self.running.clear()
        self._stopping.clear()

    def _spools_of(self, pid: int) -> set[str]:
        """The spool folders whose lock a process has open."""
        found = set()
        with contextlib.suppress(OSError):
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    target = descriptor.readlink()
                    if target.name == "lock" and target.parent.parent == self.spool:
                        found.add(target.parent.name)
        return found

    # People ----------------------------------------------------------------------------------------------------------

    def ask(self, verb: str, **words: Any) -> Any:
        assert self.crowd.stdin is not None
        assert self.crowd.stdout is not None
        self.crowd.stdin.write(json.dumps({"do": verb, **words}).encode() + b"\n")
        self.crowd.stdin.flush()
        answer = json.loads(self.crowd.stdout.readline())
        if isinstance(answer, dict):
            raise RuntimeError(f"{verb}: {answer['error']}")  # noqa: TRY004 - what the other process met
        return answer

    def seeds(self, count: int) -> list[int]:
        """Seeds so far apart that no two animations share the seed of a frame."""
        return [100 * one for one in self.chance.sample(range(1, 40_000_000), count)]

    # Looking ---------------------------------------------------------------------------------------------------------

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, patiently: it may be recovering from what a storm did to it."""
        until = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                with psycopg.connect(self.postgres.url, connect_timeout=5) as connection:
                    return connection.execute(statement, values).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(POLL_SECONDS)

    def unfinished(self) -> int:
        """Animations that still move: neither ended nor waiting for somebody's review."""
        return self.rows(f"SELECT count(*) FROM animations_animation a WHERE {UNFINISHED}")[0][0]

    def wait_until_ready(self) -> None:
        """Until the sweeper and every frames worker have opened their spools."""
        wanted = len(self.frames_workers()) + 1
        self.wait(
            lambda: len(list(self.spool.glob("*/lock"))) >= wanted, "the workers do not open their spools", seconds=90
        )

    def wait(self, until: Callable[[], bool], words: str, *, seconds: float) -> float:
        """Tend the parts until something holds; returns the seconds it took. Raises RuntimeError with `words`."""
        began = time.monotonic()
        while not until():
            if time.monotonic() - began > seconds:
                raise RuntimeError("; ".join([f"{words}, after {seconds:.0f} s", *self.surprises]))
            self.tend()
            time.sleep(POLL_SECONDS)
        return time.monotonic() - began

    def endure(self, seconds: float) -> None:
        """Tend the parts for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.tend()
            time.sleep(POLL_SECONDS)

    def every(self, seconds: float, *, lasting: float) -> Iterator[float]:
        """Ticks at a steady beat, the parts tended in between; yields the seconds since the first."""
        began = time.monotonic()
        tick = 0
        while tick * seconds < lasting:
            while time.monotonic() < began + tick * seconds:
                self.tend()
                time.sleep(POLL_SECONDS)
            yield time.monotonic() - began
            tick += 1

    def vendor_calls(self) -> int:
        """Requests for pictures that reached the vendor so far."""
        return sum(event["event"] == "arrived" and "fields" in event for event in read_log(self.log))

    def come_to_rest(self, *, seconds: float = QUIET_SECONDS) -> float | None:
        """Wait so long until nothing moves; returns how long after this call that was, None when it never came."""
        began = time.monotonic()
        try:
            self.wait(lambda: self.unfinished() == 0, "animations still move", seconds=seconds)
        except RuntimeError:
            return None
        took = time.monotonic() - began
        with contextlib.suppress(RuntimeError):  # the checker names every answer that still waits
            self.wait(self._nothing_waits, "answers wait", seconds=QUIET_SECONDS)
        return took

    def decide(self, *, again: bool) -> str:
        """Let an operator decide about every frame in review, `again` for as many calls as it may have.

        Returns in words what was decided.
        """
        repeated = given_up = 0
        for _ in range(MAX_CALLS_PER_FRAME):
            now_repeated, now_given_up = self.ask("decide", again=again)
            if not now_repeated + now_given_up:
                break
            repeated, given_up = repeated + now_repeated, given_up + now_given_up
            self.come_to_rest()
        return f"frames left in review: an operator had {repeated} painted again and gave up {given_up}"

    def _nothing_waits(self) -> bool:
        under_way = self.rows("SELECT count(*) FROM animations_submission WHERE state = 'sent'")[0][0]
        return under_way == 0 and not list(self.spool.glob("*/*.answer"))

    def outcome(
        self,
        name: str,
        *,
        last_seconds: float | None,
        ceilings: Ceilings = UNLIMITED,
        strangers: frozenset[str] = frozenset(),
        decided: str = "",
    ) -> Outcome:
        """Stop everything and hold what happened against what was promised.

        `decided`: what `decide` returned; nothing may be in review after it.
        """
        self.proxy.away, self.proxy.error_share = False, 0.0
        stuck = self._stuck()
        self.stop_all()
        proof = self._own_proof()
        verdict = examine(
            Evidence(
                log=self.log,
                database=self.postgres.url,
                read=bucket_store(endpoint=self.s3, bucket=S3_BUCKET, key=S3_KEY, secret=S3_SECRET),
                spool_roots=(self.spool,),
                ceilings=ceilings,
                witnessed=frozenset(self.witness.seen),
                killed_workers=frozenset(self.killed_workers),
                strangers=strangers,
            )
        )
        findings = [*verdict.findings, *self.surprises, *stuck, *proof()]
        if deadlocks := self.postgres.deadlocks():
            findings.append(f"PostgreSQL ended {deadlocks} deadlocks")
        if self.witness.blinked:
            findings.append("the kernel dropped events of the spool, so not every answer was seen")
        notes = [decided] if decided else []
        if review := verdict.figures.in_review:
            (findings if decided else notes).append(f"frames that wait for a review: {review}")
        notes += [f"{self.forced} parts did not stop when asked and were killed"] if self.forced else []
        return Outcome(name, self.kills, verdict.figures, last_seconds, findings, notes)

    def _stuck(self) -> list[str]:
        rows = self.rows(
            "SELECT state, paused_reason, count(*) FROM animations_animation a "
            f"WHERE {UNFINISHED} GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [
            f"{count} animations are {state}{f' ({reason})' if reason else ''} and neither end nor wait for a review"
            for state, reason, count in rows
        ]

    def _own_proof(self) -> Callable[[], list[str]]:
        """Begin the site's own proof; the call returns what it finds. It must not know more than the checker, which
        looks meanwhile and shares nothing with it.
        """
        run = subprocess.Popen(
            [sys.executable, "manage.py", "ledger", "verify", "--deep"],
            cwd=ROOT,
            env={**self.environment, "AWS_S3_ENDPOINT_URL": self.s3},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

        def found() -> list[str]:
            said = run.communicate()[1].splitlines()
            return [f"`ledger verify` says: {line}" for line in said] if run.returncode else []

        return found
