"""A name server that never answers, for this process alone: a mount namespace in which resolv.conf names one of ours."""

import ctypes
import os
import socket
import tempfile
from pathlib import Path

CLONE_NEWNS, MS_BIND, MS_PRIVATE, MS_REC = 0x20000, 0x1000, 0x40000, 0x4000
ADDRESS = "127.0.53.53"
_server: list[socket.socket] = []  # open for as long as the process lives


def silence_the_name_server() -> str:
    """Every name this process asks for from now on gets no answer. Returns why not, where the system does not let us."""
    libc = ctypes.CDLL(None, use_errno=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        server.bind((ADDRESS, 53))
    except OSError as error:
        return f"no name server of ours: {error}"
    _server.append(server)
    with tempfile.NamedTemporaryFile("w", prefix="gifsite-faults-", suffix=".conf") as file:
        # Unasked the resolver waits five seconds for each of two tries. This is longer than a call here may take, too.
        file.write(f"nameserver {ADDRESS}\noptions timeout:4 attempts:1\n")
        file.flush()
        Path(file.name).chmod(0o644)
        for attempt in (
            lambda: libc.unshare(CLONE_NEWNS),
            lambda: libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None),
            lambda: libc.mount(os.fsencode(file.name), b"/etc/resolv.conf", None, MS_BIND, None),
        ):
            if attempt() != 0:
                return f"no mount namespace of our own: {os.strerror(ctypes.get_errno())}"
    return ""
