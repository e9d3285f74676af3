"""`make matrix`: the crash matrix on PostgreSQL with all double faults, then on SQLite. Extra arguments go to pytest."""

import os
import subprocess
import sys

from tests.servers import provide_all

SQLITE_DOUBLE_FAULTS = "200"  # what differs between the databases is seen in the rows of the matrix; these are a sample


def main() -> int:
    provide_all()
    command = [sys.executable, "-m", "pytest", "-q", "tests/matrix", "-n", "2", "-p", "no:cacheprovider", *sys.argv[1:]]
    print("On PostgreSQL:", flush=True)
    first = subprocess.call(command)
    environment = {"DOUBLE_FAULTS": SQLITE_DOUBLE_FAULTS, **os.environ, "TEST_DATABASE": "sqlite"}
    environment.pop("TEST_DATABASE_URL", None)
    print("On SQLite:", flush=True)
    second = subprocess.call(command, env=environment)
    return first or second


if __name__ == "__main__":
    sys.exit(main())
