"""`make matrix`: every crash with all double faults on both databases, the large tests that `make test` leaves out, and on
SQLite what depends on a database.

Extra arguments go to pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers import provide_all

SQLITE_DOUBLE_FAULTS = "100"  # what differs between the databases is seen in the rows of the matrix; these are a sample
TESTS = Path(__file__).parent.parent
WORKERS = str(os.cpu_count() + 1)  # a case sometimes waits for a silent vendor


def main() -> int:
    provide_all()
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "-p", "no:cacheprovider", *sys.argv[1:]]
    crashes, marked = [*pytest, "tests/matrix"], [*pytest, "-m"]
    print("On PostgreSQL:", flush=True)
    ended = [subprocess.call(crashes), subprocess.call([*marked, "large", "--dist", "loadgroup", "tests"])]
    environment = {"DOUBLE_FAULTS": SQLITE_DOUBLE_FAULTS, **os.environ, "TEST_DATABASE": "sqlite"}
    environment.pop("TEST_DATABASE_URL", None)
    # Other files are not even looked into, which takes as long as ten tests.
    files = [
        str(path)
        for path in TESTS.rglob("test_*.py")
        if "matrix" not in path.parts and "both_databases" in path.read_text(encoding="utf-8")
    ]
    print("On SQLite:", flush=True)
    ended += [subprocess.call(one, env=environment) for one in (crashes, [*marked, "both_databases", *files])]
    return 1 if any(ended) else 0


if __name__ == "__main__":
    sys.exit(main())
