"""What `make dev` does when a file is saved: real processes and a real watch of a folder."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer

import pytest
from django.core.management import CommandError, call_command

from apps.operations.management.commands.up import Command, code_changes, end_group

WAITS = (sys.executable, "-S", "-c", "import signal; signal.signal(signal.SIGTERM, signal.SIG_DFL); signal.pause()")


def waiting() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(WAITS, start_new_session=True)


@pytest.fixture
def parts():
    """Two parts that run until they are told to end."""
    children = {"web 1": waiting(), "sweeper": waiting()}
    yield children
    for child in children.values():
        end_group(child.pid)
        child.wait()


def keep_running(children, ticks, *, starter: Callable[[], "subprocess.Popen[bytes]"] = waiting) -> str:
    said = io.StringIO()
    Command(stdout=said, stderr=said).keep_running(children, dict.fromkeys(children, starter), ticks, Event())
    return said.getvalue()


def test_every_part_is_started_again_once_when_code_changes(parts):
    before = dict(parts)

    def ticks():
        yield ()
        assert parts == before
        yield ["apps/pages/views.py"]
        for child in before.values():
            child.wait()
        yield ()

    assert keep_running(parts, ticks()) == "apps/pages/views.py changed; all parts are started again\n"
    assert [child.poll() for child in parts.values()] == [None, None]
    assert not set(before.values()) & set(parts.values())


def test_a_worker_with_something_in_work_is_asked_to_end_once_however_often_code_changes(parts, tmp_path):
    asked = tmp_path / "asked"
    counts = f"""
import pathlib, signal, sys
signal.signal(signal.SIGTERM, lambda *_: pathlib.Path({str(asked)!r}).open("a").write("x"))
print("ready", flush=True)
while True: signal.pause()
"""
    busy = subprocess.Popen([sys.executable, "-S", "-c", counts], stdout=subprocess.PIPE, start_new_session=True)
    busy.stdout.readline()
    children = {"frames worker": busy}

    def ticks():
        yield ["apps/a.py"]
        while not asked.exists():
            yield ()
        yield ["apps/b.py"]
        yield ()

    try:
        keep_running(children, ticks())
        assert (asked.read_text(), children["frames worker"]) == ("x", busy)
    finally:
        end_group(busy.pid)
        busy.wait()
        busy.stdout.close()


def test_a_saved_python_file_is_a_change_and_a_saved_template_is_none(tmp_path: Path):
    for name in ("apps", "gifsite"):
        (tmp_path / name).mkdir()
    (tmp_path / "manage.py").touch()
    ticks = code_changes(tmp_path)
    next(ticks)  # from here on the folders are watched

    def save():
        (tmp_path / "apps" / "page.html").write_text("words")
        (tmp_path / "apps" / "views.py").write_text("words")

    Timer(0.05, save).start()
    changed = next(names for names in ticks if names)
    ticks.close()
    assert changed == ["apps/views.py"]


def test_a_site_of_an_operator_does_not_reload(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("up", "--reload")
