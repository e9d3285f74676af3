"""Frames workers are killed, one every two seconds, under both policies; at full size beside a plain queue with retries."""

import subprocess
import sys
from collections import Counter

from tests.chaos import naive
from tests.chaos.history import Figures, read_log
from tests.chaos.world import ROOT, Outcome, Size, World
from tests.fakes.painting import ready_made
from tests.servers import end

EVERY_SECONDS = 2.0
PEOPLE_SHARE = 4  # animations of one person: one more than may run at once, so that some wait their turn
CANCELS_PER_KILL = 0.1  # rare enough that the storm is about kills, often enough that some meet a call under way
SECONDS_TO_END = 60.0


def storm(size: Size) -> list[Outcome]:
    return [row for policy in ("review", "repeat_once") for row in kill(size, policy)]


def kill(size: Size, policy: str) -> list[Outcome]:
    chance = size.chance(f"kill:{policy}")
    animations, frames, seconds, workers, threads = (14, 8, 16.0, 3, 4) if size.quick else (200, 8, 180.0, 8, 2)
    with World(chance, frames_workers=workers, threads=threads, UNKNOWN_POLICY=policy) as world:
        # It is there to be compared with, not to be judged, and takes half of the machine.
        yardstick = None if size.quick else Yardstick(world, workers=workers, threads=threads, frames=frames)
        world.open(people=animations // PEOPLE_SHARE)
        started = world.ask("start", frames=frames, seeds=world.seeds(animations))
        if yardstick:
            yardstick.begin(chains=animations)
        cancelled = 0
        for _ in world.every(EVERY_SECONDS, lasting=seconds):
            victim = chance.randrange(workers)
            world.kill(world.frames_workers()[victim])
            if yardstick:
                yardstick.kill(victim)
            if chance.random() < CANCELS_PER_KILL:
                cancelled += world.ask("cancel", animation=chance.choice(started))
        took = world.come_to_rest()
        plain = [yardstick.end(world, policy)] if yardstick else []
        decided = world.decide(again=False)
        row = world.outcome(f"kill, {policy}", last_seconds=took, strangers=frozenset({naive.PERSON}), decided=decided)
    judge(row, policy, cancelled)
    return [row, *plain]


def judge(row: Outcome, policy: str, cancelled: int) -> None:
    figures = row.figures
    if cancelled:
        row.notes.append(f"{cancelled} animations were cancelled in the middle")
    if row.last_seconds is None or row.last_seconds > SECONDS_TO_END:
        row.findings.append(f"the last animation did not end within {SECONDS_TO_END:.0f} s of the last kill")
    if policy == "review" and (figures.paid_twice or figures.charged > figures.frames):
        row.findings.append(
            f"{figures.charged} charges for {figures.frames} frames, {figures.paid_twice} of them twice"
        )
    if figures.paid_twice > figures.unknown:
        row.findings.append(f"{figures.paid_twice} paid twice, but only {figures.unknown} unknown")


class Yardstick:
    """As many naive workers with as many threads, on the same machine, against the same vendor."""

    def __init__(self, world: World, *, workers: int, threads: int, frames: int) -> None:
        source = world.folder / "naive.png"
        source.write_bytes(ready_made((64, 64), 0))
        self.world, self.frames, self.kills = world, frames, 0
        self.commands = [
            [
                *(sys.executable, "-m", "tests.chaos.naive", "--name", str(number)),
                *("--database", world.postgres.url, "--broker", world.redis.url, "--vendor", world.vendor),
                *("--source", str(source), "--frames", str(frames), "--threads", str(threads)),
            ]
            for number in range(workers)
        ]
        self.running: list[subprocess.Popen[bytes]] = []

    def begin(self, *, chains: int) -> None:
        naive.prepare(self.world.postgres.url, self.world.redis.url, chains=chains)
        self.chains = chains
        self.world.at_end(self.stop)
        self.running = [self._start(command) for command in self.commands]

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with (self.world.folder / "naive.txt").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)

    def kill(self, victim: int) -> None:
        self.running[victim].kill()
        self.running[victim].wait()
        self.running[victim] = self._start(self.commands[victim])
        self.kills += 1

    def end(self, world: World, policy: str) -> Outcome:
        wanted = self.chains * self.frames
        row = Outcome(f"kill, {policy}, naive", kills=self.kills)
        try:
            world.wait(
                lambda: naive.stored(world.postgres.url) == wanted,
                "the naive chains did not end",
                seconds=SECONDS_TO_END,
            )
        except RuntimeError as late:
            row.notes.append(str(late))
        self.stop()
        row.figures = self._figures(wanted)
        return row

    def stop(self) -> None:
        for process in self.running:
            end(process)

    def _figures(self, wanted: int) -> Figures:
        arrived = {
            event["number"]: event["fields"]["seed"]
            for event in read_log(self.world.log)
            if event["event"] == "arrived" and event["headers"].get("stability-client-user-id") == naive.PERSON
        }
        charged = Counter(
            arrived[event["number"]]
            for event in read_log(self.world.log)
            if event["event"] == "charged" and event["number"] in arrived
        )
        return Figures(
            animations=self.chains,
            frames=wanted,
            delivered=naive.stored(self.world.postgres.url),
            charged=charged.total(),
            paid_twice=charged.total() - len(charged),
        )
