"""The broker forgets everything, dies, and is away for long, while people go on posting over the API."""

import time
import urllib.error
from pathlib import Path

import redis

from tests.chaos.world import ROOT, Outcome, Size, World
from tests.stack.site import ApiClient

PEOPLE = 7  # nobody then meets the limits of the API: three posts each and a page now and then
BETWEEN_SECONDS = 4.0
RESUME_SECONDS = 15.0
PICTURE = ROOT / "static" / "samples" / "chelsea.jpg"


class People:
    """They post, look at what they posted, and remember what they were answered."""

    def __init__(self, world: World, tokens: list[str], *, wishes: int) -> None:
        url = f"http://127.0.0.1:{world.port}"
        self.clients = [ApiClient(url, {"api_token": token}) for token in tokens]
        self.seeds = world.seeds(wishes)
        self.picture = Path(PICTURE).read_bytes()
        self.posted: list[tuple[ApiClient, str]] = []
        self.refused: list[str] = []
        self.broken_pages: list[str] = []
        self.slowest_seconds = 0.0

    def post(self) -> None:
        turn = len(self.posted) + len(self.refused)
        client = self.clients[turn % PEOPLE]
        began = time.monotonic()
        try:
            made = client.make(
                self.picture,
                engine="stability",
                model="sd3.5-flash",
                prompt="silent fury",
                frames=4,
                seed=self.seeds[turn],
            )
        except (urllib.error.URLError, TimeoutError) as error:
            self.refused.append(str(error))
        else:
            self.posted.append((client, made))
        self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)

    def look(self, index: int) -> None:
        client, animation = self.posted[index % len(self.posted)]
        try:
            client.get(animation)
        except (urllib.error.URLError, TimeoutError) as error:
            self.broken_pages.append(str(error))


def storm(size: Size) -> list[Outcome]:
    # Animations posted before the storm and while the broker is away; how often it forgets and dies before that.
    before, away, away_seconds, turns = (6, 10, 10.0, 2) if size.quick else (10, 20, 120.0, 3)
    with World(size.chance("redis"), frames_workers=2, threads=6, web=True) as world:
        people = People(world, world.open(people=PEOPLE), wishes=before + away)
        for _ in range(before):
            people.post()
        for _ in world.every(BETWEEN_SECONDS, lasting=turns * BETWEEN_SECONDS):
            redis.Redis.from_url(world.redis.url).flushall()
        for _ in world.every(BETWEEN_SECONDS, lasting=turns * BETWEEN_SECONDS):
            world.redis.kill()
            world.redis.start()
        world.redis.kill()
        for index, _ in enumerate(world.every(away_seconds / away, lasting=away_seconds)):
            people.post()
            people.look(index)
        calls = world.vendor_calls()
        world.redis.start()
        resumed = world.wait(lambda: world.vendor_calls() > calls, "nothing is painted any more", seconds=120)
        took = world.come_to_rest(seconds=120)
        unpainted = world.rows("SELECT count(*) FROM animations_animation WHERE state <> 'done'")[0][0]
        row = world.outcome("redis", last_seconds=took)
    row.kills = turns + 1
    row.notes.append(
        f"{len(people.posted)} posts taken, the slowest in {people.slowest_seconds:.1f} s; painting went on "
        f"{resumed:.1f} s after the broker's return"
    )
    if people.refused:
        row.findings.append(f"{len(people.refused)} posts were not taken: {people.refused[0]}")
    if people.broken_pages:
        row.findings.append(f"{len(people.broken_pages)} looks at an animation failed: {people.broken_pages[0]}")
    if resumed > RESUME_SECONDS:
        row.findings.append(f"painting went on only {resumed:.1f} s after the broker's return")
    if unpainted or row.figures.animations != len(people.posted):
        row.findings.append(
            f"{unpainted} of {row.figures.animations} animations are not done, {len(people.posted)} were posted"
        )
    return [row]
