"""The database is shut down at once and started again, every 20 seconds, under load."""

from tests.chaos.world import Outcome, Size, World

EVERY_SECONDS = 20.0


def storm(size: Size) -> list[Outcome]:
    seconds, animations = (60.0, 40) if size.quick else (180.0, 160)
    with World(size.chance("postgres"), frames_workers=2, threads=6) as world:
        world.start_all()
        world.wait_until_ready()
        world.ask("gather", people=animations)
        world.ask("start", frames=8, seeds=world.seeds(animations))
        restarts = 0
        for passed in world.every(EVERY_SECONDS, lasting=seconds):
            if passed >= EVERY_SECONDS / 2:  # the first restart meets a chain at work
                world.postgres.stop_at_once()
                world.postgres.start()
                restarts += 1
        took = world.come_to_rest(seconds=60 + animations)
        row = world.outcome("postgres", last_seconds=took)
    row.kills = restarts
    row.notes.append(
        f"kills are {restarts} immediate shutdowns of the database, {len(world.witness.seen)} answers spooled"
    )
    return [row]
