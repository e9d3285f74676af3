"""Who may look into a worker's folder, and when."""

import os
import threading

from apps.animations.rendering.spool import Spool, abandoned_folders, answers_in, remove_if_empty


def test_a_worker_that_begins_is_never_taken_for_one_that_is_gone(tmp_path):
    leaving = threading.Event()

    def tidy():
        while not leaving.is_set():
            for folder in abandoned_folders(tmp_path):
                remove_if_empty(folder)

    neighbors = [threading.Thread(target=tidy) for _ in range(2)]
    for neighbor in neighbors:
        neighbor.start()
    try:
        for _ in range(80):
            spool = Spool(tmp_path)
            spool.check_room()  # raises when somebody has removed the folder
            assert (spool.folder / "lock").stat().st_ino == os.fstat(spool._lock).st_ino
            spool.close()
    finally:
        leaving.set()
        for neighbor in neighbors:
            neighbor.join()


def test_a_folder_belongs_to_nobody_once_its_worker_is_gone(tmp_path):
    alive, dead = Spool(tmp_path), Spool(tmp_path)
    assert list(abandoned_folders(tmp_path)) == []
    os.close(dead._lock)  # as the kernel does
    assert list(abandoned_folders(tmp_path)) == [dead.folder]
    assert answers_in(dead.folder) == []
    remove_if_empty(dead.folder)
    assert [path.name for path in tmp_path.iterdir()] == [alive.worker]
    alive.close()


def test_a_folder_that_is_gone_holds_no_answers(tmp_path):
    assert answers_in(tmp_path / "gone") == []


def test_a_folder_that_is_being_made_is_nobodys_business(tmp_path):
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / "lock.new").touch()
    assert list(abandoned_folders(tmp_path)) == []
