"""Everything on one machine: migrate, then the web server, both workers and the sweeper, and all of it down again."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from apps.common.web_server import PortTaken, listen

STOP_SECONDS = (
    20.0  # a sketch frame and an export end well within; a paid call is salvaged from the spool after a restart
)
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}
"""Bytes from which glibc gives freed memory back to the system. Unless told it raises this to 32 MB by itself, and a
worker with many threads keeps the largest answers it ever held: 300 MB instead of 130 after floods on five threads."""

TICK_SECONDS = 0.2  # how soon Ctrl-C and an ended part are noticed; looking costs nothing
WATCHED = ("apps", "gifsite", "manage.py")

PR_SET_PDEATHSIG = 1  # Linux: the kernel ends the child when its parent is gone, however the parent went


def die_with_parent() -> None:
    """Runs in the child before it becomes the command. Elsewhere than on Linux this does nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    help = "Serve the site and its workers on this machine until stopped."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reload", action="store_true", help="start every part again when code changes, as `make dev` does"
        )

    def handle(self, *, reload: bool, **_: Any) -> None:
        if reload and not settings.DEBUG:
            raise CommandError("--reload is for development: it needs DEBUG.")
        # Bound here, so that connections wait in the queue while a web process is started again.
        try:
            listener = listen("127.0.0.1", settings.PORT)
        except PortTaken as taken:
            raise CommandError(str(taken)) from taken
        self.prepare()
        stopping = Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        starters = self.starters(listener.fileno())
        children = {name: start() for name, start in starters.items()}
        self.stdout.write(f"gifsite is on {settings.SITE_URL}  (Ctrl-C stops all of it)")
        self.stdout.flush()
        ticks = code_changes(settings.BASE_DIR) if reload else every_tick()
        self.keep_running(children, starters, ticks, stopping)
        self.stop(children)

    def keep_running(
        self,
        children: "dict[str, subprocess.Popen[bytes]]",
        starters: "dict[str, Callable[[], subprocess.Popen[bytes]]]",
        ticks: Iterator[Collection[str]],
        stopping: Event,
    ) -> None:
        """Start what ended again until `stopping` is set. Each tick names the files that changed: with any, all parts end.

        A worker first finishes what it has in work, a paid call for example; the web server is not kept waiting by it.
        """
        asked: set[str] = set()
        for changed in ticks:
            if stopping.is_set():
                return
            if changed:
                self.stdout.write(f"{', '.join(sorted(changed))} changed; all parts are started again")
                self.stdout.flush()
                for name in children.keys() - asked:  # asked twice, Celery would drop what it has in work
                    children[name].terminate()
                    asked.add(name)
            for name, child in children.items():
                if child.poll() is None or stopping.is_set():
                    continue
                if name in asked:
                    asked.remove(name)
                    end_group(child.pid)
                else:
                    self.stderr.write(f"{name} ended with {child.returncode}; it is started again")
                    time.sleep(1)  # a part that cannot start must not spin
                children[name] = starters[name]()

    def prepare(self) -> None:
        """Bring the database up to date and tidy what a crash left, before anything serves."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        connections.close_all()
        collect_static()
        if not settings.REDIS_URL:
            # Hints only: the rows they point to are in the database, and the sweeper sends them again.
            for folder in ("messages", "control"):
                path = settings.DATA_DIR / "queue" / folder
                shutil.rmtree(path, ignore_errors=True)
                path.mkdir(parents=True)

    def starters(self, fd: int) -> dict[str, Callable[[], "subprocess.Popen[bytes]"]]:
        """Return how each part is started. `fd` is the listening socket, which all web processes share."""
        python = [sys.executable]
        return {
            # All web processes accept on one socket, which is open before any of them starts.
            **{
                f"web {number}": lambda: self.spawn(
                    *python, "-m", "apps.common.web_server", "--fd", str(fd), inherited=(fd,)
                )
                for number in range(1, settings.WEB_WORKERS + 1)
            },
            # Frames wait for engines: many threads in one process.
            "frames worker": lambda: self.spawn(*_worker("frames", pool="threads", size=settings.FRAMES_CONCURRENCY)),
            # Pixels are work for the processor: processes.
            "pixels worker": lambda: self.spawn(*_worker("pixels", pool="prefork", size=settings.PIXELS_CONCURRENCY)),
            "sweeper": lambda: self.spawn(*python, "manage.py", "sweep"),
        }

    def spawn(self, *command: str, inherited: tuple[int, ...] = ()) -> "subprocess.Popen[bytes]":
        # Sessions of their own: Ctrl-C reaches this process alone, which then stops the others in good order.
        return subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={**ALLOCATOR, **os.environ, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "gifsite.settings"},
            start_new_session=True,
            pass_fds=inherited,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into the C library, and no thread runs here
        )

    def stop(self, children: dict[str, "subprocess.Popen[bytes]"]) -> None:
        for child in children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for name, child in children.items():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.stderr.write(f"{name} does not stop; it is ended")
            end_group(child.pid)
        self.stdout.write("All stopped.")


def every_tick() -> Iterator[Collection[str]]:
    """Yield nothing that changed, five times a second."""
    while True:
        yield ()
        time.sleep(TICK_SECONDS)


def code_changes(root: Path) -> Iterator[Collection[str]]:
    """Yield the names of Python files of the site that changed, as soon as some did and five times a second anyhow.

    Templates and styles need no restart: a developer's site reads them anew for every request.
    """
    from watchfiles import PythonFilter, watch

    for changes in watch(
        *(root / name for name in WATCHED),
        watch_filter=PythonFilter(),
        rust_timeout=int(TICK_SECONDS * 1000),
        yield_on_timeout=True,
    ):
        yield sorted({str(Path(path).relative_to(root)) for _, path in changes})


def collect_static() -> None:
    """Collect the styles outside development, where pages name them by their contents: without that list none can be shown."""
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def end_group(pid: int) -> None:
    """End whatever is left of a child's process group: nothing of ours outlives `up`."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _worker(queue: str, *, pool: str, size: int) -> list[str]:
    """Return the command of a Celery worker for one queue."""
    # Without mingle and gossip: workers need nothing from each other, and start sooner.
    celery = [sys.executable, "-m", "celery", "--app", "gifsite", "--quiet", "worker", "--without-mingle"]
    about = ["--without-gossip", "--loglevel", "WARNING", "--queues", queue, "--hostname", f"{queue}@%h"]
    return [*celery, *about, "--pool", pool, "--concurrency", str(size)]
