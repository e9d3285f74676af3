"""How many database connections a process takes."""

import os
import subprocess
import sys

import pytest

from tests.gifsite.test_settings import ROOT

TELL = """
import sys
from celery.signals import worker_init
from django.db import connections
import gifsite.celery
class Worker:
    hostname = sys.argv[1]
worker_init.send(Worker)
print(connections["default"].settings_dict["OPTIONS"]["pool"]["max_size"])
"""


@pytest.mark.large
@pytest.mark.parametrize(("worker", "connections"), [("frames@host", 5), ("else@host", 16)])
def test_a_frames_worker_takes_as_many_connections_as_it_is_told(worker: str, connections: int):
    told = subprocess.run(
        [sys.executable, "-c", TELL, worker],
        cwd=ROOT,
        env={
            **{name: os.environ[name] for name in ("PATH",)},
            "DJANGO_SETTINGS_MODULE": "gifsite.settings",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "FRAMES_DATABASE_POOL_SIZE": "5",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) == connections
