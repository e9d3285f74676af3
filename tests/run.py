"""Runs tests. Without a path: everything on PostgreSQL and, beside it, what must hold on both databases on SQLite.

`python -m tests.run tests/payments/test_x.py` runs one file or folder, or several, on PostgreSQL alone, and starts only the
servers that they ask for. Other arguments go to pytest in either case.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import provide_all

TESTS = Path(__file__).parent
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder itself is not ours, what mkdtemp makes in it is
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
    marks = [] if "-m" in sys.argv else ["-m", "not full_size"]
    is_one_file = len(paths) == 1 and not Path(paths[0]).is_dir()
    spread = [] if is_one_file else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.call([sys.executable, "-m", "pytest", "-q", *spread, *marks, *sys.argv[1:]])


def everything() -> int:
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
