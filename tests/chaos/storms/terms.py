"""A rolling deployment again and again: every process is asked to stop, in turn, under load."""

from tests.chaos.world import Outcome, Size, World


def storm(size: Size) -> list[Outcome]:
    seconds, beat, animations = (24.0, 12.0, 14) if size.quick else (180.0, 30.0, 220)
    with World(size.chance("terms"), frames_workers=2, threads=6, web=True) as world:
        world.open(people=animations)
        world.ask("start", frames=8, seeds=world.seeds(animations))
        names = list(world.commands)
        asked = 0
        for turn, _ in enumerate(world.every(beat / len(names), lasting=seconds)):
            asked += world.terminate(names[turn % len(names)])
        took = world.come_to_rest(seconds=30 + animations)
        row = world.outcome("terms", last_seconds=took)
    row.notes.append(f"processes were asked to stop {asked} times")
    if row.figures.unknown or row.figures.paid_twice:
        row.findings.append(f"{row.figures.unknown} calls became unknown and {row.figures.paid_twice} were paid twice")
    return [row]
