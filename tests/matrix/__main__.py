"""`make matrix`: every crash with all double faults, and what `make test` runs small at full size; on both databases.

Extra arguments go to pytest.
"""

import os
import subprocess
import sys

from tests.servers import provide_all

SQLITE_DOUBLE_FAULTS = "100"  # what differs between the databases is seen in the rows of the matrix; these are a sample
WORKERS = str(os.cpu_count() + 1)  # a case sometimes waits for a silent vendor


def main() -> int:
    provide_all()
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "-p", "no:cacheprovider", *sys.argv[1:]]
    crashes, large = [*pytest, "tests/matrix"], [*pytest, "tests", "-m"]
    print("On PostgreSQL:", flush=True)
    ended = [subprocess.call(crashes), subprocess.call([*large, "full_size"])]
    environment = {"DOUBLE_FAULTS": SQLITE_DOUBLE_FAULTS, **os.environ, "TEST_DATABASE": "sqlite"}
    environment.pop("TEST_DATABASE_URL", None)
    print("On SQLite:", flush=True)
    ended += [subprocess.call(one, env=environment) for one in (crashes, [*large, "slow and both_databases"])]
    return 1 if any(ended) else 0


if __name__ == "__main__":
    sys.exit(main())
