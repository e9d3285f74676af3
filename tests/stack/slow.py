"""Clients that are slow on purpose, on loopback, and the proxy of docker-compose.yml in front of a site."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Self

import yaml

from tests.servers import end, free_port, wait_for

ROOT = Path(__file__).parent.parent.parent
KINDS = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    # With the cookie of a form the site reads the body before it can refuse it.
    (
        b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrf=abcdefghijklmnopqrstuvwxyzABCDEF\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na="
    ),
    b"",
)
DRIP_SECONDS = 0.5


class SlowClients:
    """So many connections: a third each with endless headers, with an endless body, and with nothing at all."""

    def __init__(self, port: int, count: int) -> None:
        self._stop = threading.Event()
        self._sockets: list[socket.socket] = []
        for number in range(count):
            client = socket.create_connection(("127.0.0.1", port), timeout=10)
            client.sendall(KINDS[number % len(KINDS)])
            client.setblocking(False)
            self._sockets.append(client)
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def _drip(self) -> None:
        while not self._stop.wait(DRIP_SECONDS):
            for number, client in enumerate(self._sockets):
                if KINDS[number % len(KINDS)]:
                    with contextlib.suppress(OSError):
                        client.send(b"a")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._thread.join()
        for client in self._sockets:
            client.close()


def caddy() -> str | None:
    """The proxy's program: from its wheel, or installed."""
    return shutil.which("caddy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


class Proxy:
    """The proxy as docker-compose.yml configures it, in front of a site and a store on this machine."""

    def __init__(self, site_port: int, store: str = "127.0.0.1:9", bucket: str = "gifsite") -> None:
        self.port = free_port()
        text = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["configs"]["caddyfile"]["content"]
        text = text.replace("$$", "$").replace("s3:9000", store).replace("/gifsite/*", f"/{bucket}/*")
        before, _, rest = text.partition("dynamic a {")
        text = f"{before}to 127.0.0.1:{site_port}{rest.partition('}')[2]}"
        self._folder = tempfile.mkdtemp(prefix="gifsite-proxy-")
        self._file = Path(self._folder) / "Caddyfile"
        self._file.write_text(text.replace("{\n", "{\n  admin off\n", 1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [caddy(), "run", "--config", str(self._file), "--adapter", "caddyfile"],
            env={**os.environ, "SITE_URL": self.url, "XDG_DATA_HOME": self._folder, "XDG_CONFIG_HOME": self._folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self.port, self._process)
        return self

    def __exit__(self, *exception: object) -> None:
        end(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)


def answers(url: str, paths: tuple[str, ...], times: int) -> list[tuple[int, float]]:
    """Status and seconds of so many requests of each path, one after the other, each on a connection of its own."""
    found = []
    for path in paths * times:
        began = time.perf_counter()
        with urllib.request.urlopen(url + path, timeout=10) as answer:
            answer.read()
            found.append((answer.status, time.perf_counter() - began))
    return found
