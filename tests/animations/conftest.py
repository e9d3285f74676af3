from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.animations.stage import Stage
from tests.fakes.stability import FakeStability


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeStability]:
    with FakeStability(limit=None) as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeStability) -> FakeStability:
    running_fake.forget()
    return running_fake


@pytest.fixture
def stage(fake: FakeStability, tmp_path: Path, settings, transactional_db) -> Stage:
    settings.STABILITY_API_KEY = fake.key
    settings.STABILITY_BASE_URL = fake.url
    settings.SPOOL_DIR = tmp_path / "spool"
    settings.CELERY = {**settings.CELERY}
    return Stage(fake, settings.SPOOL_DIR)
