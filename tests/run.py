"""Runs tests on PostgreSQL. What depends on a database runs on SQLite too, in `make matrix`.

`python -m tests.run tests/payments/test_x.py` runs one file or folder, or several, and starts only the servers that they ask
for. Other arguments go to pytest in either case. `TEST_DATABASE=sqlite` takes the other database.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import provide_all

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder itself is not ours, what mkdtemp makes in it is
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}
"""Each core has a test process of its own: threads beside those would only wait for them."""

ROOMY = 2 << 30  # a run leaves a tenth of it there at most


def main() -> int:
    # A hundred processes are started during a run: without bytecode each compiles everything that it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    folder = tempfile.mkdtemp(prefix="gifsite-run-", dir=quick_place())
    atexit.register(
        shutil.rmtree, folder, ignore_errors=True
    )  # registered first, so that it goes after the servers in it
    Path(folder).chmod(0o755)  # PostgreSQL lies in it, and for root it runs as somebody else
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    paths = [word for word in sys.argv[1:] if Path(word.partition("::")[0]).exists()]
    return some(paths) if paths else everything()


def quick_place() -> Path | None:
    """Return a folder in memory for temporary files, where there is one with room that may hold programs."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOMY:
        return None
    return None if os.statvfs(MEMORY).f_flag & os.ST_NOEXEC else MEMORY


def some(paths: list[str]) -> int:
    """Run some tests. One file is over sooner than a second process could start."""
    is_one_file = len(paths) == 1 and not Path(paths[0]).is_dir()
    return pytest(spread=not is_one_file)


def everything() -> int:
    os.environ.update(ONE_THREAD)
    provide_all()  # once, for all processes
    return pytest(spread=True)


def pytest(*, spread: bool) -> int:
    marks = [] if "-m" in sys.argv else ["-m", "not large"]
    # The order of the files is ours (tests/conftest.py), not the one by the number of tests.
    processes = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"] if spread else []
    return subprocess.call([sys.executable, "-m", "pytest", "-q", *processes, *marks, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
