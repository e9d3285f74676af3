"""All tests: everything on PostgreSQL and, beside it, what must hold on both databases on SQLite. Extra arguments go to pytest."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import provide_all

TESTS = Path(__file__).parent


def main() -> int:
    provide_all()  # once, for both runs and all of their processes
    command = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]]
    environment = {**os.environ, "TEST_DATABASE": "sqlite"}
    environment.pop("TEST_DATABASE_URL", None)
    # Other files are not even looked into, which takes as long as ten tests. What is slow there, `make matrix` runs.
    files = [
        str(path)
        for path in TESTS.rglob("test_*.py")
        if "matrix" not in path.parts and "both_databases" in path.read_text(encoding="utf-8")
    ]
    with tempfile.TemporaryFile() as said:
        # Half as long as the other, which waits for processes half of its time: nice, it takes what the other leaves.
        beside = subprocess.Popen(
            ["nice", *command, "-m", "both_databases and not slow", *files],
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        # The order of the files is ours (tests/conftest.py), not the one by the number of tests.
        first = subprocess.call(
            [*command, "-m", "not full_size", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        )
        second = beside.wait()
        said.seek(0)
        print("On SQLite:", flush=True)
        sys.stdout.buffer.write(said.read())
    return first or second


if __name__ == "__main__":
    sys.exit(main())
