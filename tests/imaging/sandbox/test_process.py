import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageCms

from apps.imaging import errors
from apps.imaging.codecs.ingest import Ingested, ingest
from apps.imaging.codecs.mask import ingest_mask
from apps.imaging.codecs.painted import accept_painted
from apps.imaging.faces.analysis import analyze, read_analysis
from apps.imaging.sandbox import process as shared
from apps.imaging.sandbox.child import turns_of
from apps.imaging.sandbox.process import DEFAULT_LIMITS, Limits, Sandbox, SandboxUnavailable, _judge, wire
from tests.imaging.pictures import chunk, encoded, gradient, header, noise, png_of, slow_jpeg, zeros

RULE = {"multiple_of": 8, "max_pixels": 65536, "max_side": 256, "min_side": 64}
PICTURE = encoded(gradient(80, 60))
ROOT = Path(__file__).resolve().parents[3]

needs_proc = pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="reads Linux's /proc")


@pytest.fixture(scope="module")
def sandbox():
    sandbox = Sandbox(1)
    yield sandbox
    sandbox.close()


@pytest.fixture
def small():
    """A sandbox with other limits, closed at the end."""
    made = []

    def make(**limits):
        defaults = {"memory_bytes": DEFAULT_LIMITS.memory_bytes, "cpu_seconds": 10, "wall_seconds": 15.0}
        made.append(Sandbox(1, limits=Limits(**(defaults | limits))))
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture(scope="module")
def slow_picture():
    """Seconds of decoding in some kilobytes."""
    return slow_jpeg(4000)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


def child_of(zygote: int) -> int:
    """The child that a zygote has forked; waits until it is there."""
    listed, found = Path(f"/proc/{zygote}/task/{zygote}/children"), []
    assert wait_until(lambda: found.extend(listed.read_text(encoding="ascii").split()) or found)
    return int(found[0])  # as it was seen: the next look may find none any more


def working_child_of(zygote: int) -> int:
    """The child that a zygote has given a picture to; waits until it has worked on it for some hundredths of a second."""

    def ticks(child: int) -> int:
        try:
            return int(Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11])
        except FileNotFoundError:
            return 0

    assert wait_until(lambda: ticks(child_of(zygote)) >= 5)
    return child_of(zygote)


class Job(threading.Thread):
    """An ingest in another thread, and what became of it."""

    def __init__(self, sandbox, data):
        super().__init__()
        self.sandbox, self.data, self.outcome = sandbox, data, None
        self.start()

    def run(self):
        try:
            self.outcome = self.sandbox.ingest(self.data, **RULE)
        except Exception as error:  # the test compares whatever came
            self.outcome = error


def run_script(name: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.imaging.sandbox_scripts", name],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return json.loads(done.stdout)


# -- the same promises as the pure functions


def test_sandbox_ingests_as_the_pure_function_does(sandbox):
    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)


def pictures_that_need_rare_code():
    """Pictures whose decoding imports what a plain one does not: a child cannot open a file to import it."""
    plain = Image.fromarray(gradient(80, 60))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 5
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    palette = plain.quantize(16)
    return {
        "a print JPEG with a profile of another model": encoded(plain.convert("CMYK"), "JPEG", icc_profile=profile),
        "a picture pair of a phone": encoded(plain, "MPO", save_all=True, append_images=[plain]),
        "a photo with a place": encoded(plain, "JPEG", exif=exif, icc_profile=profile),
        "a progressive JPEG": encoded(plain, "JPEG", progressive=True),
        "a WebP with a place": encoded(plain, "WEBP", exif=exif),
        "a transparent WebP": encoded(plain.convert("RGBA"), "WEBP", lossless=True),
        "16 bits": encoded(Image.fromarray(np.arange(4800, dtype=np.uint16).reshape(60, 80))),
        "a transparent palette": encoded(palette, transparency=3),
        "gray and alpha": encoded(plain.convert("LA")),
        "an AVIF with a profile and a place": encoded(plain, "AVIF", exif=exif, icc_profile=profile),
        "a transparent AVIF": encoded(plain.convert("RGBA"), "AVIF"),
        "an AVIF that moves": encoded(plain, "AVIF", save_all=True, append_images=[plain.rotate(180)]),
        "a transparent GIF that moves": encoded(
            palette, "GIF", transparency=3, save_all=True, append_images=[palette.rotate(180)]
        ),
        "one bit": encoded(plain.convert("1")),
        "a bad profile": encoded(plain, icc_profile=b"junk" * 40),
        "a bad EXIF block": encoded(plain, "JPEG", exif=b"Exif\x00\x00MM\x00*" + b"\xff" * 40),
    }


RARE = pictures_that_need_rare_code()


@pytest.mark.parametrize("name", RARE)
def test_child_without_files_reads(sandbox, name):
    assert sandbox.ingest(RARE[name], **RULE) == ingest(RARE[name], **RULE)


def test_sandbox_ingests_masks_as_the_pure_function_does(sandbox):
    mask = encoded(np.full((60, 80), 255, np.uint8))

    assert sandbox.ingest_mask(mask, width=160, height=120) == ingest_mask(mask, width=160, height=120)


def test_sandbox_answers_none_for_a_mask_with_nothing_painted(sandbox):
    assert sandbox.ingest_mask(encoded(np.zeros((60, 80), np.uint8)), width=80, height=60) is None


@pytest.mark.parametrize("size", [(80, 60), (160, 120)])
def test_sandbox_accepts_painted_frames_as_the_pure_function_does(sandbox, size):
    width, height = size

    assert sandbox.accept_painted(PICTURE, width=width, height=height) == accept_painted(
        PICTURE, width=width, height=height
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", PICTURE[:-20], encoded(gradient(400, 20)), encoded(gradient(8, 8)), bytes(21 << 20), b"%PDF-1.7"],
)
def test_sandbox_refuses_with_the_class_and_sentence_of_the_pure_function(sandbox, data):
    with pytest.raises(errors.PictureRejected) as pure:
        ingest(data, **RULE)
    with pytest.raises(errors.PictureRejected) as sandboxed:
        sandbox.ingest(data, **RULE)

    assert (type(sandboxed.value), sandboxed.value.message) == (type(pure.value), pure.value.message)


def test_sandbox_takes_a_wrong_rule_for_the_caller_s_mistake(sandbox):
    with pytest.raises(ValueError, match="no size of at least 640"):
        sandbox.ingest(PICTURE, multiple_of=64, max_pixels=1000, max_side=1024, min_side=640)


def test_shared_sandbox_does_every_job_and_close_ends_it():
    shared.close()  # tests before this one may have read two pictures at once
    done = shared.default_sandbox().ingest(PICTURE, **RULE)
    painted = shared.default_sandbox().accept_painted(PICTURE, width=80, height=60)
    mask = shared.default_sandbox().ingest_mask(PICTURE, width=80, height=60)
    zygotes = shared.default_sandbox().zygote_pids()
    shared.close()

    assert (done, painted.kept, mask) == (
        ingest(PICTURE, **RULE),
        True,
        ingest_mask(PICTURE, width=80, height=60),
    )
    assert len(zygotes) == 1
    assert shared.default_sandbox().zygote_pids() == []
    assert not is_alive(zygotes[0])


# -- what is found in a picture


@pytest.fixture(scope="module")
def astronaut():
    return encoded(skimage.data.astronaut())


def test_sandbox_analyzes_as_the_pure_function_does(sandbox, astronaut):
    found = sandbox.analyze(astronaut)

    assert found == analyze(skimage.data.astronaut()).as_bytes()
    assert len(read_analysis(found).faces) == 1


def test_analysis_meets_a_fresh_child_each_time(sandbox):
    (zygote,) = sandbox.zygote_pids()
    before = child_of(zygote)
    sandbox.analyze(PICTURE)
    assert wait_until(lambda: child_of(zygote) != before)
    assert turns_of(wire.pack({"job": "analyze", "parameters": {}})) == 0


@pytest.mark.parametrize("data", [b"", b"hello", PICTURE[:-40]])
def test_sandbox_refuses_to_analyze_what_is_no_whole_picture(sandbox, data):
    with pytest.raises(errors.Broken):
        sandbox.analyze(data)


@needs_proc
def test_zygote_has_a_single_thread_after_it_has_run_its_networks(sandbox, astronaut):
    sandbox.analyze(astronaut)
    (zygote,) = sandbox.zygote_pids()

    assert len(list(Path(f"/proc/{zygote}/task").iterdir())) == 1


@pytest.mark.large
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit address space")
def test_child_needs_a_third_of_its_memory_to_analyze_the_largest_picture_an_engine_takes(small):
    largest = encoded(noise(1024, 1024, 1))  # nothing is found in it, so it is looked at as often as can be
    roomy, tight = small(memory_bytes=DEFAULT_LIMITS.memory_bytes // 3), small(memory_bytes=16 << 20)

    assert read_analysis(roomy.analyze(largest)).faces == ()
    with pytest.raises(errors.TooHeavy):
        tight.analyze(largest)


# -- limits


@pytest.mark.large
@needs_proc
def test_child_has_no_files_no_environment_and_its_limits(small, slow_picture, monkeypatch):
    monkeypatch.setenv("CANARY_OF_THE_TESTS", "secret")
    sandbox = small(wall_seconds=0.5)
    job = Job(sandbox, slow_picture)
    assert wait_until(sandbox.zygote_pids)
    child = child_of(sandbox.zygote_pids()[0])
    proc = Path(f"/proc/{child}")
    rows = {}

    def limits_are_set():
        for line in (proc / "limits").read_text(encoding="ascii").splitlines()[1:]:
            rows[line[:26].strip()] = tuple(line[26:].split()[:2])
        return rows["Max open files"] == ("0", "0")

    assert wait_until(limits_are_set)
    opened = [str(link.readlink()).partition(":")[0] for link in (proc / "fd").iterdir()]
    environment = dict(entry.split(b"=", 1) for entry in (proc / "environ").read_bytes().split(b"\0") if entry)
    job.join()

    names = ("Max cpu time", "Max file size", "Max core file size", "Max processes", "Max open files")
    assert {name: rows[name] for name in names} == {
        "Max cpu time": ("10", "10"),
        "Max file size": ("0", "0"),
        "Max core file size": ("0", "0"),
        "Max processes": ("0", "0"),
        "Max open files": ("0", "0"),
    }
    assert 0 <= int(rows["Max address space"][0]) - DEFAULT_LIMITS.memory_bytes < 1 << 31
    assert opened == ["pipe", "pipe"]
    assert set(environment) - {b"LD_LIBRARY_PATH", b"PYTHONHOME"} == {
        b"OPENBLAS_NUM_THREADS",
        b"OMP_NUM_THREADS",
        b"MKL_NUM_THREADS",
    }


def assert_goes_on(sandbox, zygotes):
    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)
    assert sandbox.zygote_pids() == zygotes


@pytest.mark.large
def test_sandbox_stops_a_picture_that_takes_too_long(small, slow_picture):
    sandbox = small(wall_seconds=0.3)
    sandbox.ingest(PICTURE, **RULE)
    zygotes = sandbox.zygote_pids()
    begun = time.monotonic()

    with pytest.raises(errors.TooHeavy) as refused:
        sandbox.ingest(slow_picture, **RULE)

    assert refused.value.message == (
        "That picture is too complex to read. Save it as a standard PNG or JPEG and upload that."
    )
    assert 0.3 <= time.monotonic() - begun < 1.5
    assert_goes_on(sandbox, zygotes)


@pytest.mark.large
def test_sandbox_stops_a_picture_that_takes_too_much_cpu(small, slow_picture):
    sandbox = small(cpu_seconds=1)
    sandbox.ingest(PICTURE, **RULE)
    zygotes = sandbox.zygote_pids()
    begun = time.monotonic()

    with pytest.raises(errors.TooHeavy):
        sandbox.ingest(slow_picture, **RULE)

    assert time.monotonic() - begun < 5
    assert_goes_on(sandbox, zygotes)


@pytest.mark.large
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit address space")
def test_sandbox_stops_a_picture_that_takes_too_much_memory(small):
    heavy = png_of(header(4800, 4800), chunk(b"IDAT", zeros(4800 * (1 + 3 * 4800))), chunk(b"IEND", b""))
    sandbox = small(memory_bytes=48 << 20)
    sandbox.ingest(PICTURE, **RULE)
    zygotes = sandbox.zygote_pids()

    with pytest.raises(errors.TooHeavy):
        sandbox.ingest(heavy, **RULE)

    assert_goes_on(sandbox, zygotes)


@pytest.mark.large
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit address space")
def test_child_needs_at_most_two_thirds_of_its_memory_for_the_heaviest_jpeg_and_a_third_is_not_enough(small):
    flat = Image.new("CMYK", (8192, 6144), (90, 60, 30, 20))
    heaviest = encoded(flat, "JPEG", progressive=True, subsampling=0, quality=50)  # all of its blocks are kept at once
    roomy, tight = small(memory_bytes=DEFAULT_LIMITS.memory_bytes * 2 // 3), small(memory_bytes=256 << 20)

    assert roomy.ingest(heaviest, **RULE).width == 256
    with pytest.raises(errors.PictureRejected):  # of libjpeg's lack of memory Pillow says no more than that it failed
        tight.ingest(heaviest, **RULE)


@pytest.mark.large
@needs_proc
def test_caller_does_not_grow_when_its_sandbox_decodes_24_million_pixels_and_refuses_a_bomb():
    told = run_script("measure_memory")

    assert told["size"] == [256, 168]
    assert told["bomb_kb"] in range(240, 270)
    assert told["said"] == (
        "That picture is 9400 × 9400 pixels. The limit is 12000 on a side and 26 million in all. Upload a smaller one."
    )
    assert told["grown_mb"] <= 8


# -- deaths


@needs_proc
def test_killed_child_is_a_refusal_and_its_zygote_goes_on(sandbox, slow_picture):
    sandbox.ingest(PICTURE, **RULE)
    zygotes = sandbox.zygote_pids()
    job = Job(sandbox, slow_picture)
    os.kill(working_child_of(zygotes[0]), signal.SIGKILL)
    job.join()

    assert type(job.outcome) is errors.TooHeavy
    assert_goes_on(sandbox, zygotes)


@needs_proc
def test_child_that_died_waiting_is_replaced_unnoticed(sandbox):
    sandbox.ingest(PICTURE, **RULE)
    zygotes = sandbox.zygote_pids()
    time.sleep(0.1)  # the child of that picture is gone by now, and the next one waits
    waiting = child_of(zygotes[0])
    os.kill(waiting, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(waiting))

    assert_goes_on(sandbox, zygotes)


@needs_proc
def test_upload_meets_a_fresh_child_and_painted_frames_share_one(sandbox):
    (zygote,) = sandbox.zygote_pids()
    sandbox.accept_painted(PICTURE, width=80, height=60)
    shared = child_of(zygote)
    sandbox.accept_painted(PICTURE, width=80, height=60)
    assert child_of(zygote) == shared
    sandbox.ingest(PICTURE, **RULE)
    assert wait_until(lambda: child_of(zygote) != shared)
    fresh = child_of(zygote)
    sandbox.ingest(PICTURE, **RULE)
    assert wait_until(lambda: child_of(zygote) != fresh)


def test_zygote_that_died_idle_is_replaced_unnoticed(sandbox):
    sandbox.ingest(PICTURE, **RULE)
    (dead,) = sandbox.zygote_pids()
    os.kill(dead, signal.SIGKILL)

    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)
    (fresh,) = sandbox.zygote_pids()
    assert fresh != dead


@needs_proc
def test_zygote_that_dies_with_a_picture_is_a_refusal_and_is_replaced(sandbox, slow_picture):
    sandbox.ingest(PICTURE, **RULE)
    (dead,) = sandbox.zygote_pids()
    job = Job(sandbox, slow_picture)
    child = working_child_of(dead)
    os.kill(dead, signal.SIGKILL)
    job.join()
    os.kill(child, signal.SIGKILL)

    assert type(job.outcome) is errors.TooHeavy
    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)
    assert sandbox.zygote_pids() != [dead]


def test_sandbox_says_it_is_unavailable_when_no_zygote_starts():
    with pytest.raises(SandboxUnavailable):
        Sandbox(1, python="/bin/false").ingest(PICTURE, **RULE)
    with pytest.raises(SandboxUnavailable):
        Sandbox(1, python="/nowhere/python").ingest(PICTURE, **RULE)


def test_place_of_a_zygote_that_did_not_start_is_not_lost():
    sandbox = Sandbox(1, python="/bin/false")
    with pytest.raises(SandboxUnavailable):
        sandbox.ingest(PICTURE, **RULE)
    sandbox.python = sys.executable

    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)
    sandbox.close()


def test_sandbox_starts_again_after_close(sandbox):
    sandbox.ingest(PICTURE, **RULE)
    before = sandbox.zygote_pids()
    sandbox.close()

    assert sandbox.zygote_pids() == []
    assert sandbox.ingest(PICTURE, **RULE) == ingest(PICTURE, **RULE)
    assert sandbox.zygote_pids() != before


@needs_proc
def test_close_ends_the_child_under_way(small, slow_picture):
    sandbox = small()
    sandbox.ingest(PICTURE, **RULE)
    (zygote,) = sandbox.zygote_pids()
    job = Job(sandbox, slow_picture)
    child = working_child_of(zygote)
    sandbox.close()
    job.join()

    assert type(job.outcome) is errors.TooHeavy
    assert not is_alive(zygote)
    assert wait_until(lambda: not is_alive(child))


# -- threads, forks, parents


def test_eight_threads_get_their_own_answers_from_two_zygotes():
    sandbox = Sandbox(2)
    frames = [encoded(noise(64, 48, seed)) for seed in range(8)]
    answers = {}

    def accept(seed):
        for _ in range(3):
            answers[seed] = sandbox.accept_painted(frames[seed], width=64, height=48).png

    threads = [threading.Thread(target=accept, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    zygotes = sandbox.zygote_pids()
    sandbox.close()

    assert answers == dict(enumerate(frames))
    assert len(zygotes) == 2


@pytest.mark.large
def test_forked_children_use_zygotes_of_their_own():
    told = run_script("fork_and_compare")

    assert [told["kept"], told["works"]] == [True, True]
    assert [[child["at_first"], child["works"], len(child["own"])] for child in told["children"]] == [[[], True, 1]] * 3
    assert {pid for child in told["children"] for pid in child["own"]} & set(told["parent"]) == set()


@pytest.mark.large
def test_sandbox_works_in_daemonic_children_of_billiard_and_multiprocessing():
    assert run_script("use_in_daemonic_children") == {"answers": [[True, True], [True, True]]}


@pytest.mark.large
@needs_proc
@pytest.mark.parametrize(
    "script", ["wait_to_be_killed", "wait_to_be_killed_with_a_forked_child", "leak_a_pipe_end_and_wait"]
)
def test_no_zygote_outlives_a_parent_that_was_killed(script):
    command = [sys.executable, "-m", "tests.imaging.sandbox_scripts", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        told = json.loads(parent.stdout.readline())
        assert is_alive(told["zygotes"][0])
        parent.kill()
        gone = wait_until(lambda: not is_alive(told["zygotes"][0]))
        if "child" in told:
            os.kill(told["child"], signal.SIGKILL)

    assert gone


# -- a child that lies

PLAIN = encoded(gradient(8, 8))


@pytest.mark.parametrize(
    "answer",
    {
        "nothing": b"",
        "noise": b"\xff" * 40,
        "a length that is wrong": wire.pack({"facts": {}})[:-1],
        "no JSON": wire.PREFIX.pack(3, 0) + b"{{{",
        "no object": wire.PREFIX.pack(2, 0) + b"[]",
        "deep JSON": wire.PREFIX.pack(60_000, 0) + b"[" * 60_000,
        "no facts": wire.pack({"facts": 7}),
        "a failure": wire.pack({"failed": "KeyError: x"}),
        "a rejection that does not exist": wire.pack({"rejected": "SystemExit", "message": "x"}),
    }.values(),
)
def test_answer_that_is_not_ours_counts_as_a_broken_picture(answer):
    with pytest.raises(errors.PictureRejected) as refused:
        _judge(answer)

    assert type(refused.value) is errors.Broken


def test_sentence_of_a_child_is_cut_and_cleaned():
    with pytest.raises(errors.TooSmall) as refused:
        _judge(wire.pack({"rejected": "TooSmall", "message": "a\x1b[2J\n" + "b" * 1000}))

    assert refused.value.message == "a[2J" + "b" * 296


class LyingSandbox(Sandbox):
    """A sandbox whose child answers what the test says."""

    def __init__(self, facts, payload):
        super().__init__(1)
        self.lie = (facts, payload)

    def _run(self, job, data, parameters):
        return self.lie


HONEST = {"width": 8, "height": 8, "received_width": 9, "received_height": 9, "moving": False, "asks": []} | {
    "background": "#ffffff"
}


@pytest.mark.parametrize(
    ("facts", "payload"),
    [
        (HONEST, b""),
        (HONEST, b"<script>"),
        (HONEST, PLAIN + b"<script>"),
        (HONEST, PLAIN[:33] + chunk(b"tEXt", b"a\x00b") + PLAIN[33:]),
        (HONEST, encoded(gradient(9, 8))),
        (HONEST, encoded(np.zeros((8, 8), np.uint8))),
        (HONEST, PLAIN[:-12]),
        (HONEST | {"width": "8"}, PLAIN),
        (HONEST | {"width": True}, PLAIN),
        (HONEST | {"asks": ["<script>"]}, PLAIN),
        (HONEST | {"asks": "crop"}, PLAIN),
        (HONEST | {"moving": 1}, PLAIN),
        ({}, PLAIN),
    ],
)
def test_facts_and_pixels_of_a_lying_child_are_refused(facts, payload):
    with pytest.raises(errors.Broken):
        LyingSandbox(facts, payload).ingest(b"", **RULE)


OTHER_PICTURE = analyze(gradient(9, 8)).as_bytes()


@pytest.mark.parametrize("payload", [b"", b"PK", PLAIN, OTHER_PICTURE, OTHER_PICTURE[:-1]])
def test_analysis_of_a_lying_child_is_refused(payload):
    with pytest.raises(errors.Broken):
        LyingSandbox({}, payload).analyze(PLAIN)


def test_analysis_of_an_honest_child_passes_the_same_check():
    honest = analyze(gradient(8, 8)).as_bytes()

    assert LyingSandbox({}, honest).analyze(PLAIN) == honest


def test_facts_and_pixels_of_an_honest_child_pass_the_same_check():
    done = LyingSandbox(HONEST, PLAIN).ingest(b"", **RULE)

    assert done == Ingested(PLAIN, 8, 8, 9, 9)
