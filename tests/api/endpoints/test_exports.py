"""Files and timelines as a client asks for them: every format and place, and a sentence for what cannot be made."""

import pytest

from apps.imaging.formats.destinations import DESTINATIONS
from tests.animations.finished import finished_animation
from tests.api.test_api import Api, work
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


@pytest.fixture
def made(alice: Api) -> str:
    timeline = {"interpolation_factor": 2, "motion": {"zoom": 1.2}}
    return f"/animations/{finished_animation(alice.user, frames=2, loop='return-to-start', timeline=timeline).pk}"


def finished(alice: Api, asked) -> dict:
    assert asked.status_code == 202, asked.content
    work()
    return alice.get(f"/exports/{asked.json()['id']}").json()


def test_a_recipe_says_what_is_shown_and_answers_it(alice: Api, portrait: bytes):
    asked = alice.make(portrait, frames=2, interpolation_factor=2, loop="return-to-start", motion={"zoom": 1.2})
    assert asked.status_code == 201, asked.content
    work()
    found = alice.get(f"/animations/{asked.json()['id']}").json()

    assert found["recipe"]["interpolation_factor"] == 2
    assert found["recipe"]["motion"] == {"zoom": 1.2}
    assert found["recipe"]["loop"] == "return-to-start"
    (first,) = found["exports"]
    assert first["frames"] == 3 + 6  # two painted, one between them, six that lead back
    assert first["timeline"] == {
        "fps": 20,
        "loop": "return-to-start",
        "interpolation_factor": 2,
        "motion": {"zoom": 1.2},
    }


def test_a_file_for_a_place_says_what_was_measured(alice: Api, made: str):
    file = finished(alice, alice.post(f"{made}/exports", {"destination": "slack-emoji"}))

    assert (file["fits"], file["width"], file["height"], file["format"]) == (True, 128, 128, "gif")
    assert file["timeline"]["interpolation_factor"] == 2  # what is left out is as in the recipe
    sentences = [check["sentence"] for check in file["checks"]]
    assert f"The file is {file['bytes']:,} bytes. Slack emoji takes up to 127,999." in sentences
    again = alice.post(f"{made}/exports", {"destination": "slack-emoji"})
    assert (again.status_code, again.json()["id"]) == (200, file["id"])


def test_what_is_said_to_be_nothing_is_left_out(alice: Api, made: str):
    file = finished(
        alice, alice.post(f"{made}/exports", {"format": "mp4", "motion": None, "loop": "once", "trim": [1, 2]})
    )

    assert (file["format"], file["frames"], file["fits"], file["checks"]) == ("mp4", 3, None, [])
    assert file["timeline"] == {"fps": 8, "loop": "once", "interpolation_factor": 2}
    assert file["url"].startswith("http")


REFUSED = (
    ({"destination": "fax"}, "destination"),
    ({"destination": "web", "format": "gif"}, "format"),
    ({"destination": "web", "quality": 3}, "destination"),
    ({"format": "apng", "quality": 3}, "quality"),
    ({"format": "bmp"}, "body.format"),
    ({"quality": 101}, "body.quality"),
    ({"quality": True}, "body.quality"),
    ({"max_bytes": 10}, "body.max_bytes"),
    ({"max_bytes": 2**31}, "body.max_bytes"),
    ({"max_bytes": 2**63}, "body.max_bytes"),
    ({"max_side": 2**63}, "body.max_side"),
    ({"interpolation_factor": 5}, "body.interpolation_factor"),
    ({"ease": "bouncy"}, "body.ease"),
    ({"loop": "sideways"}, "body.loop"),
    ({"motion": {"zoom": 100}}, "body.motion.zoom"),
    ({"caption": {"text": "猫"}}, "caption"),
    ({"caption": {"text": "x" * 161}}, "body.caption.text"),
    ({"crop": {"shape": "round"}}, "body.crop.shape"),
    ({"crop": {"shape": "square", "focus": [2, 0]}}, "crop"),
    ({"trim": [2, 1]}, "trim"),
    ({"trim": [1]}, "body.trim.1"),
    ({"trim": [1, 2**63]}, "body.trim.1"),
    ({"motion": []}, "body.motion"),
    ({"crop": [1]}, "body.crop"),
)


def test_what_cannot_be_made_is_refused_with_a_sentence_and_nothing_is_queued(alice: Api, made: str):
    for body, field in REFUSED:
        answer = alice.post(f"{made}/exports", body)
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field]
        assert "Nothing was charged." in answer.json()["detail"]
    assert len(alice.get(made).json()["exports"]) == 1


@pytest.mark.parametrize("body", ["[]", "null", "7"])
def test_what_is_no_object_makes_no_file(alice: Api, made: str, body: str):
    headers = {"authorization": f"Bearer {alice.secret}"}
    answer = alice.client.post(f"/api/v1{made}/exports", body, content_type="application/json", headers=headers)

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"body": "An object, in braces."}
    assert len(alice.get(made).json()["exports"]) == 1


def test_the_schema_says_between_what_every_whole_number_lies(alice: Api):
    schemas = alice.client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    fields = schemas["ExportIn"]["properties"].items()
    whole = {name: kind for name, field in fields for kind in _kinds(field) if kind.get("type") == "integer"}

    assert set(whole) == {"interpolation_factor", "quality", "max_bytes", "max_side", "trim"}
    assert all({"minimum", "maximum"} <= set(kind) for kind in whole.values())


def _kinds(field: dict) -> list[dict]:
    kinds = field.get("anyOf", [field])
    return kinds + [item for kind in kinds for item in kind.get("prefixItems", [])]


def test_a_recipe_with_a_caption_that_has_no_room_is_refused_before_anything_is_held(alice: Api, portrait: bytes):
    answer = alice.make(portrait, caption={"text": "x" * 160})

    assert answer.status_code == 422
    assert "doesn't fit on the picture" in answer.json()["errors"]["caption"]
    assert alice.get("/credits").json()["available"] == 20


def test_the_reference_names_every_place(alice: Api):
    page = alice.client.get("/api/docs").content.decode()

    assert all(place.slug in page for place in DESTINATIONS)
    assert "list of 2" in page


def test_in_betweens_keep_the_duration_and_the_file_that_is_shown_says_so(alice: Api, made: str):
    (first,) = alice.get(made).json()["exports"]
    asked = alice.post(f"{made}/exports", {"interpolation_factor": 3})
    assert asked.status_code == 202
    work()
    found = {one["id"]: one for one in alice.get(made).json()["exports"]}
    smooth = found[asked.json()["id"]]
    assert abs(smooth["duration_ms"] - first["duration_ms"]) <= 100
    assert smooth["frames"] > first["frames"]
    assert [found[first["id"]]["chosen"], smooth["chosen"]] == [True, False]
    assert alice.get(f"/exports/{first['id']}").json()["chosen"] is True
