"""The main job through real processes: embedded defaults, then PostgreSQL, Redis, S3 and the Stability fake."""

import hashlib
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import boto3
import psycopg
import pytest
import redis

from tests.engines.stability.fake import FakeStability
from tests.servers import S3_BUCKET, S3_KEY, S3_SECRET, free_port, serve, start_redis
from tests.stack.site import ROOT, UP, ApiClient, Site, ended, status_of, stored
from tests.stack.slow import Proxy, SlowClients, answers, caddy

pytestmark = [pytest.mark.large, pytest.mark.slow, pytest.mark.xdist_group("stack")]  # one process: they share a site

PARTS = [
    "make run",
    "manage.py up",
    "apps.common.web_server",
    "--hostname frames@",
    "--hostname pixels@",
    "manage.py sweep",
]
GONE_SECONDS = 30  # it takes 4 s on two cores that are otherwise idle; a person presses again long before this

needs_servers = pytest.mark.skipif(
    not all(os.environ.get(name) for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL", "TEST_S3_URL")),
    reason="PostgreSQL, Redis or an S3 server is not to be had on this platform",
)


@pytest.fixture(scope="module")
def fake():
    with FakeStability(limit=None) as running:
        yield running


@pytest.fixture(scope="module")
def operated(fake):
    """A site as an operator runs it: nothing but environment variables differs from the embedded defaults."""
    name = f"site_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(serve("TEST_DATABASE_URL"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = serve("TEST_DATABASE_URL").rpartition("/")[0]
    with Site(
        DATABASE_URL=f"{address}/{name}",
        REDIS_URL=start_redis(free_port()),
        AWS_STORAGE_BUCKET_NAME=S3_BUCKET,
        AWS_S3_ENDPOINT_URL=serve("TEST_S3_URL"),
        AWS_ACCESS_KEY_ID=S3_KEY,
        AWS_SECRET_ACCESS_KEY=S3_SECRET,
        STABILITY_API_KEY=fake.key,
        STABILITY_BASE_URL=fake.url,
    ) as site:
        yield site


@pytest.fixture(scope="module")
def alice(operated: Site) -> ApiClient:
    """One person for all tests of the operated site: their credits last, and each test looks at its own animations."""
    return operated.demo()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


@needs_servers
def test_eight_frames_are_eight_requests_and_media_is_served_by_signed_links(
    operated: Site, alice: ApiClient, fake: FakeStability, portrait: bytes
):
    fake.forget()
    made = alice.make(portrait, engine="stability", model="sd3.5-flash", prompt="silent fury", frames=8)
    found = alice.wait_for(made, ended)
    assert found["state"] == "done"
    arrived = fake.log("arrived")
    assert len(arrived) == 8
    pictures = [fetch(frame["image_url"]) for frame in found["frames"]]
    assert [entry["files"]["image"]["sha256"] for entry in arrived[1:]] == [sha(picture) for picture in pictures[:-1]]
    assert found["receipt"] == {"held": 0, "charged": 8 * 4, "released": 0}
    link = found["frames"][0]["image_url"]
    key = link.partition("?")[0]
    assert link.startswith(serve("TEST_S3_URL"))
    assert status_of(key) >= 400, "without the signature there is nothing"
    assert status_of(link.replace("X-Amz-Signature=", "X-Amz-Signature=0")) == 403
    s3 = boto3.client(
        "s3",
        endpoint_url=serve("TEST_S3_URL"),
        aws_access_key_id=S3_KEY,
        aws_secret_access_key=S3_SECRET,
        region_name="us-east-1",
    )
    listed = [entry["Key"] for entry in s3.list_objects_v2(Bucket=S3_BUCKET, Prefix=f"frames/{made}/")["Contents"]]
    assert len(listed) == 8
    assert operated.manage("ledger", "verify", "--deep") == "The ledger adds up.\n"


needs_proxy = pytest.mark.skipif(
    caddy() is None and os.environ.get("CI") != "true",
    reason="the proxy of docker-compose.yml is not to be had on this platform",
)
SLOW = 500


@needs_servers
def test_five_hundred_slow_clients_hold_nobody_up(operated: Site):
    with SlowClients(operated.port, SLOW):
        assert {status for status, _ in answers(operated.url, ("/healthz", "/pricing/"), 20)} == {200}


@needs_proxy
@needs_servers
def test_five_hundred_slow_clients_of_the_proxy_hold_nobody_up(operated: Site):
    with Proxy(operated.port) as proxy, SlowClients(proxy.port, SLOW):
        assert {status for status, _ in answers(proxy.url, ("/healthz", "/pricing/"), 20)} == {200}


@needs_proxy
@needs_servers
def test_the_proxy_gives_out_signed_pictures_and_nothing_else_of_the_store(operated: Site, alice: ApiClient, portrait):
    store = serve("TEST_S3_URL")
    found = alice.wait_for(alice.make(portrait, engine="sketch", prompt="rage", frames=2), ended)
    link = found["frames"][0]["image_url"]
    with Proxy(operated.port, store.removeprefix("http://"), S3_BUCKET) as proxy:
        through = link.replace(store, proxy.url)
        with urllib.request.urlopen(through, timeout=10) as answer:
            assert (answer.read(), answer.headers["Content-Security-Policy"]) == (
                fetch(link),
                "default-src 'none'; sandbox",
            )
            assert answer.headers["Cache-Control"].startswith("private")
        with urllib.request.urlopen(urllib.request.Request(through, headers={"Range": "bytes=0-1,3-4"})) as answer:
            assert (answer.status, answer.read()) == (200, fetch(link))
        assert status_of(through.partition("?")[0]) == 404  # the site's own answer: the store is not asked
        assert status_of(f"{proxy.url}/{S3_BUCKET}/") == 404
        put = urllib.request.Request(through, data=b"x", method="PUT")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(put, timeout=10)
        assert refused.value.code in (403, 404)
        refused.value.close()


@needs_servers
def test_redis_flushed_in_mid_chain_loses_nothing(
    operated: Site, alice: ApiClient, fake: FakeStability, portrait: bytes
):
    fake.forget()
    fake.seconds = 0.3
    running = [alice.make(portrait, engine="stability", model="sd3.5-flash", prompt="rage", frames=4) for _ in range(3)]
    alice.wait_for(running[0], stored(1))
    began = time.monotonic()
    redis.Redis.from_url(operated.environment["REDIS_URL"]).flushall()
    states = [alice.wait_for(made, ended, seconds=15)["state"] for made in running]
    took = time.monotonic() - began
    fake.seconds = 0.0
    assert states == ["done"] * 3
    assert took <= 15
    assert len(fake.log("arrived")) == 12
    assert operated.manage("ledger", "verify") == "The ledger adds up.\n"


@needs_servers
def test_everything_killed_at_once_in_mid_chain_ends_after_a_restart(
    operated: Site, alice: ApiClient, fake: FakeStability, portrait: bytes
):
    fake.forget()
    fake.seconds = 0.3
    running = [alice.make(portrait, engine="stability", model="sd3.5-flash", prompt="rage", frames=4) for _ in range(2)]
    alice.wait_for(running[0], stored(1))
    operated.kill_all()
    operated.start(ready=False)
    found = [alice.wait_for(made, ended) for made in running]
    fake.seconds = 0.0
    assert [one["state"] for one in found] == ["done"] * 2
    calls = len(fake.log("arrived"))
    repeated = sum(frame["submissions"] - 1 for one in found for frame in one["frames"])
    assert 8 <= calls <= 8 + repeated
    assert [one["receipt"] for one in found] == [{"held": 0, "charged": 16, "released": 0}] * 2
    assert operated.manage("ledger", "verify", "--deep") == "The ledger adds up.\n"


def test_the_embedded_defaults_do_the_main_job_twice_side_by_side_and_ctrl_c_leaves_no_process(portrait: bytes):
    sites = (Site(), Site())
    sites[0].launch()
    sites[1].launch(("make", "run") if has_make() else UP)
    with sites[0], sites[1]:
        people = [site.demo() for site in sites]
        made = [alice.make(portrait, prompt="silent fury", frames=8) for alice in people]
        for alice, animation in zip(people, made, strict=True):
            found = alice.wait_for(animation, ended)
            assert (found["state"], found["receipt"]["charged"]) == ("done", 8)
            gif = fetch(found["exports"][0]["url"])
            assert (gif[:6], len(gif)) == (b"GIF89a", found["exports"][0]["bytes"])
            published = alice.call("POST", f"/animations/{found['id']}/publish", b"{}")
            assert fetch(published["gif_url"]) == gif
            assert status_of(published["gif_url"].replace(published["slug"], "x" * 16)) == 404
        parts = [part for part in PARTS if any(part in command for command in sites[1].commands())]
        assert parts == (PARTS if has_make() else PARTS[1:])
        for site in sites:
            site.press_ctrl_c()
        for site in sites:
            assert site.left_after(GONE_SECONDS) == []
            said = (site.data / "log.txt").read_text().splitlines()
            assert [line for line in said if line.endswith(("it is ended", "stopped."))] == ["All stopped."]


def has_make() -> bool:
    """Whether `make run` only runs: elsewhere than in CI it is left alone where it would install into .venv."""
    return bool(shutil.which("make")) and (
        os.environ.get("CI") == "true" or subprocess.call(["make", "--question", ".venv/.run"], cwd=ROOT) == 0
    )
