"""All tests: everything on PostgreSQL, then what must hold on both databases again on SQLite. Extra arguments go to pytest."""

import os
import subprocess
import sys

from tests.servers import provide_all


def main() -> int:
    provide_all()  # once, for both runs and all of their processes
    arguments = sys.argv[1:]
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    first = subprocess.call([*command, "-n", "2", "--dist", "loadfile"])
    environment = {**os.environ, "TEST_DATABASE": "sqlite"}
    environment.pop("TEST_DATABASE_URL", None)
    second = subprocess.call([*command, "-n", "2", "--dist", "loadfile", "-m", "both_databases"], env=environment)
    return first or second


if __name__ == "__main__":
    sys.exit(main())
