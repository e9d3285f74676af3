"""The object store answers 503 for a while, then for long, then every twentieth time."""

from tests.chaos.world import Outcome, Size, World

ERROR_SHARE = 0.05


def storm(size: Size) -> list[Outcome]:
    calm, short, long, shaky, animations = (2.0, 5.0, 8.0, 5.0, 10) if size.quick else (5.0, 20.0, 600.0, 60.0, 100)
    with World(size.chance("s3"), frames_workers=2, threads=6, proxied=True) as world:
        world.open(people=animations)
        # Short ones too, so that some GIFs are being put together when the store goes away.
        seeds = world.seeds(animations * 2)
        world.ask("start", frames=8, seeds=seeds[:animations])
        world.ask("start", frames=3, seeds=seeds[animations:])
        for away, seconds in ((False, calm), (True, short), (False, calm), (True, long)):
            world.proxy.away = away
            world.endure(seconds)
        waiting = len(list(world.spool.glob("*/*.answer")))
        world.proxy.away, world.proxy.error_share = False, ERROR_SHARE
        world.endure(shaky)
        world.proxy.error_share = 0.0
        took = world.come_to_rest(seconds=60 + animations * 2)
        row = world.outcome("s3", last_seconds=took)
    row.notes.append(f"{world.proxy.refused} requests refused, {waiting} paid answers on disk when the store came back")
    if row.figures.charged != row.figures.frames or row.figures.delivered != row.figures.frames:
        row.findings.append(
            f"{row.figures.delivered} of {row.figures.frames} frames stored by {row.figures.charged} charges"
        )
    return [row]
