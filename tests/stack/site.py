"""A whole running site in processes of its own, as an operator runs it, and a client for its API."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any, Self

from tests.servers import free_port

ROOT = Path(__file__).parent.parent.parent
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = (
    0.4  # half of the 300 calls a minute that the API allows one account, for two waits side by side
)

UP = (sys.executable, "manage.py", "up")


class Site:
    """`manage.py up` on a free port with its own data folder; ended, with everything it started, at the end."""

    def __init__(self, **environment: str) -> None:
        self.port = free_port()
        self.data = Path(tempfile.mkdtemp(prefix="gifsite-site-"))
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("DJANGO_", "PYTEST_", "TEST_", "GOOGLE_", "MICROSOFT_", "GITHUB_"))
            },
            "PORT": str(self.port),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATA_DIR": str(self.data),
            "DEBUG": "1",
            "SECRET_KEY": "",
            "DATABASE_URL": f"sqlite:///{self.data}/gifsite.sqlite3",
            "REDIS_URL": "",
            "EMAIL_URL": "",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def launch(self, command: tuple[str, ...] = UP) -> None:
        """Start it in a session of its own, as a terminal would, so that `press_ctrl_c` reaches nobody else."""
        with (self.data / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def start(self, *, ready: bool = True) -> None:
        self.launch()
        self.wait("/readyz" if ready else "/healthz")

    def wait(self, path: str, *, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.url + path, timeout=5):
                return
            time.sleep(0.1)
        raise AssertionError((self.data / "log.txt").read_text()[-4000:])

    def manage(self, *arguments: str, **environment: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def demo(self) -> "ApiClient":
        return ApiClient(self.url, json.loads(self.manage("seed_demo", "--json")))

    def kill_all(self) -> None:
        """kill -9 of everything at once, as a power cut would."""
        assert self.process is not None
        for pid in [*self.children(), self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def children(self) -> list[int]:
        """Every process of this site but this one: by its terminal session, or its data folder in the environment."""
        assert self.process is not None
        mark = f"DATA_DIR={self.data}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with contextlib.suppress(OSError):
                    state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                    if state != "Z" and (int(session) == self.process.pid or mark in (entry / "environ").read_bytes()):
                        found.append(int(entry.name))
        return found

    def commands(self) -> list[str]:
        """The command line of every process of this site."""
        found = []
        for pid in self.children():
            with contextlib.suppress(OSError):
                found.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip())
        return found

    def left_after(self, seconds: float) -> list[str]:
        """The commands that still run so long from now; returns as soon as there is none."""
        assert self.process is not None
        until = time.monotonic() + seconds
        while (left := self.commands()) and time.monotonic() < until:
            self.process.poll()
            time.sleep(0.1)
        return left

    def press_ctrl_c(self) -> None:
        """SIGINT to every process in the foreground, as a terminal sends it."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)

    def __enter__(self) -> Self:
        if self.process is None:
            self.launch()
        self.wait("/readyz")
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.press_ctrl_c()
            self.process.wait(timeout=40)
        shutil.rmtree(self.data, ignore_errors=True)


class ApiClient:
    def __init__(self, url: str, person: dict[str, str]) -> None:
        self.url = url
        self.person = person

    def call(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        headers = {"Authorization": f"Bearer {self.person['api_token']}", "Content-Type": kind}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=body, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def make(self, picture: bytes, **recipe: object) -> str:
        mark = uuid.uuid4().hex
        body = (
            (
                f'--{mark}\r\nContent-Disposition: form-data; name="recipe"\r\n\r\n{json.dumps(recipe)}\r\n'
                f'--{mark}\r\nContent-Disposition: form-data; name="image"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            ).encode()
            + picture
            + f"\r\n--{mark}--\r\n".encode()
        )
        return self.call("POST", "/animations", body, f"multipart/form-data; boundary={mark}")["id"]

    def get(self, animation: str) -> dict[str, Any]:
        return self.call("GET", f"/animations/{animation}")

    def wait_for(self, animation: str, until, *, seconds: float = 60) -> dict[str, Any]:
        """Ask until `until(animation)` holds; fails with what it last was."""
        end = time.monotonic() + seconds
        pause = FIRST_PAUSE_SECONDS
        while time.monotonic() < end:
            found = self.get(animation)
            if until(found):
                return found
            time.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE_SECONDS)
        raise AssertionError(found)


def ended(found: dict[str, Any]) -> bool:
    return found["state"] in ("done", "partial", "failed", "cancelled")


def stored(count: int):
    return lambda found: sum(frame["state"] == "stored" for frame in found["frames"]) >= count


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
