import io

import numpy as np
import pytest
from PIL import Image

from apps.animations.create.preview import MAX_SIDE, NoPreview, Rehearsal, preview_of
from apps.engines.registry import EngineNotOffered
from apps.engines.sketch.engine import SketchEngine
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox.process import default_sandbox


def shown(image: bytes, prompt: str = "smile", **words):
    return preview_of(Rehearsal(image, "sketch", prompt, **words), sandbox=default_sandbox())


def frames_of(loop: bytes) -> list[np.ndarray]:
    with Image.open(io.BytesIO(loop)) as opened:
        assert opened.format == "WEBP"
        frames = []
        for index in range(opened.n_frames):
            opened.seek(index)
            frames.append(np.asarray(opened.convert("RGB")))
    return frames


def test_a_preview_is_a_small_loop_of_the_usual_length(portrait):
    preview = shown(portrait)

    with Image.open(io.BytesIO(preview.loop)) as opened:
        assert opened.info["loop"] == 0
        assert max(opened.size) <= MAX_SIDE
    frames = frames_of(preview.loop)
    # The encoder merges equal neighbors: a face that holds its peak is one longer frame.
    assert SketchEngine.capabilities.default_frames - 3 <= len(frames) <= SketchEngine.capabilities.default_frames
    assert np.abs(frames[6].astype(int) - frames[0]).mean() > 0.5
    assert preview.faces == 1


def test_fewer_frames_last_as_long(portrait):
    durations = []
    for frames in (6, 12):
        with Image.open(io.BytesIO(shown(portrait, frames=frames).loop)) as opened:
            total = 0
            for index in range(opened.n_frames):
                opened.seek(index)
                opened.load()
                total += opened.info["duration"]
        durations.append(total)
    assert durations[0] == pytest.approx(durations[1], abs=20)


def test_a_preview_moves_as_strongly_as_asked(portrait):
    # An earthquake shakes the picture and leaves the camera where it is, which would count for more than a face.
    weak, strong = (
        frames_of(shown(portrait, "earthquake", strength=strength, frames=6).loop) for strength in (0.1, 1.0)
    )
    assert np.abs(strong[3].astype(int) - strong[0]).mean() > np.abs(weak[3].astype(int) - weak[0]).mean()


def test_a_face_that_somebody_points_at_acts(samples):
    cat = (samples / "chelsea.jpg").read_bytes()
    assert shown(cat).faces == 0
    assert shown(cat, face=(0.40, 0.38, 0.77, 0.40, 0.60, 0.80)).faces == 1


def test_outside_a_mask_a_preview_stands_still(portrait):
    with Image.open(io.BytesIO(portrait)) as photo:
        mask = Image.new("L", photo.size, 0)
    mask.paste(255, (0, 0, mask.width, mask.height // 8))
    out = io.BytesIO()
    mask.save(out, "PNG")
    frames = frames_of(shown(portrait, "on fire", mask=out.getvalue()).loop)
    rows = len(frames[0])
    moved = [np.abs(frame.astype(int) - frames[0]).mean(axis=(1, 2)) for frame in frames]
    inside, outside = (max(one[part].mean() for one in moved) for part in (slice(rows // 8), slice(rows // 3, None)))
    assert outside < 0.4 * inside  # what is left is the noise of the encoder


def test_an_engine_that_has_to_be_paid_shows_nothing_before(portrait, settings):
    settings.STABILITY_API_KEY = "sk-fake"
    with pytest.raises(NoPreview):
        preview_of(Rehearsal(portrait, "stability", "smile"), sandbox=default_sandbox())


def test_an_engine_that_is_not_offered_is_named(portrait):
    with pytest.raises(EngineNotOffered):
        preview_of(Rehearsal(portrait, "nobody", "smile"), sandbox=default_sandbox())


def test_what_is_no_picture_is_refused():
    with pytest.raises(PictureRejected):
        shown(b"no picture")


def test_the_film_of_a_preview_is_the_same_each_time(portrait):
    assert shown(portrait, "confetti").loop == shown(portrait, "confetti").loop
