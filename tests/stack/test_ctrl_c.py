"""`make run` and Ctrl-C, through the door that a person uses."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.stack.site import ROOT, Site

pytestmark = pytest.mark.slow

PARTS = ["make run", "manage.py up", "gunicorn", "--hostname frames@", "--hostname pixels@", "manage.py sweep"]
GONE_SECONDS = 30  # it takes 4 s on two cores that are otherwise idle; a person presses again long before this


@pytest.fixture
def run_by_make() -> Iterator[Site]:
    up_to_date = shutil.which("make") and subprocess.call(["make", "--question", ".venv/.run"], cwd=ROOT) == 0
    if not up_to_date and os.environ.get("CI") != "true":
        pytest.skip("without make, or with a .venv that it would install into, `make run` is not what is tested here")
    site = Site()
    try:
        site.launch(("make", "run"))
        site.wait("/readyz")
        yield site
    finally:
        site.kill_all()
        shutil.rmtree(site.data, ignore_errors=True)


def test_ctrl_c_ends_every_process_that_make_run_started(run_by_make: Site):
    commands = run_by_make.commands()
    assert [part for part in PARTS if any(part in command for command in commands)] == PARTS

    run_by_make.press_ctrl_c()

    until = time.monotonic() + GONE_SECONDS
    while (left := run_by_make.commands()) and time.monotonic() < until:
        run_by_make.process.poll()
        time.sleep(0.1)
    assert left == []
    said = (run_by_make.data / "log.txt").read_text().splitlines()
    assert [line for line in said if line.endswith(("it is ended", "stopped."))] == ["All stopped."]
