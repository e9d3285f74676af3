import base64
import hashlib
import io
import json
import time

import pytest
from PIL import Image

from apps.engines.errors import (
    EngineError,
    EngineFault,
    NotSent,
    OperatorNeeded,
    OutcomeUnknown,
    PictureUnusable,
    RequestRefused,
)
from apps.engines.sdapi.answers import painted_from
from apps.engines.sdapi.client import SdapiEngine
from apps.engines.transport import Answer
from tests.engines.pictures import IMAGE, MASK


@pytest.fixture
def engine(sdapi):
    return SdapiEngine(base_url=sdapi.url, auth="alice:secret")


@pytest.fixture
def frame(wish):
    def make(**changes):
        return wish(**{"model": "img2img", **changes})

    return make


FIELDS = {
    "prompt": "a cat (red:0.5)",
    "negative_prompt": "",
    "width": 64,
    "height": 64,
    "denoising_strength": 0.45,
    "seed": 7,
    "steps": 30,
    "cfg_scale": 7,
}


@pytest.fixture
def paint(engine, frame, soon):
    """Ask for the usual frame, changed by keyword arguments."""
    return lambda **changes: engine.paint(frame(**changes), deadline=soon)


def arrived(fake):
    (entry,) = fake.log("arrived")
    return entry


def digests(entry):
    return {name: file["sha256"] for name, file in entry["files"].items()}


def test_a_frame_is_asked_for_with_exactly_these_fields(sdapi, paint):
    paint()
    entry = arrived(sdapi)
    assert (entry["method"], entry["endpoint"]) == ("POST", "/sdapi/v1/img2img")
    assert entry["fields"] == FIELDS
    assert digests(entry) == {"image": hashlib.sha256(IMAGE).hexdigest()}


def test_a_masked_frame_adds_exactly_the_mask_and_how_to_use_it(sdapi, paint):
    paint(mask=MASK, negative_prompt="dogs", strength=None)
    entry = arrived(sdapi)
    assert entry["fields"] == FIELDS | {
        "negative_prompt": "dogs",
        "denoising_strength": 0.4,
        "mask_blur": 4,
        "inpainting_fill": 1,
        "inpaint_full_res": False,
    }
    assert digests(entry) == {
        "image": hashlib.sha256(IMAGE).hexdigest(),
        "mask": hashlib.sha256(MASK).hexdigest(),
    }


def test_a_painted_frame_has_the_size_and_the_seed_asked_for(paint):
    painted = paint(width=128, height=64)
    assert (painted.seed, painted.finish_reason, painted.http_status) == (7, "SUCCESS", 200)
    with Image.open(io.BytesIO(painted.image)) as picture:
        assert (picture.format, picture.size) == ("PNG", (128, 64))


def test_a_picture_is_painted_even_when_the_report_beside_it_is_broken(sdapi, paint):
    sdapi.next("broken_info")
    painted = paint()
    assert (painted.seed, painted.image[:4]) == (None, b"\x89PNG")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("json_500", EngineFault),
        ("plain_500", EngineFault),
        ("json_503", EngineFault),
        ("plain_503", EngineFault),
        ("not_found", OperatorNeeded),
        ("no_sampler", OperatorNeeded),
        ("no_sampler_400", OperatorNeeded),
        ("no_model", OperatorNeeded),
        ("wrong_method", OperatorNeeded),
        ("forbidden", OperatorNeeded),
        ("bad_format", OperatorNeeded),
        ("unreadable", RequestRefused),
        ("no_script", RequestRefused),
        ("bad_image", RequestRefused),
        ("bad_address", RequestRefused),
        ("no_addresses", RequestRefused),
        ("no_local_addresses", RequestRefused),
        ("broken_base64", PictureUnusable),
        ("broken_json", PictureUnusable),
        ("no_images", PictureUnusable),
        ("html_200", PictureUnusable),
        ("html_502", OutcomeUnknown),
        ("reset", OutcomeUnknown),
        ("reset_midway", OutcomeUnknown),
        ("half", OutcomeUnknown),
        ("surplus", OutcomeUnknown),
    ],
)
def test_every_behaviour_is_its_own_decision(sdapi, paint, kind, error):
    sdapi.next(kind)
    with pytest.raises(EngineError) as caught:
        paint()
    assert type(caught.value) is error
    assert len(sdapi.log("arrived")) == 1


@pytest.mark.parametrize("kind", ["drip", "silence"])
def test_a_picture_that_does_not_arrive_in_time_is_unknown(sdapi, engine, frame, kind):
    sdapi.next(kind, drip_seconds=0.05)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        engine.paint(frame(), deadline=started + 0.15)
    assert time.monotonic() - started < 1


def test_nothing_is_sent_when_nobody_listens(frame, soon):
    with pytest.raises(NotSent):
        SdapiEngine(base_url="http://127.0.0.1:1").paint(frame(), deadline=soon)


@pytest.mark.parametrize("auth", ["", "alice:wrong"])
def test_a_wrong_password_needs_the_operator(sdapi, frame, soon, auth):
    with pytest.raises(OperatorNeeded):
        SdapiEngine(base_url=sdapi.url, auth=auth).paint(frame(), deadline=soon)


def test_a_value_of_the_wrong_type_is_refused(paint):
    with pytest.raises(RequestRefused):
        paint(seed="seven")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, b'{"detail": "Init image not found"}', RequestRefused),
        (404, b'{"detail": "Sampler not found"}', OperatorNeeded),
        (400, b"Invalid HTTP request received.", OutcomeUnknown),
        (404, b"<html>", OutcomeUnknown),
        (401, b"", OperatorNeeded),
        (422, b'{"detail": []}', RequestRefused),
        (500, b'{"error": "OutOfMemoryError"}', EngineFault),
        (500, b"Internal Server Error", OutcomeUnknown),
        (503, b"{}", OutcomeUnknown),
        (307, b"", OutcomeUnknown),
        (200, b"[]", PictureUnusable),
        (200, b'{"images": null}', PictureUnusable),
        (200, b'{"images": [7]}', PictureUnusable),
        (200, b'{"images": [""]}', PictureUnusable),
        (200, '{"images": ["é"]}'.encode(), PictureUnusable),
        (200, b"", PictureUnusable),
    ],
)
def test_the_detail_decides_with_the_status_and_what_is_not_in_the_table_is_unknown(status, body, error):
    with pytest.raises(EngineError) as caught:
        painted_from(Answer(status=status, headers={}, body=body))
    assert type(caught.value) is error
    assert caught.value.body == body


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,"])
@pytest.mark.parametrize(
    ("info", "seed"), [('{"seed": 9}', 9), ('{"seed": true}', None), ("[]", None), ({"seed": 9}, None), (None, None)]
)
def test_picture_and_seed_are_read_from_the_reply(prefix, info, seed):
    document = {"images": [prefix + base64.b64encode(b"PNG").decode()], "info": info}
    painted = painted_from(Answer(status=200, headers={}, body=json.dumps(document).encode()))
    assert (painted.image, painted.seed) == (b"PNG", seed)
