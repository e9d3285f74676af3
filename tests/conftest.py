"""Shared ground: no network but loopback, an empty ledger after every test that commits, the cast, the render_context."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from PIL import Image
from stripe._http_client import HTTPClient

from apps.common.limiters import limiter_in
from tests import locks
from tests.animations.harness import Harness
from tests.emptying import empty_database, empty_store
from tests.engines.stability.fake import FakeStability
from tests.servers import S3_BUCKET, S3_KEY, S3_SECRET, provide_all, serve

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise RuntimeError(f"a test tried to reach {address[0]}")
    return _connect(self, address)


socket.socket.connect = _loopback_only

# Stripe's client rests for half a second before it repeats; our fake is no busier after a moment.
HTTPClient.INITIAL_DELAY = 0.02


def _nothing_is_left(self: TransactionTestCase) -> None:
    empty_database()
    empty_store()


TransactionTestCase._fixture_teardown = _nothing_is_left

locks.install()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Start the servers here: the test processes only know where they are."""
    provide_all()


def pytest_collection_finish(session: pytest.Session) -> None:
    # What collecting made stays until the end: looking through it again and again takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Files with slow tests begin first: begun last, one of them would keep one worker busy while the other has nothing.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if "redis_url" in getattr(item, "fixturenames", ()) and not os.environ.get("TEST_REDIS_URL"):
            item.add_marker(pytest.mark.skip(reason="no Redis on this platform"))
        if "s3_storage" in getattr(item, "fixturenames", ()) and not os.environ.get("TEST_S3_URL"):
            item.add_marker(pytest.mark.skip(reason="no S3 server on this platform"))


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parent.parent / "static" / "samples"


@pytest.fixture(scope="session")
def portrait(samples: Path) -> bytes:
    """A real photo, a person's face, as a JPEG so small that a chain of frames takes no time."""
    small = BytesIO()
    with Image.open(samples / "astronaut.jpg") as photo:
        photo.reduce(3).save(small, "JPEG")
    return small.getvalue()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The first test with a database starts the server; then each test process makes a database of its own there."""
    if os.environ.get("TEST_DATABASE_URL"):
        serve("TEST_DATABASE_URL")


@pytest.fixture
def redis_url() -> str:
    return serve("TEST_REDIS_URL")


@pytest.fixture
def s3_storage(settings) -> None:
    """Media lies in a real S3 server, as it does for an operator."""
    settings.AWS_STORAGE_BUCKET_NAME = S3_BUCKET
    settings.AWS_S3_ENDPOINT_URL = settings.AWS_S3_PUBLIC_ENDPOINT_URL = serve("TEST_S3_URL")
    options = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": serve("TEST_S3_URL"),
        "region_name": "us-east-1",
        "access_key": S3_KEY,
        "secret_key": S3_SECRET,
        "signature_version": "s3v4",
        "addressing_style": "path",
        "querystring_expire": settings.MEDIA_LINK_SECONDS,
        "default_acl": None,
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "gifsite.storage.PictureStorage", "OPTIONS": options},
    }


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """One test's tries are not another's."""
    cache.clear()
    limiter_in.cache_clear()


@pytest.fixture(autouse=True)
def one_order_of_locks() -> Iterator[None]:
    """Two orders of locks are a deadlock that only waits for its day (docs/reliability.md)."""
    locks.Watch.faults.clear()
    yield
    assert locks.Watch.faults == []


@pytest.fixture
def committed(transactional_db) -> None:
    """The test's rows are really committed, so that other threads and processes see them."""


@pytest.fixture
def person() -> Callable[..., object]:
    from tests.factories.accounts import make_person

    return make_person


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeStability]:
    with FakeStability(limit=None) as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeStability) -> FakeStability:
    running_fake.forget()
    return running_fake


@pytest.fixture
def harness(fake: FakeStability, tmp_path: Path, settings, transactional_db) -> Harness:
    settings.STABILITY_API_KEY = fake.key
    settings.STABILITY_BASE_URL = fake.url
    settings.SPOOL_DIR = tmp_path / "spool"
    settings.CELERY = {**settings.CELERY}
    return Harness(fake, settings.SPOOL_DIR)
