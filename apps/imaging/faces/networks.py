"""The three networks, read from the files beside this module and checked before they run.

Google MediaPipe's face detector (BlazeFace, full range), face mesh and selfie segmentation, Apache-2.0; where the files come
from stands in `weights/README.md`. OpenCV runs them on the processor.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

FOLDER = Path(__file__).parent / "weights"

_SHA256 = {
    "face_detection_full_range": "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
    "face_landmark": "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
    "selfie_segmentation": "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27",
}


class WeightsDamaged(Exception):
    """A file of weights is not the one that was published with this code."""


class Network:
    """One network. Not for two threads at once: OpenCV keeps the input and the layers' results inside it."""

    def __init__(self, name: str, outputs: Sequence[str] = (), *, folder: Path = FOLDER) -> None:
        """Load a network from a folder of weights. Raises WeightsDamaged and OSError."""
        weights = folder / f"{name}.tflite"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != _SHA256[name]:
            raise WeightsDamaged(f"{weights.name} has other bytes than it was published with")
        # The default engine of OpenCV 5.0 keeps only one output of these files, and bytes in memory always get that engine.
        self._net = cv2.dnn.readNetFromTFLite(str(weights), cv2.dnn.ENGINE_CLASSIC)
        self._outputs = tuple(outputs) or tuple(self._net.getUnconnectedOutLayersNames())

    def run(self, picture: Floats) -> list[Floats]:
        """Return the outputs for one picture, (H, W, 3) float32 RGB in the range that this network wants."""
        self._net.setInput(np.ascontiguousarray(picture.transpose(2, 0, 1)[None]))
        return [np.array(output, np.float32) for output in self._net.forward(self._outputs)]


@lru_cache(maxsize=1)
def face_detector() -> Network:
    """Return the detector: 192 × 192 in -1 … 1; outputs boxes (2304, 16) and scores (2304, 1)."""
    return Network("face_detection_full_range", ("reshaped_regressor_face_4", "reshaped_classifier_face_4"))


@lru_cache(maxsize=1)
def face_mesh() -> Network:
    """Return the mesh: 192 × 192 in 0 … 1; outputs 468 points in pixels of its input, and a score."""
    return Network("face_landmark", ("conv2d_20", "conv2d_30"))


@lru_cache(maxsize=1)
def person_segmentation() -> Network:
    """Return the segmentation: 256 × 256 in 0 … 1; output the probability of a person."""
    return Network("selfie_segmentation")


def sigmoid(values: Floats) -> Floats:
    """Return 1 / (1 + e^-x), without overflow."""
    result: Floats = (1.0 / (1.0 + np.exp(-np.clip(values, -50.0, 50.0)))).astype(np.float32)
    return result
