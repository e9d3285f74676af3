"""The process that serves the site: it listens, raises its limit of open files, and runs `DeadlineServer` until it is told to stop."""

import argparse
import logging
import os
import resource
import signal
import socket
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from apps.common.deadline_server import MOST_CONNECTIONS, Stop, build_server

FORM_OVERHEAD_BYTES = 4 * 1024 * 1024
"""What a form carries beside the picture: a painted mask and texts."""

BACKLOG = 1024
"""Connections that the kernel keeps while the event loop is busy, or a web process is started again."""

SPARE_FILES = 200
"""File descriptors left for everything that is no client: the database, Redis, S3, open pictures."""


def connections_that_fit() -> int:
    """Raise the limit of open files as far as the system lets us; returns how many connections fit below it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(MOST_CONNECTIONS, max(SPARE_FILES, soft - SPARE_FILES))


class PortTaken(Exception):
    """The site cannot listen there. Says why and what to change."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Child processes may inherit it: all of them then accept from the same queue.

    Raises PortTaken when another program listens there or the system does not allow it.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        raise PortTaken(
            f"Port {port} of {host} cannot be used ({os.strerror(refused.errno or 0)}). "
            f"Stop the program that uses it, or choose another port: PORT={port + 1 if 0 < port < 65535 else 8000} make run"
        ) from refused
    listener.listen(BACKLOG)
    return listener


def _listen_or_exit(host: str) -> socket.socket:
    try:
        return listen(host, settings.PORT)
    except PortTaken as taken:
        sys.exit(str(taken))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")
    parser = argparse.ArgumentParser(description="Serve the site over HTTP until SIGTERM or SIGINT.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on, at PORT of the environment")
    parser.add_argument("--fd", type=int, help="a listening socket inherited from the parent process, instead")
    arguments = parser.parse_args()
    stopped = Stop()
    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it reports every request that waits for a thread
    inherited = arguments.fd is not None
    build_server(
        get_wsgi_application(),
        socket.socket(fileno=arguments.fd) if inherited else _listen_or_exit(arguments.host),
        threads=settings.WEB_THREADS,
        most_body_bytes=settings.UPLOAD_MAX_BYTES + FORM_OVERHEAD_BYTES,
        most_connections=connections_that_fit(),
    ).serve_until(stopped)


if __name__ == "__main__":
    main()
