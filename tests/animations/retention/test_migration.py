"""A database that the version before filled keeps everything, and its rows get their sizes afterwards."""

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from apps.animations.retention.measure import measure_missing
from apps.animations.retention.usage import usage_of
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.large]

BEFORE = [("animations", "0001_initial"), ("common", "0001_initial")]


@pytest.fixture
def version_before():
    """The tables as they were, and afterwards as they are now."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def test_an_animation_of_the_version_before_is_kept_measured_and_visible(version_before, store):
    owner = make_person(password=None)
    version_before.get_model("animations", "Animation").objects.create(
        owner_id=owner.pk, request_key=uuid.uuid4().hex, state="done", source_key="sources/a/b.png", width=64, height=64,
        engine="sketch", model="sketch", prompt="rage", seed=1, frame_count=2, fps=8, loop="forward",
        ended_at=timezone.now(),
    )  # fmt: skip
    (store / "sources" / "a").mkdir(parents=True)
    (store / "sources" / "a" / "b.png").write_bytes(b"12345")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(newest)
    assert usage_of(owner).gifs == 1
    measure_missing()
    assert usage_of(owner).used_bytes == 5
