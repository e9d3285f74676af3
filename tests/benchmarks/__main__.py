"""`make bench`: the chain's overhead over its engine, and the gallery beside an empty view."""

import contextlib
import os
import secrets
import statistics
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import defaultdict
from pathlib import Path

from tests.benchmarks import ledger
from tests.servers import S3_BUCKET, S3_KEY, S3_SECRET, end, free_port, start, start_postgres, start_redis, start_s3
from tests.stack.site import Site

FRAMES = 12
ENGINE_SECONDS = 0.5
SIDE = 256


def main() -> None:
    fake_port, log = free_port(), Path(tempfile.mkdtemp(prefix="gifsite-bench-")) / "stability.jsonl"
    fake = start(
        [
            sys.executable,
            "-m",
            "tests.fakes.stability",
            "--port",
            str(fake_port),
            "--log",
            str(log),
            "--seconds",
            str(ENGINE_SECONDS),
            "--ready-made",
            "--limit",
            "0",
        ],
        fake_port,
    )
    environment = {
        "DATABASE_URL": start_postgres(),
        "REDIS_URL": start_redis(),
        "AWS_STORAGE_BUCKET_NAME": S3_BUCKET,
        "AWS_S3_ENDPOINT_URL": start_s3(),
        "AWS_ACCESS_KEY_ID": S3_KEY,
        "AWS_SECRET_ACCESS_KEY": S3_SECRET,
        "STABILITY_API_KEY": "sk-fake",
        "STABILITY_BASE_URL": f"http://127.0.0.1:{fake_port}",
        "SITE_DAILY_SPEND_CENTS": "100000000",
        "USER_DAILY_SPEND_CENTS": "100000000",
        "ENGINE_CALLS_PER_10_SECONDS": "1000000",
        "FRAMES_CONCURRENCY": "128",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": secrets.token_urlsafe(
            48
        ),  # as in production: without one DEBUG is on, which keeps every statement
        "DEBUG": "0",
    }
    site = Site(**environment)
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    with site:
        os.environ.update(site.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings"
        import django

        django.setup()
        print(
            f"\nChain: {FRAMES} frames of {SIDE} x {SIDE}, fake engine at {ENGINE_SECONDS} s a frame, one frames worker, PostgreSQL, Redis, S3"
        )
        print(f"{'animations at once':>20} {'wall / engine, median':>22} {'worst':>8} {'frames a second':>16}")
        for count in (1, 1, 10, 100):
            ratios, rate = chain(count, log)
            print(f"{count:>20} {statistics.median(ratios):>22.3f} {max(ratios):>8.3f} {rate:>16.1f}")
        gallery(site)
    end(fake)
    ledger.compare()


def chain(count: int, log: Path) -> tuple[list[float], float]:
    """Wall time of each animation over the sum of its engine's own answer times, and the frames painted per second."""
    import json

    from django.utils import timezone

    from apps.animations.models import Animation, Frame
    from apps.animations.recipes import Wished, complete
    from apps.animations.services import studio
    from apps.imaging.sandbox import default_sandbox
    from tests.animations.stage import small_picture
    from tests.factories.accounts import make_person

    recipe = complete(Wished("rage", engine="stability", model="sd3.5-flash", frames=FRAMES), masked=False)
    picture = studio.take_picture(
        image=small_picture(side=SIDE), mask=None, engine="stability", sandbox=default_sandbox()
    )
    people = [make_person(f"p{index}", credits=1000) for index in range(count)]
    began = time.monotonic()
    running = [
        studio.start_animation(
            owner=person,
            request_key=uuid.uuid4().hex,
            picture=picture,
            recipe=recipe,
            price_shown=None,
            now=timezone.now(),
        )
        for person in people
    ]
    pending = {animation.pk for animation in running}
    while pending:
        time.sleep(0.2)
        pending -= set(
            Animation.objects.filter(pk__in=pending, state__in=["assembling", "done", "partial", "failed"]).values_list(
                "pk", flat=True
            )
        )
        if time.monotonic() - began > 180:
            raise SystemExit(f"{len(pending)} animations did not end")
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    # The house also asks for the balance now and then, which is not painting.
    arrived = {entry["number"]: entry for entry in entries if entry["event"] == "arrived" and "fields" in entry}
    answer_seconds: dict[str, float] = defaultdict(float)
    for entry in entries:
        if entry["event"] == "answered" and entry["number"] in arrived:
            request = arrived[entry["number"]]
            answer_seconds[request["headers"]["stability-client-user-id"]] += entry["monotonic"] - request["monotonic"]
    ratios, ends = [], []
    for animation, person in zip(running, people, strict=True):
        frames = list(Frame.objects.filter(animation=animation, state="stored"))
        if len(frames) != FRAMES:
            raise SystemExit(f"{animation} has {len(frames)} frames")
        last = max(frame.stored_at for frame in frames)
        ends.append(last)
        ratios.append((last - animation.queued_at).total_seconds() / answer_seconds[person.party.hex])
    first = min(animation.queued_at for animation in running)
    return ratios, FRAMES * count / (max(ends) - first).total_seconds()


def gallery(site: Site) -> None:
    """Requests a second of the gallery page beside the emptiest view there is, in turns."""
    rounds: dict[str, list[float]] = {"/gallery/": [], "/healthz": []}
    for _ in range(5):
        for path, rates in rounds.items():
            began = time.monotonic()
            for _ in range(60):
                with contextlib.closing(urllib.request.urlopen(site.url + path)) as answer:
                    answer.read()
            rates.append(60 / (time.monotonic() - began))
    page, empty = (statistics.median(rates) for rates in rounds.values())
    print(f"\nGallery page: {page:.0f} requests a second, an empty view {empty:.0f}: ratio {page / empty:.2f}\n")


if __name__ == "__main__":
    main()
