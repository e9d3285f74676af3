"""What the rows share: servers, the fake engine, a site in processes of its own, and this process as a part of it."""

import contextlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

from tests.servers import S3_BUCKET, S3_KEY, S3_SECRET, end, free_port, start, start_postgres, start_redis, start_s3
from tests.stack.site import Site

SIDE = 256


def environment(**others: str) -> dict[str, str]:
    """The settings of a site that no limit holds up. Without a secret key DEBUG is on, which keeps every statement."""
    return {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": start_postgres(),
        "REDIS_URL": start_redis(),
        "EMAIL_URL": "console:",
        "STABILITY_API_KEY": "sk-fake",
        "SITE_DAILY_SPEND_CENTS": "100000000",
        "USER_DAILY_SPEND_CENTS": "100000000",
        "ENGINE_CALLS_PER_10_SECONDS": "1000000",
        "LOG_LEVEL": "ERROR",
        **others,
    }


def become_part_of(site: dict[str, str]) -> None:
    """From here on this process has the site's settings: it sees the same rows."""
    os.environ.update(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings"
    django.setup()


@contextlib.contextmanager
def running_site(*, engine_seconds: float, threads: int) -> Iterator[tuple[Site, Path]]:
    """A site with one frames worker of so many threads and a fake engine; yields it and the engine's own log."""
    port, log = free_port(), Path(tempfile.mkdtemp(prefix="gifsite-bench-")) / "stability.jsonl"
    fake = start(
        [
            *(sys.executable, "-m", "tests.engines.stability.fake", "--port", str(port), "--log", str(log)),
            *("--seconds", str(engine_seconds), "--ready-made", "--limit", "0", "--balance-tenths", "1000000000"),
        ],
        port,
    )
    site = Site(
        **environment(
            AWS_STORAGE_BUCKET_NAME=S3_BUCKET,
            AWS_S3_ENDPOINT_URL=start_s3(),
            AWS_ACCESS_KEY_ID=S3_KEY,
            AWS_SECRET_ACCESS_KEY=S3_SECRET,
            STABILITY_BASE_URL=f"http://127.0.0.1:{port}",
            FRAMES_CONCURRENCY=str(threads),
        )
    )
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    try:
        with site:
            become_part_of(site.environment)
            yield site, log
    finally:
        end(fake)
