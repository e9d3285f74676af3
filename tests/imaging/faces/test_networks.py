import hashlib
import shutil

import numpy as np
import pytest

from apps.imaging.faces.networks import FOLDER, Network, WeightsDamaged, face_detector, sigmoid

NAMES = ("face_detection_full_range", "face_landmark", "selfie_segmentation")


@pytest.mark.parametrize("name", NAMES)
def test_network_with_a_changed_byte_is_not_loaded(name, tmp_path):
    weights = tmp_path / f"{name}.tflite"
    shutil.copy(FOLDER / weights.name, weights)
    Network(name, folder=tmp_path)
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)

    with pytest.raises(WeightsDamaged, match=name):
        Network(name, folder=tmp_path)


def test_notice_names_every_file_of_weights_with_its_sum_and_length():
    notice = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.tflite"):
        data = path.read_bytes()
        assert f"{hashlib.sha256(data).hexdigest()}  {path.name}" in notice
        assert f"| `{path.name}` | {len(data):,} |" in notice
    assert (FOLDER / "LICENSE").read_text(encoding="utf-8").strip().startswith("Apache License")


def test_network_gives_the_same_numbers_twice():
    picture = np.random.default_rng(1).random((192, 192, 3), np.float32)
    first = face_detector().run(picture)
    face_detector().run(picture * 0.5)
    again = face_detector().run(picture)

    assert [one.shape for one in first] == [(1, 2304, 16), (1, 2304, 1)]
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))


def test_sigmoid_neither_overflows_nor_leaves_0_to_1():
    assert sigmoid(np.array([-1e6, 0.0, 1e6], np.float32)).tolist() == pytest.approx([0.0, 0.5, 1.0])
