"""The broker of a site without Redis loses nothing and never shows a message that is not whole."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from kombu import Connection

MESSAGES = 1500
WRITER = """
import sys
from kombu import Connection
transport, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "/control"}
with Connection("filesystem://", transport=transport, transport_options=options) as connection:
    queue = connection.SimpleQueue("frames")
    for number in range(count):
        queue.put({"number": number, "padding": "x" * 4000})
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "control").mkdir()
    return tmp_path


def connect(folder: Path) -> Connection:
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    return Connection("filesystem://", transport="gifsite.filequeue:Transport", transport_options=options)


@pytest.mark.large
def test_a_reader_that_hurries_after_a_writing_process_gets_every_message_whole_and_in_order(folder):
    writer = subprocess.Popen([sys.executable, "-c", WRITER, "gifsite.filequeue:Transport", str(folder), str(MESSAGES)])
    numbers: list[int] = []
    with connect(folder) as connection:
        queue = connection.SimpleQueue("frames", queue_opts={"durable": True})
        until = time.monotonic() + 60
        while len(numbers) < MESSAGES and time.monotonic() < until:
            try:
                message = queue.get_nowait()
            except queue.Empty:
                continue
            numbers.append(message.payload["number"])
            message.ack()
    assert writer.wait(30) == 0
    assert numbers == list(range(MESSAGES))
    assert list(folder.glob("*.*sg")) == []
    assert list(folder.glob("*.taken")) == []


def test_a_message_being_written_is_not_seen_by_a_reader(folder):
    with connect(folder) as connection:
        queue = connection.SimpleQueue(
            "letters"
        )  # kombu remembers a queue's binding per process, so each test has its own
        (folder / "00000000000000000001_aa.partial").write_text('{"half')
        with pytest.raises(queue.Empty):
            queue.get_nowait()
        queue.put({"whole": True})
        assert queue.get_nowait().payload == {"whole": True}


def test_a_message_waits_for_the_reader_of_its_own_queue(folder):
    with connect(folder) as connection:
        connection.SimpleQueue("brushes").put("paint")
        pixels = connection.SimpleQueue("pixels")
        with pytest.raises(pixels.Empty):
            pixels.get_nowait()
        assert connection.SimpleQueue("brushes").get_nowait().payload == "paint"
