"""The day's spending limit is far below the demand, and frames workers are killed while it is reached."""

import time

from tests.chaos.history import Ceilings
from tests.chaos.world import UNLIMITED_CENTS, Outcome, Size, World

EVERY_SECONDS = 2.0
MILLS_PER_CALL = 25  # of the model that the crowd asks for
MILLS_PER_CENT = 10
HELD_SECONDS = 10.0  # five looks of the sweeper at animations that wait for room under the limit


def storm(size: Size) -> list[Outcome]:
    calls, animations, seconds = (40, 10, 10.0) if size.quick else (300, 200, 60.0)
    cents = calls * MILLS_PER_CALL // MILLS_PER_CENT
    with World(size.chance("ceiling"), frames_workers=3, threads=4, SITE_DAILY_SPEND_CENTS=str(cents)) as world:
        world.open(people=animations)
        began = time.time()
        world.ask("start", frames=8, seeds=world.seeds(animations))
        for _ in world.every(EVERY_SECONDS, lasting=seconds):
            world.kill(world.chance.choice(world.frames_workers()))
        world.wait(lambda: full(world, calls), "the limit is not reached", seconds=180)
        held = world.vendor_calls()
        world.endure(HELD_SECONDS)
        paused = world.rows("SELECT count(*) FROM animations_animation WHERE paused_reason = 'site_ceiling'")[0][0]
        late = world.vendor_calls() - held
        raised = time.time()
        world.restart_all(SITE_DAILY_SPEND_CENTS=str(UNLIMITED_CENTS))
        took = world.come_to_rest(seconds=30 + animations * 8 / 4)
        decided = world.decide(again=True)
        limits = ((began, cents * MILLS_PER_CENT), (raised, UNLIMITED_CENTS * MILLS_PER_CENT))
        row = world.outcome("ceiling", last_seconds=took, ceilings=Ceilings(site_mills=limits), decided=decided)
    row.notes.append(f"{held} of {calls} calls before the limit was raised, {paused} animations said that they wait")
    if late:
        row.findings.append(f"{late} calls were made with the limit reached")
    if held > calls:
        row.findings.append(f"{held} calls were made under a limit of {calls}")
    if not paused:
        row.findings.append("no animation says that it waits for the site's limit")
    return [row]


def full(world: World, calls: int) -> bool:
    """The limit is spent to the last call, or beyond, and none is under way."""
    (pending, posted) = world.rows(
        "SELECT sum(debits_pending), sum(debits_posted) FROM credits_account WHERE code LIKE 'spend:site:%%'"
    )[0]
    return pending == 0 and posted >= calls * MILLS_PER_CALL
