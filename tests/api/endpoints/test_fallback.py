"""The fallback over the API: asked for, quoted, and in the answer frame by frame."""

import pytest

from apps.animations.models import Animation
from tests.animations.harness import Harness
from tests.animations.rendering.test_fallback import CHEAP, DEAR, FLASH, LARGE, rest
from tests.api.test_api import Api
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)
WISH = {"engine": "stability", "model": LARGE, "fallback_model": FLASH}


@pytest.fixture
def alice(harness: Harness) -> Api:
    return Api(make_person("alice", credits=100))


def test_a_quote_says_both_prices_and_what_it_costs_at_most(alice: Api):
    quoted = alice.post("/quotes", {**WISH, "frames": 3}).json()
    assert {name: quoted[name] for name in ("credits", "fallback_model", "fallback_credits_per_frame")} == {
        "credits": 3 * DEAR,
        "fallback_model": FLASH,
        "fallback_credits_per_frame": CHEAP,
    }
    without = alice.post("/quotes", {**WISH, "fallback_model": None, "frames": 3}).json()
    assert (without["fallback_model"], without["fallback_credits_per_frame"]) == (None, None)


def test_each_frame_says_which_model_painted_it_and_what_it_cost(alice: Api, harness: Harness, portrait: bytes):
    rest(harness, LARGE)
    made = alice.make(portrait, key="k1", **WISH)
    assert made.status_code == 201
    assert (made.json()["recipe"]["fallback_model"], made.json()["receipt"]["held"]) == (FLASH, 3 * DEAR)
    render_context = harness.render_context()
    harness.look(render_context)
    running = alice.get(f"/animations/{made.json()['id']}").json()
    assert [(frame["model"], frame["credits"]) for frame in running["frames"]] == [
        (FLASH, CHEAP),
        (None, DEAR),
        (None, DEAR),
    ]
    harness.clock.forward(31)
    harness.run(render_context)
    done = alice.get(f"/animations/{made.json()['id']}").json()
    assert [(frame["model"], frame["credits"]) for frame in done["frames"]] == [
        (FLASH, CHEAP),
        (LARGE, DEAR),
        (LARGE, DEAR),
    ]
    assert done["receipt"] == {"held": 0, "charged": CHEAP + 2 * DEAR, "released": DEAR - CHEAP}
    again = alice.make(portrait, key="k1", **WISH)
    other = alice.make(portrait, key="k1", **{**WISH, "fallback_model": None})
    assert (again.status_code, again.json()["id"], other.status_code) == (200, done["id"], 409)


@pytest.mark.parametrize("path", ["/animations", "/quotes"])
def test_a_model_that_cannot_step_in_names_its_field_and_costs_nothing(alice: Api, portrait: bytes, path):
    wish = {**WISH, "fallback_model": "ultra"}
    answer = alice.make(portrait, **wish) if path == "/animations" else alice.post(path, wish)
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        {"fallback_model": "Ultra is not cheaper than Large, so it can't be the backup."},
    )
    assert "Nothing was charged" in answer.json()["detail"]
    assert Animation.objects.count() == 0


def test_the_reference_says_what_the_field_does(alice: Api):
    page = alice.client.get("/api/docs").content.decode()
    assert "A cheaper model of the same engine to use when the chosen one is unavailable." in page
