import hashlib
import io
import json
import time

import pytest
from PIL import Image

from apps.engines.errors import (
    ContentRefused,
    EngineError,
    EngineFault,
    NotSent,
    OperatorNeeded,
    OutcomeUnknown,
    PictureFiltered,
    PictureUnusable,
    RequestRefused,
    Throttled,
)
from apps.engines.stability.answers import balance_tenths_from, painted_from, refusal_from
from apps.engines.stability.client import StabilityEngine
from apps.engines.transport import Answer
from tests.engines.pictures import IMAGE, MASK, png

SD3 = "/v2beta/stable-image/generate/sd3"
ULTRA = "/v2beta/stable-image/generate/ultra"
STRUCTURE = "/v2beta/stable-image/control/structure"
INPAINT = "/v2beta/stable-image/edit/inpaint"


@pytest.fixture
def engine(stability):
    return StabilityEngine(api_key=stability.key, base_url=stability.url)


@pytest.fixture
def paint(engine, wish, soon):
    """Ask for the usual frame, changed by keyword arguments."""
    return lambda **changes: engine.paint(wish(**changes), deadline=soon)


def arrived(fake):
    (entry,) = fake.log("arrived")
    return entry


# What is sent


@pytest.mark.parametrize("model", ["sd3.5-flash", "sd3.5-medium", "sd3.5-large-turbo", "sd3.5-large"])
def test_an_sd3_model_gets_exactly_the_fields_of_its_endpoint(stability, paint, model):
    paint(model=model)
    entry = arrived(stability)
    assert (entry["method"], entry["endpoint"]) == ("POST", SD3)
    assert entry["fields"] == {
        "prompt": "a cat (red:0.5)",
        "mode": "image-to-image",
        "model": model,
        "strength": "0.45",
        "seed": "7",
        "output_format": "png",
    }
    assert entry["files"] == {
        "image": {"sha256": hashlib.sha256(IMAGE).hexdigest(), "length": len(IMAGE), "width": 64, "height": 64}
    }


def test_ultra_gets_strength_but_neither_model_nor_mode(stability, paint):
    paint(model="ultra")
    entry = arrived(stability)
    assert entry["endpoint"] == ULTRA
    assert entry["fields"] == {
        "prompt": "a cat (red:0.5)",
        "strength": "0.45",
        "seed": "7",
        "output_format": "png",
    }
    assert entry["files"].keys() == {"image"}


@pytest.mark.parametrize(("strength", "control_strength"), [(0.0, "1"), (0.3, "0.7"), (0.45, "0.55"), (1.0, "0")])
def test_structure_gets_the_strength_turned_round(stability, paint, strength, control_strength):
    paint(model="structure", strength=strength)
    entry = arrived(stability)
    assert entry["endpoint"] == STRUCTURE
    assert entry["fields"] == {
        "prompt": "a cat (red:0.5)",
        "control_strength": control_strength,
        "seed": "7",
        "output_format": "png",
    }
    assert entry["files"].keys() == {"image"}


@pytest.mark.parametrize("model", ["sd3.5-flash", "sd3.5-large-turbo", "ultra", "structure"])
def test_every_model_is_inpainted_without_strength_when_there_is_a_mask(stability, paint, model):
    paint(model=model, mask=MASK, negative_prompt="dogs")
    entry = arrived(stability)
    assert entry["endpoint"] == INPAINT
    assert entry["fields"] == {
        "prompt": "a cat (red:0.5)",
        "negative_prompt": "dogs",
        "grow_mask": "5",
        "seed": "7",
        "output_format": "png",
    }
    assert {name: file["sha256"] for name, file in entry["files"].items()} == {
        "image": hashlib.sha256(IMAGE).hexdigest(),
        "mask": hashlib.sha256(MASK).hexdigest(),
    }


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("sd3.5-flash", "dogs"),
        ("sd3.5-medium", "dogs"),
        ("sd3.5-large", "dogs"),
        ("ultra", "dogs"),
        ("structure", "dogs"),
        ("sd3.5-large-turbo", None),
    ],
)
def test_a_negative_prompt_is_sent_where_the_model_takes_one(stability, paint, model, sent):
    paint(model=model, negative_prompt="dogs")
    assert arrived(stability)["fields"].get("negative_prompt") == sent


def test_a_style_preset_is_sent_when_one_is_chosen(stability, paint):
    paint(style_preset="origami")
    assert arrived(stability)["fields"]["style_preset"] == "origami"


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        ("sd3.5-flash", "strength", "0.85"),
        ("sd3.5-medium", "strength", "0.6"),
        ("sd3.5-large-turbo", "strength", "0.65"),
        ("sd3.5-large", "strength", "0.6"),
        ("ultra", "strength", "0.6"),
        ("structure", "control_strength", "0.7"),
    ],
)
def test_the_models_default_strength_is_sent_when_none_is_chosen(stability, paint, model, field, value):
    paint(model=model, strength=None)
    assert arrived(stability)["fields"][field] == value


@pytest.mark.parametrize(("seed", "sent"), [(1, "1"), (4294967294, "4294967294"), (0, "4294967294")])
def test_a_seed_is_sent_as_it_is_unless_the_vendor_would_roll_dice(stability, paint, seed, sent):
    painted = paint(seed=seed)
    assert arrived(stability)["fields"]["seed"] == sent
    assert painted.seed == int(sent)


def test_a_prompt_of_any_letters_of_latin_script_arrives_as_typed(stability, paint):
    prompt = 'Ein Bär, "groß"\r\nund: grün 🎉'
    paint(prompt=prompt)
    assert arrived(stability)["fields"]["prompt"] == prompt


def test_the_headers_name_us_and_the_person_by_reference(stability, paint):
    paint(user_reference="u-1\r\nx: y" + "z" * 300)
    headers = arrived(stability)["headers"]
    expected = {
        "accept": "image/*",
        "stability-client-id": "gifsite",
        "stability-client-version": "1",
        "stability-client-user-id": ("u-1x: y" + "z" * 300)[:256],
    }
    assert {name: headers[name] for name in expected} == expected


def test_no_user_header_is_sent_without_a_reference(stability, paint):
    paint(user_reference="")
    assert "stability-client-user-id" not in arrived(stability)["headers"]


def test_a_model_that_is_not_offered_is_a_key_error_and_sends_nothing(stability, paint):
    with pytest.raises(KeyError):
        paint(model="sd1.6")
    assert stability.log("arrived") == []


@pytest.mark.parametrize(
    ("model", "masked", "path"),
    [
        ("sd3.5-large", False, SD3),
        ("ultra", False, ULTRA),
        ("structure", False, STRUCTURE),
        ("sd3.5-large", True, INPAINT),
    ],
)
def test_the_endpoint_is_known_beforehand(engine, wish, model, masked, path):
    assert engine.endpoint(wish(model=model, mask=MASK if masked else None)) == path


# What comes back


def test_a_painted_frame_brings_its_evidence(stability, paint):
    painted = paint()
    assert (painted.seed, painted.finish_reason, painted.http_status) == (7, "SUCCESS", 200)
    assert painted.vendor_request_id == arrived(stability)["request_id"]
    assert painted.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(painted.image)) as picture:
        assert (picture.format, picture.size) == ("PNG", (64, 64))
    assert painted.image != IMAGE


@pytest.mark.parametrize(
    "kind", ["ok", "slow", "frozen", "filtered_silent", "truncated", "wrong_size", "blank", "black"]
)
def test_a_whole_answer_with_a_picture_is_painted_whatever_the_picture_shows(stability, paint, kind):
    stability.next(kind)
    assert paint().finish_reason == "SUCCESS"
    assert len(stability.log("charged")) == 1


@pytest.mark.parametrize(
    ("kind", "error", "charged"),
    [
        ("filtered", PictureFiltered, 1),
        ("html_200", PictureUnusable, 1),
        ("moderation", ContentRefused, 0),
        ("public_figure", ContentRefused, 0),
        ("unauthorized", OperatorNeeded, 0),
        ("payment_required", OperatorNeeded, 0),
        ("payment_required_403", OperatorNeeded, 0),
        ("throttled", Throttled, 0),
        ("not_found", RequestRefused, 0),
        ("json_500", EngineFault, 0),
        ("json_503", EngineFault, 0),
        ("html_502", OutcomeUnknown, 1),
        ("reset", OutcomeUnknown, 1),
        ("reset_midway", OutcomeUnknown, 1),
        ("half", OutcomeUnknown, 1),
        ("surplus", OutcomeUnknown, 1),
    ],
)
def test_every_behaviour_is_its_own_decision(stability, paint, kind, error, charged):
    stability.next(kind)
    with pytest.raises(EngineError) as caught:
        paint()
    assert type(caught.value) is error
    assert len(stability.log("charged")) == charged
    assert len(stability.log("arrived")) == 1


@pytest.mark.parametrize("kind", ["drip", "drip_head", "silence"])
def test_a_picture_that_does_not_arrive_in_time_is_unknown_and_may_be_charged(stability, engine, wish, kind):
    stability.next(kind, drip_seconds=0.05)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        engine.paint(wish(), deadline=started + 0.15)
    assert 0.15 <= time.monotonic() - started < 1
    assert len(stability.log("charged")) == 1


def test_a_call_ends_after_the_engines_own_seconds_before_a_later_deadline(stability, wish, soon):
    impatient = StabilityEngine(api_key=stability.key, base_url=stability.url, call_seconds=0.1)
    stability.next("silence")
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        impatient.paint(wish(), deadline=soon)
    assert time.monotonic() - started < 1


def test_nothing_is_sent_when_nobody_listens(wish, soon):
    with pytest.raises(NotSent):
        StabilityEngine(api_key="sk", base_url="http://127.0.0.1:1").paint(wish(), deadline=soon)


@pytest.mark.parametrize(
    ("retry_after", "seconds"), [(None, 60), (5, 60), (90, 90), (10**6, 3600), ("soon", 60), (-1, 60)]
)
def test_a_pause_is_the_lock_out_or_longer_when_asked_for(stability, paint, retry_after, seconds):
    stability.next("throttled", retry_after=retry_after)
    with pytest.raises(Throttled) as caught:
        paint()
    assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 10_001}, "prompt"),
        ({"strength": 1.5}, "strength"),
        ({"style_preset": "baroque"}, "style_preset"),
        ({"image": b"GIF89a"}, "image"),
        ({"image": png(63, 64)}, "image"),
        ({"seed": 4_294_967_295}, "seed"),
    ],
)
def test_a_request_the_endpoint_does_not_take_is_refused_with_its_reason(stability, paint, changes, fault):
    with pytest.raises(RequestRefused) as caught:
        paint(**changes)
    assert (caught.value.http_status, caught.value.vendor_name) == (400, "bad_request")
    assert fault in caught.value.detail


def test_a_prompt_in_another_script_is_refused(paint):
    with pytest.raises(RequestRefused) as caught:
        paint(prompt="рыжий кот")
    assert caught.value.vendor_name == "invalid_language"


def test_a_request_over_ten_megabytes_is_refused(paint):
    with pytest.raises(RequestRefused) as caught:
        paint(image=IMAGE + bytes(10 * 1024 * 1024))
    assert caught.value.http_status == 413


def test_an_error_keeps_the_evidence_and_never_the_key(stability, paint):
    stability.next("json_500")
    with pytest.raises(EngineFault) as caught:
        paint()
    error = caught.value
    assert (error.http_status, error.vendor_name) == (500, "internal_error")
    assert error.vendor_request_id == arrived(stability)["request_id"]
    assert json.loads(error.body)["name"] == "internal_error"
    assert stability.key not in repr(vars(error))


def answer(status, document, content_type="application/json"):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Answer(status=status, headers={"content-type": content_type}, body=body)


def report(name):
    return {"id": "1", "name": name, "errors": ["no"]}


@pytest.mark.parametrize(
    ("status", "document", "error"),
    [
        (403, report("payment_required"), OperatorNeeded),
        (403, report("content_moderation"), ContentRefused),
        (403, report("something_new"), RequestRefused),
        (403, {"name": "something_new"}, OutcomeUnknown),
        (429, report("insufficient_balance"), OperatorNeeded),
        (403, b"<html>", OutcomeUnknown),
        (422, report("public_figure"), ContentRefused),
        (422, report("invalid_language"), RequestRefused),
        (400, report("bad_request"), RequestRefused),
        (400, b"<html>", OutcomeUnknown),
        (404, {"id": "1", "name": "not_found", "message": "no"}, RequestRefused),
        (404, b"", OutcomeUnknown),
        (413, report("payload_too_large"), RequestRefused),
        (401, {"message": "no"}, OperatorNeeded),
        (401, b"", OperatorNeeded),
        (402, b"<html>", OperatorNeeded),
        (429, b"<html>", Throttled),
        (500, report("internal_error"), EngineFault),
        (500, {"name": "internal_error"}, OutcomeUnknown),
        (500, {"id": "1", "name": "internal_error", "errors": "no"}, OutcomeUnknown),
        (500, b"<html>", OutcomeUnknown),
        (500, b"[" * 100_000, OutcomeUnknown),
        (502, report("bad_gateway"), OutcomeUnknown),
        (503, report("overloaded"), EngineFault),
        (503, b"<html>", OutcomeUnknown),
        (504, b"", OutcomeUnknown),
        (202, {"id": "1"}, OutcomeUnknown),
        (301, b"", OutcomeUnknown),
        (418, report("teapot"), OutcomeUnknown),
    ],
)
def test_the_name_decides_before_the_status_and_what_is_not_in_the_table_is_unknown(status, document, error):
    assert type(refusal_from(answer(status, document))) is error


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        ({"content-type": "application/json; type=image/png"}, b'{"image": ""}', PictureUnusable),
        ({"content-type": "text/html"}, b"<html>", PictureUnusable),
        ({"content-type": "image/png"}, b"", PictureUnusable),
        ({}, b"PNG", PictureUnusable),
        ({"content-type": "image/png", "finish-reason": "ERROR"}, b"PNG", PictureUnusable),
        ({"content-type": "image/png", "finish-reason": "CONTENT_FILTERED"}, b"PNG", PictureFiltered),
    ],
)
def test_a_200_is_paid_for_and_unusable_without_a_picture(headers, body, error):
    with pytest.raises(EngineError) as caught:
        painted_from(Answer(status=200, headers=headers, body=body))
    assert type(caught.value) is error
    assert caught.value.body == body


@pytest.mark.parametrize(("text", "seed"), [(None, None), ("7", 7), ("seven", None), ("9" * 5000, None)])
def test_a_seed_that_is_no_number_is_none(text, seed):
    headers = {"content-type": "image/png"} | ({"seed": text} if text else {})
    assert painted_from(Answer(status=200, headers=headers, body=b"PNG")).seed == seed


# The balance


def test_the_balance_is_in_tenths_and_falls_by_the_list_price(stability, engine, paint, soon):
    before = engine.balance(soon)
    paint(model="sd3.5-medium")
    assert before - engine.balance(soon) == 35


def test_a_balance_with_a_bad_key_needs_the_operator(stability, soon):
    with pytest.raises(OperatorNeeded):
        StabilityEngine(api_key="sk-wrong", base_url=stability.url).balance(soon)


@pytest.mark.parametrize(("figure", "tenths"), [(12.3, 123), (0, 0), (0.1 + 0.2, 3), (-1.5, -15), (1e6, 10**7)])
def test_a_balance_is_rounded_to_the_nearest_tenth(figure, tenths):
    assert balance_tenths_from(answer(200, {"credits": figure})) == tenths


@pytest.mark.parametrize("document", [{}, {"credits": "12"}, {"credits": True}, {"credits": float("nan")}, [], b"<"])
def test_a_balance_that_is_no_number_is_unknown(document):
    with pytest.raises(OutcomeUnknown):
        balance_tenths_from(answer(200, document))
