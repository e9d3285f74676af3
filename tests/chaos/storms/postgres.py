"""The database is shut down at once, every 20 seconds under load, and started again: now at once, now after a while."""

from tests.chaos.world import Outcome, Size, World

AWAY_SECONDS = 4.0  # longer than any call, so that every call under way is answered while there is no database


def storm(size: Size) -> list[Outcome]:
    seconds, beat, animations = (24.0, 12.0, 18) if size.quick else (180.0, 20.0, 200)
    with World(size.chance("postgres"), frames_workers=2, threads=6) as world:
        world.open(people=animations)
        world.ask("start", frames=8, seeds=world.seeds(animations))
        world.wait(lambda: world.vendor_calls() > 0, "nothing is painted", seconds=60)
        homeless = 0
        for turn, _ in enumerate(world.every(beat, lasting=seconds)):
            world.postgres.stop_at_once()
            world.endure(AWAY_SECONDS * (turn % 2))
            homeless += len(list(world.spool.glob("*/*.answer")))
            world.postgres.start()
        took = world.come_to_rest(seconds=60 + animations)
        row = world.outcome("postgres", last_seconds=took)
    row.kills = turn + 1
    row.notes.append(f"kills are shutdowns of the database; {homeless} paid answers were on disk when it came back")
    return [row]
