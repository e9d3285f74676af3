import base64
import io
import json
import threading
import time

import httpx
import pytest
from PIL import Image

from tests.engines.pictures import IMAGE
from tests.engines.sdapi.fake import PATH, FakeSdapi

CLIENT = httpx.Client(trust_env=False)
"""Shared: a client of its own per request would spend most of a test on certificates."""

IMAGE_TEXT = base64.b64encode(IMAGE).decode()


@pytest.fixture(scope="module")
def running():
    with FakeSdapi() as fake:
        yield fake


@pytest.fixture
def fake(running):
    running.forget()
    return running


@pytest.fixture
def post(fake):
    return lambda **fields: CLIENT.post(fake.url + PATH, json={"init_images": [IMAGE_TEXT], "seed": 5, **fields})


def test_a_picture_is_512_square_when_no_size_is_given(post):
    reply = post().json()
    with Image.open(io.BytesIO(base64.b64decode(reply["images"][0]))) as picture:
        assert picture.size == (512, 512)
    assert json.loads(reply["info"])["seed"] == 5


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"init_images": []}, 404),
        ({"init_images": ["%%%"]}, 500),
        ({"width": "64"}, 422),
        ({"steps": True}, 422),
        ({"inpaint_full_res": 1}, 422),
        ({"denoising_strenght": 0.5}, 422),
    ],
)
def test_a_bad_request_is_refused_as_the_server_refuses_it(fake, post, fields, status):
    assert post(**fields).status_code == status
    assert len(fake.log("arrived")) == 1


def test_a_missing_picture_is_named(post):
    assert post(init_images=[]).json() == {"detail": "Init image not found"}


def test_the_log_leaves_out_pictures_and_keeps_their_fingerprint(fake, post):
    post()
    (entry,) = fake.log("arrived")
    assert entry["fields"] == {"seed": 5}
    assert entry["files"]["image"]["length"] == len(IMAGE)


def test_one_picture_is_painted_at_a_time(fake, post):
    fake.next("ok", times=2, seconds=0.05)
    started = time.monotonic()
    callers = [threading.Thread(target=post, kwargs={"width": 64, "height": 64}) for _caller in range(2)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert time.monotonic() - started >= 0.1


def test_the_password_is_wanted_when_there_is_one():
    with FakeSdapi(auth="alice:secret") as guarded:
        statuses = [
            CLIENT.post(guarded.url + PATH, json={"init_images": []}, auth=auth).status_code
            for auth in (None, ("alice", "wrong"), ("alice", "secret"))
        ]
    assert statuses == [401, 401, 404]
