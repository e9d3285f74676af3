"""Small programs that the sandbox's tests run as processes of their own, because they fork or are killed.

Run as `python -m tests.imaging.sandbox_scripts NAME`. Each prints one line of JSON when it has something to tell.
"""

import json
import multiprocessing
import os
import sys
import threading
import time

import billiard

from apps.imaging.errors import TooManyPixels
from apps.imaging.sandbox import process as sandbox
from tests.imaging.pictures import chunk, encoded, gradient, header, png_of, zeros

RULE = {"multiple_of": 8, "max_pixels": 65536, "max_side": 256, "min_side": 64}
PICTURE = encoded(gradient(64, 64))


def tell(**facts):
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def works() -> bool:
    return sandbox.default_sandbox().ingest(PICTURE, **RULE).width == 64


def wait_to_be_killed():
    works()
    tell(zygotes=sandbox.default_sandbox().zygote_pids())
    time.sleep(60)


def wait_to_be_killed_with_a_forked_child():
    """The child inherits the pipes and closes them; should it not, the zygote must still notice that its parent is gone."""
    works()
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    tell(zygotes=sandbox.default_sandbox().zygote_pids(), child=child)
    time.sleep(60)


def leak_a_pipe_end_and_wait():
    works()
    (zygote,) = sandbox.default_sandbox()._living
    leaked = os.dup(zygote._to)
    child = os.fork()
    if child == 0:
        os.fstat(leaked)
        time.sleep(60)
        os._exit(0)
    tell(zygotes=sandbox.default_sandbox().zygote_pids(), child=child)
    time.sleep(60)


def fork_and_compare():
    """Fork while other threads hold the locks of the pool; parent and child must both go on, each with its own zygotes."""
    works()
    before = sandbox.default_sandbox().zygote_pids()
    stop = threading.Event()

    def hold_locks():
        while not stop.is_set():
            sandbox.default_sandbox().zygote_pids()
            works()

    threads = [threading.Thread(target=hold_locks) for _ in range(2)]
    for thread in threads:
        thread.start()
    children = []
    for _ in range(3):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            empty = sandbox.default_sandbox().zygote_pids()
            answer = {"at_first": empty, "works": works(), "own": sandbox.default_sandbox().zygote_pids()}
            os.write(writing, json.dumps(answer).encode())
            sandbox.close()
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            children.append(json.loads(pipe.read()))
        os.waitpid(child, 0)
    stop.set()
    for thread in threads:
        thread.join()
    after = sandbox.default_sandbox().zygote_pids()
    tell(kept=set(before) <= set(after), works=works(), children=children, parent=after)


def work_in_a_pool_child(queue):
    queue.put([works(), billiard.current_process().daemon or multiprocessing.current_process().daemon])
    sandbox.close()


def use_in_daemonic_children():
    works()
    answers = []
    for library in (billiard.get_context("fork"), multiprocessing.get_context("fork")):
        queue = library.SimpleQueue()
        process = library.Process(target=work_in_a_pool_child, args=(queue,), daemon=True)
        process.start()
        answers.append(queue.get())
        process.join()
    tell(answers=answers)


def measure_memory():
    """Print by how many MB this process grew while its sandbox decoded 24 million pixels and refused a bomb."""
    heavy = png_of(header(6000, 4000), chunk(b"IDAT", zeros(4000 * (1 + 3 * 6000))), chunk(b"IEND", b""))
    bomb = png_of(header(9400, 9400), chunk(b"IDAT", zeros(9400 * (1 + 3 * 9400))), chunk(b"IEND", b""))
    works()
    before = peak_mb()
    done = sandbox.default_sandbox().ingest(heavy, **RULE)
    try:
        sandbox.default_sandbox().ingest(bomb, **RULE)
    except TooManyPixels as refused:
        tell(
            size=[done.width, done.height], bomb_kb=len(bomb) // 1024, said=refused.message, grown_mb=peak_mb() - before
        )


def peak_mb() -> int:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 # a file of the kernel's, not of a disk
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    globals()[sys.argv[1]]()
