"""Animations that are started together and waited for, held against the fake engine's own log. Needs Django set up."""

import json
import statistics
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from apps.animations.create.picture import take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation, Frame
from apps.imaging.sandbox.process import default_sandbox
from tests.animations.harness import small_picture
from tests.benchmarks.harness import SIDE
from tests.factories.accounts import make_person

PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Figures:
    """`ratios`: wall time of each animation over the sum of its engine's own answer times."""

    ratios: list[float]
    frames_per_second: float
    calls_at_once: int

    @property
    def median(self) -> float:
        return statistics.median(self.ratios)


def start(count: int, *, frames: int, hold: float = 0) -> list[Animation]:
    """Start so many. Colors are not held unless asked: what pixels cost is the row of that name."""
    requested = RecipeInput("rage", engine="stability", model="sd3.5-flash", frames=frames, color_stabilization=hold)
    recipe = complete(requested, masked=False)
    picture = take_picture(image=small_picture(side=SIDE), mask=None, engine="stability", sandbox=default_sandbox())
    people = [make_person(f"p{index}", credits=1000, password=None) for index in range(count)]
    return [
        submit_animation(
            owner=person,
            request_key=uuid.uuid4().hex,
            picture=picture,
            recipe=recipe,
            price_shown=None,
            now=timezone.now(),
        )
        for person in people
    ]


def paint(count: int, *, frames: int, log: Path, hold: float = 0) -> Figures:
    """Start so many animations and wait until their last frames are stored."""
    running = start(count, frames=frames, hold=hold)
    pending = {animation.pk for animation in running}
    until = time.monotonic() + PATIENCE_SECONDS
    while pending:
        time.sleep(0.2)
        ended = Animation.objects.filter(pk__in=pending).exclude(state__in=["queued", "active"])
        pending -= set(ended.values_list("pk", flat=True))
        if time.monotonic() > until:
            raise SystemExit(f"{len(pending)} animations did not end")
    calls = read_calls(log)
    seconds: dict[str, float] = defaultdict(float)
    for person, arrived, answered in calls:
        seconds[person] += answered - arrived
    ratios, ends = [], []
    for animation in running:
        stored = list(Frame.objects.filter(animation=animation, state="stored"))
        if len(stored) != frames:
            raise SystemExit(f"{animation} has {len(stored)} frames")
        last = max(frame.stored_at for frame in stored)
        ends.append(last)
        ratios.append((last - animation.queued_at).total_seconds() / seconds[animation.owner.ledger_owner.hex])
    first = min(animation.queued_at for animation in running)
    own = {animation.owner.ledger_owner.hex for animation in running}
    rate = frames * count / (max(ends) - first).total_seconds()
    return Figures(ratios, rate, most_at_once([call for call in calls if call[0] in own]))


Call = tuple[str, float, float]
"""For whom, when it arrived, when it was answered."""


def read_calls(log: Path) -> list[Call]:
    entries: list[dict[str, Any]] = [json.loads(line) for line in log.read_text().splitlines()]
    # The house also asks for the balance now and then, which is not painting.
    arrived = {entry["number"]: entry for entry in entries if entry["event"] == "arrived" and "fields" in entry}
    return [
        (
            arrived[entry["number"]]["headers"]["stability-client-user-id"],
            arrived[entry["number"]]["monotonic"],
            entry["monotonic"],
        )
        for entry in entries
        if entry["event"] == "answered" and entry["number"] in arrived
    ]


def most_at_once(calls: list[Call]) -> int:
    """How many calls were under way at the busiest moment."""
    moves = sorted([(arrived, 1) for _, arrived, _ in calls] + [(answered, -1) for _, _, answered in calls])
    most = now = 0
    for _, move in moves:
        now += move
        most = max(most, now)
    return most
