import base64
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.engines.pictures import IMAGE, MASK, png
from tests.engines.stability.fake import FakeStability, RateLimit, parse_multipart

CLIENT = httpx.Client(trust_env=False)
"""Shared: a client of its own per request would spend most of a test on certificates."""

SD3 = "/v2beta/stable-image/generate/sd3"
ULTRA = "/v2beta/stable-image/generate/ultra"
STRUCTURE = "/v2beta/stable-image/control/structure"
INPAINT = "/v2beta/stable-image/edit/inpaint"

GOOD = {
    SD3: {"prompt": "cat", "mode": "image-to-image", "strength": "0.5", "model": "sd3.5-flash"},
    ULTRA: {"prompt": "cat", "strength": "0.5"},
    STRUCTURE: {"prompt": "cat", "control_strength": "0.5"},
    INPAINT: {"prompt": "cat", "grow_mask": "5"},
}


@pytest.fixture(scope="module")
def running():
    with FakeStability(limit=None) as fake:
        yield fake


@pytest.fixture
def fake(running):
    running.forget()
    return running


@pytest.fixture
def post(fake):
    """Send a good request to `path`, changed by what is given; a field that is None is left out."""

    def send(path=SD3, *, key=None, accept="image/*", image=IMAGE, mask=None, headers=None, **fields):
        form = {name: value for name, value in {**GOOD[path], **fields}.items() if value is not None}
        pictures = {"image": image, "mask": mask}
        files = {name: ("x.png", content, "image/png") for name, content in pictures.items() if content is not None}
        sent = {"authorization": f"Bearer {key or fake.key}", "accept": accept, **(headers or {})}
        return CLIENT.post(fake.url + path, data=form, files=files or {"none": ""}, headers=sent)

    return send


def pixels(content):
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=int)


def contrast(content):
    """The mean difference between neighbouring pixels."""
    return np.abs(np.diff(pixels(content), axis=1)).mean()


def events(fake, name):
    """The events of one name; the last one may follow its answer by a moment."""
    until = time.monotonic() + 2
    while not (found := fake.log(name)) and time.monotonic() < until:
        time.sleep(0.002)
    return found


@pytest.mark.parametrize("path", GOOD)
def test_a_good_request_is_painted_at_every_endpoint(post, path):
    answer = post(path, seed="5")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in ("content-type", "finish-reason", "seed")} == {
        "content-type": "image/png",
        "finish-reason": "SUCCESS",
        "seed": "5",
    }
    assert len(answer.headers["x-request-id"]) == 32
    assert pixels(answer.content).shape == (64, 64, 3)
    assert np.abs(pixels(answer.content) - pixels(IMAGE)).mean() > 10


def test_an_answer_as_json_has_picture_reason_and_seed_in_its_body_alone(post):
    answer = post(accept="application/json", seed="5")
    assert answer.headers["content-type"] == "application/json; type=image/png"
    assert {"finish-reason", "seed"} & answer.headers.keys() == set()
    document = answer.json()
    assert (document["finish_reason"], document["seed"]) == ("SUCCESS", 5)
    assert pixels(base64.b64decode(document["image"])).shape == (64, 64, 3)


def test_the_same_request_is_painted_the_same_and_another_seed_otherwise(post):
    first, again, other = (post(seed=seed).content for seed in ("5", "5", "6"))
    assert first == again
    assert first != other


def test_outside_the_mask_nothing_changes(post):
    half = Image.new("L", (64, 64), 0)
    half.paste(255, (0, 0, 32, 64))
    out = io.BytesIO()
    half.save(out, "PNG")
    painted = pixels(post(INPAINT, mask=out.getvalue()).content)
    changed = np.abs(painted - pixels(IMAGE)).sum(axis=2) > 0
    assert (changed[:, 32:].any(), changed[:, :32].all()) == (False, True)


@pytest.mark.parametrize(
    ("path", "changes", "errors"),
    [
        (SD3, {"prompt": None}, ["prompt: is required"]),
        (SD3, {"strength": None}, ["strength: is required"]),
        (SD3, {"image": None}, ["image: is required", "none: is not allowed"]),
        (SD3, {"mode": None}, ["image: is not allowed", "strength: is not allowed"]),
        (SD3, {"aspect_ratio": "1:1"}, ["aspect_ratio: is not allowed"]),
        (SD3, {"grow_mask": "5"}, ["grow_mask: is not allowed"]),
        (SD3, {"mask": MASK}, ["mask: is not allowed"]),
        (SD3, {"strength": "1.01"}, ["strength: must be between 0 and 1"]),
        (SD3, {"strength": "nan"}, ["strength: must be between 0 and 1"]),
        (SD3, {"strength": "much"}, ["strength: must be a number"]),
        (SD3, {"seed": "4294967295"}, ["seed: must be between 0 and 4294967294"]),
        (SD3, {"seed": "1.5"}, ["seed: must be an integer"]),
        (SD3, {"prompt": ""}, ["prompt: must be between 1 and 10000 characters"]),
        (SD3, {"negative_prompt": "x" * 10_001}, ["negative_prompt: must be at most 10000 characters"]),
        (SD3, {"model": "sd3.5-large-turbo", "negative_prompt": "x"}, ["negative_prompt: is not allowed"]),
        (SD3, {"cfg_scale": "0.5"}, ["cfg_scale: must be between 1 and 10"]),
        (SD3, {"output_format": "gif"}, ["output_format: must be one of jpeg, png, webp"]),
        (SD3, {"image": png(63, 64)}, ["image: every side must be at least 64 pixels"]),
        (SD3, {"image": b"<svg>"}, ["image: could not be decoded"]),
        (SD3, {"headers": {"stability-client-id": "x" * 257}}, ["stability-client-id: must be at most 256 characters"]),
        (SD3, {"accept": "text/html"}, ["accept: must be image/* or application/json"]),
        (ULTRA, {"model": "sd3.5-flash"}, ["model: is not allowed"]),
        (ULTRA, {"strength": None}, ["strength: is required"]),
        (STRUCTURE, {"strength": "0.5"}, ["strength: is not allowed"]),
        (STRUCTURE, {"control_strength": "-0.1"}, ["control_strength: must be between 0 and 1"]),
        (STRUCTURE, {"image": png(192, 64)}, ["image: the aspect ratio must be between 1:2.5 and 2.5:1"]),
        (INPAINT, {"strength": "0.5"}, ["strength: is not allowed"]),
        (INPAINT, {"grow_mask": "101"}, ["grow_mask: must be between 0 and 100"]),
    ],
)
def test_a_bad_request_is_told_every_fault_in_the_vendors_shape(fake, post, path, changes, errors):
    answer = post(path, **changes)
    assert answer.status_code == 400
    document = answer.json()
    assert document.keys() == {"id", "name", "errors"}
    assert (document["name"], document["errors"]) == ("bad_request", errors)
    assert fake.charged_tenths == 0


def test_a_truncated_picture_is_a_bad_request(post):
    (error,) = post(image=IMAGE[: len(IMAGE) // 2]).json()["errors"]
    assert error.startswith("image: could not be decoded: ")


def test_parameters_are_checked_before_the_key(post):
    assert post(key="sk-wrong", strength="2", seed="-1").json()["errors"] == [
        "seed: must be between 0 and 4294967294",
        "strength: must be between 0 and 1",
    ]
    assert post(key="sk-wrong").status_code == 401


def test_a_body_that_is_no_form_is_a_bad_request(fake):
    answer = CLIENT.post(fake.url + SD3, data={"prompt": "cat"})
    assert (answer.status_code, answer.json()["errors"]) == (400, ["content-type: must be multipart/form-data"])


PART = b'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\n",
        PART + b"--b",
        PART + PART + b"--b--\r\n",
    ],
)
def test_a_form_that_is_cut_or_names_a_field_twice_is_none(body):
    assert parse_multipart("multipart/form-data; boundary=b", body) is None


def test_a_whole_form_is_read_to_the_byte():
    body = (
        b'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\n'
        b'content-disposition: form-data; name="f"; filename="x"\r\n\r\n\r\n--x\r\n\r\n--b--\r\n'
    )
    assert parse_multipart("multipart/form-data; boundary=b", body) == ({"a": "1"}, {"f": b"\r\n--x\r\n"})


def test_more_than_ten_mebibytes_are_too_large(post):
    answer = post(image=IMAGE + bytes(10 * 1024 * 1024))
    assert (answer.status_code, answer.json()["name"]) == (413, "payload_too_large")


def test_a_prompt_in_another_script_is_refused_and_an_emoji_is_not(post):
    assert post(prompt="кот").json()["name"] == "invalid_language"
    assert post(prompt="größer 🎉").status_code == 200


def test_another_address_is_not_found(fake):
    assert CLIENT.get(fake.url + SD3).status_code == 404


# Money


@pytest.mark.parametrize(
    ("path", "fields", "tenths"),
    [
        (SD3, {"model": "sd3.5-flash"}, 25),
        (SD3, {"model": "sd3.5-medium"}, 35),
        (SD3, {"model": "sd3.5-large-turbo"}, 40),
        (SD3, {"model": "sd3.5-large"}, 65),
        (SD3, {"model": None}, 65),
        (ULTRA, {}, 80),
        (STRUCTURE, {}, 50),
        (INPAINT, {}, 50),
    ],
)
def test_a_finished_picture_costs_its_list_price(fake, post, path, fields, tenths):
    post(path, **fields)
    assert (fake.charged_tenths, fake.log("charged")[0]["tenths"]) == (tenths, tenths)


def test_the_balance_answers_in_credits_and_wants_the_key(fake, post):
    post()
    address = fake.url + "/v1/user/balance"
    answer = CLIENT.get(address, headers={"authorization": f"Bearer {fake.key}"})
    assert (answer.status_code, answer.json()) == (200, {"credits": 99_997.5})
    refused = CLIENT.get(address, headers={"authorization": "Bearer sk-wrong"})
    assert (refused.status_code, refused.json().keys()) == (401, {"id", "name", "message"})


def test_an_empty_account_must_pay_first():
    with FakeStability(balance_tenths=24) as poor:
        form = {"data": GOOD[SD3], "files": {"image": ("x.png", IMAGE)}}
        answer = CLIENT.post(poor.url + SD3, headers={"authorization": f"Bearer {poor.key}"}, **form)
        assert (answer.status_code, answer.json()["name"], poor.charged_tenths) == (402, "payment_required", 0)


def test_a_picture_is_charged_even_when_nobody_listens_any_more(fake):
    fake.next("ok", seconds=0.05)
    with pytest.raises(httpx.ReadTimeout):
        CLIENT.post(
            fake.url + SD3,
            data=GOOD[SD3],
            files={"image": ("x.png", IMAGE)},
            headers={"authorization": f"Bearer {fake.key}"},
            timeout=0.02,
        )
    (answered,) = events(fake, "answered")
    assert (fake.charged_tenths, answered["delivered"]) == (25, False)


@pytest.mark.parametrize(("kind", "charge", "tenths"), [("html_502", False, 0), ("json_500", True, 25)])
def test_whether_a_behaviour_charges_can_be_chosen(fake, post, kind, charge, tenths):
    fake.next(kind, charge=charge)
    post()
    assert fake.charged_tenths == tenths


# Limits


def test_one_request_too_many_locks_out_and_the_lock_ends():
    limit = RateLimit(3, window_seconds=10, lock_out_seconds=60)
    moments = [0, 1, 2, 3, 62.9, 63, 64, 65, 66]
    assert [limit.admits(moment) for moment in moments] == [True, True, True, False, False, True, True, True, False]


def test_requests_that_left_the_window_do_not_count():
    limit = RateLimit(2, window_seconds=10, lock_out_seconds=60)
    assert [limit.admits(moment) for moment in (0, 5, 10, 15, 16)] == [True, True, True, True, False]


def test_a_request_over_the_limit_is_answered_429_without_retry_after_and_without_charge():
    with FakeStability(limit=2, lock_out_seconds=60) as fake:
        statuses = [CLIENT.get(fake.url + "/v1/user/balance").status_code for _request in range(4)]
        answer = CLIENT.get(fake.url + "/v1/user/balance")
    assert statuses == [401, 401, 429, 429]
    assert (answer.json()["name"], "retry-after" in answer.headers) == ("rate_limit_exceeded", False)


# Behaviours


def test_behaviours_come_in_their_order_and_then_it_is_well_again(fake, post):
    fake.next("json_500", times=2)
    fake.next("throttled", retry_after=7)
    answers = [post() for _request in range(4)]
    assert [answer.status_code for answer in answers] == [500, 500, 429, 200]
    assert answers[2].headers["retry-after"] == "7"


def test_a_rule_claims_its_prompts_and_leaves_the_queue_alone(fake, post):
    fake.when_prompt_contains("boom", "moderation")
    fake.next("json_500")
    statuses = [post(prompt=prompt).status_code for prompt in ("a boom", "cat", "boom", "cat")]
    assert statuses == [403, 500, 403, 200]


def test_a_bad_request_does_not_use_up_a_behaviour(fake, post):
    fake.next("json_500")
    assert [post(strength="2").status_code, post().status_code] == [400, 500]


def test_an_unknown_behaviour_is_refused(fake):
    with pytest.raises(ValueError, match="explode"):
        fake.next("explode")


@pytest.mark.parametrize(
    ("kind", "settings", "size"),
    [
        ("ok", {}, (64, 64)),
        ("wrong_size", {}, (128, 64)),
        ("half_size", {}, (32, 32)),
        ("ok", {"width": 96, "height": 80}, (96, 80)),
        ("blank", {}, (64, 64)),
    ],
)
def test_a_picture_has_the_size_that_was_chosen(fake, post, kind, settings, size):
    fake.next(kind, **settings)
    with Image.open(io.BytesIO(post().content)) as picture:
        assert picture.size == size


def test_spoiled_pictures_are_what_they_are_called(fake, post):
    checked = np.indices((64, 64)).sum(axis=0) // 8 % 2 * 255
    out = io.BytesIO()
    Image.fromarray(checked.astype(np.uint8)).convert("RGB").save(out, "PNG")
    for kind in ("ok", "filtered", "filtered_silent", "blank", "black", "frozen", "truncated"):
        fake.next(kind)
    painted, filtered, silent, blank, black, frozen, cut = (post(image=out.getvalue(), seed="1") for _ in range(7))
    assert [answer.headers["finish-reason"] for answer in (filtered, silent)] == ["CONTENT_FILTERED", "SUCCESS"]
    assert filtered.content == silent.content
    assert contrast(filtered.content) < contrast(painted.content) / 3
    assert (pixels(blank.content).min(), pixels(black.content).max()) == (255, 0)
    assert frozen.content == out.getvalue()
    assert painted.content.startswith(cut.content)
    assert len(cut.content) < len(painted.content)


# The log


def test_the_log_tells_one_requests_story_without_its_key(fake, post):
    post(seed="5")
    (answered,) = events(fake, "answered")
    assert [entry["event"] for entry in fake.log()] == ["arrived", "charged", "answered"]
    arrived = fake.log("arrived")[0]
    assert arrived["fields"] == {**GOOD[SD3], "seed": "5"}
    assert (arrived["number"], arrived["behaviour"]) == (answered["number"], "ok")
    assert (answered["status"], answered["delivered"]) == (200, True)
    assert arrived["monotonic"] <= answered["monotonic"]
    assert fake.key not in json.dumps(fake.log())
    assert len(arrived["headers"]["authorization"]) == 16


def test_a_fake_of_its_own_process_is_controlled_and_read_over_http(tmp_path):
    log = tmp_path / "stability.jsonl"
    command = [
        sys.executable,
        "-m",
        "tests.engines.stability.fake",
        "--log",
        str(log),
        "--limit",
        "0",
        "--seconds",
        "0.01",
    ]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            url = process.stdout.readline().removeprefix("ready ").strip()
            with httpx.Client(base_url=url, trust_env=False) as client:
                wishes = [{"kind": "json_500"}, {"kind": "moderation", "prompt_contains": "boom"}]
                assert client.post("/_fake/behaviour", json=wishes).json()["queued"] == 1
                assert client.post("/_fake/behaviour", json={"kind": "explode"}).status_code == 400
                statuses = [
                    client.post(
                        SD3,
                        data={**GOOD[SD3], "prompt": prompt},
                        files={"image": ("x.png", IMAGE)},
                        headers={"authorization": "Bearer sk-fake"},
                    ).status_code
                    for prompt in ("boom", "cat", "cat")
                ]
                state = client.get("/_fake/state").json()
                remembered = client.get("/_fake/log").json()
                assert client.post("/_fake/reset").status_code == 200
                assert client.get("/_fake/log").json() == []
        finally:
            process.terminate()
    assert statuses == [403, 500, 200]
    assert (state["charged_tenths"], state["charged_count"], state["requests"]) == (25, 1, 3)
    written = [json.loads(line) for line in log.read_text().splitlines()]
    assert [entry for entry in written if entry["event"] != "reset"] == remembered


def test_one_model_can_be_down_while_another_paints_until_it_is_forgotten(fake, post):
    fake.when_model_is("sd3.5-large", "json_500")
    fake.when_model_is("ultra", "json_503")
    assert [post(model=model).status_code for model in ("sd3.5-large", "sd3.5-flash")] == [500, 200]
    assert post(ULTRA).status_code == 503
    fake.next("ok")
    assert [post(model="sd3.5-large").status_code for _ in range(2)] == [200, 500]
    fake.forget()
    assert post(model="sd3.5-large").status_code == 200
