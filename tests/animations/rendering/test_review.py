"""What waits for an operator, what they decide, and what happens when they do not; and engines that rest."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.animations.models import EnginePause, Frame
from apps.animations.rendering.circuit_breaker import STRIKES, note_strike
from apps.animations.rendering.claim import claim_frame
from apps.animations.rendering.review import NotInReview, NoTryLeft, give_up_frame, repeat_frame
from apps.common.models import Alarm
from apps.credits.findings import findings
from tests.animations.harness import Harness
from tests.animations.rendering.test_chain import PER_FRAME, receipt, states
from tests.factories.accounts import make_person, signed_in
from tests.factories.alarms import alarms_raised
from tests.sizes import sizes

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice() -> User:
    return make_person("alice", credits=200)


@pytest.fixture
def operator() -> Client:
    return signed_in(User.objects.create_superuser("root@example.com", "x"))


@pytest.fixture
def waiting(harness: Harness, alice, settings) -> Frame:
    """The second of three frames, whose answer got lost."""
    settings.UNKNOWN_POLICY = "review"
    animation = harness.start(alice, frames=3)
    harness.fake.next("ok")
    harness.fake.next("reset")
    while harness.look(harness.render_context()):
        pass
    return animation.frames.get(state="review")


def test_a_frame_that_an_operator_has_painted_again_is_paid_by_the_house(harness: Harness, waiting):
    repeat_frame(frame_id=waiting.pk, now=harness.clock())
    harness.run(harness.render_context())
    animation = waiting.animation
    animation.refresh_from_db()
    assert (animation.state, states(animation)) == ("done", ["stored"] * 3)
    assert receipt(animation) == (0, 3 * PER_FRAME, 0)
    assert len(harness.arrivals()) == 4
    with pytest.raises(NotInReview):
        repeat_frame(frame_id=waiting.pk, now=harness.clock())
    assert findings(deep=True) == []


def test_a_frame_that_an_operator_gives_up_is_released_and_the_rest_delivered(harness: Harness, waiting):
    assert give_up_frame(frame_id=waiting.pk, now=harness.clock()) == 2 * PER_FRAME
    harness.run(harness.render_context())
    animation = waiting.animation
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)) == ("partial", (0, PER_FRAME, 2 * PER_FRAME))
    with pytest.raises(NotInReview):
        give_up_frame(frame_id=waiting.pk, now=harness.clock())


def test_a_frame_called_three_times_is_not_called_a_fourth_time(harness: Harness, waiting):
    for _ in range(2):
        harness.fake.next("reset")
        repeat_frame(frame_id=waiting.pk, now=harness.clock())
        while harness.look(harness.render_context()):
            pass
    with pytest.raises(NoTryLeft):
        repeat_frame(frame_id=waiting.pk, now=harness.clock())


def test_the_queue_shows_the_evidence_and_carries_out_decisions(harness: Harness, waiting, operator):
    queue = operator.get("/admin/animations/frameinreview/")
    assert str(waiting.animation_id) in queue.content.decode() or "rage" in queue.content.decode()
    page = operator.get(f"/admin/animations/frameinreview/{waiting.pk}/change/").content.decode()
    assert "OutcomeUnknown" in page
    answer = operator.post(
        "/admin/animations/frameinreview/", {"action": "paint_again", "_selected_action": str(waiting.pk)}, follow=True
    )
    assert "generated again" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_the_page_of_the_evidence_offers_the_same_decisions(waiting, operator):
    address = f"/admin/animations/frameinreview/{waiting.pk}/change/"
    page = operator.get(address).content.decode()
    assert page.count('name="decision"') == 3
    assert 'name="_save"' not in page
    answer = operator.post(address, {"decision": "give_up"}, follow=True)
    assert "refunded." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    late = operator.post(address, {"decision": "paint_again"}, follow=True)
    assert "That frame was already decided. Nothing changed." in late.content.decode()


def test_operators_hear_of_the_first_frame_that_waits_and_not_of_each(harness: Harness, waiting):
    Alarm.objects.all().delete()
    give_up_frame(frame_id=waiting.pk, now=harness.clock())
    for name in ("bob", "carol"):
        harness.fake.next("reset")
        harness.start(make_person(name, credits=100), frames=2)
        while harness.look(harness.render_context()):
            pass
    assert Frame.objects.filter(state="review").count() == 2
    assert alarms_raised() == ["An answer got lost and waits for your decision"]


def test_nobody_but_staff_sees_the_queue(waiting, alice):
    client = Client()
    client.force_login(alice)
    assert client.get("/admin/animations/frameinreview/").status_code == 302


def test_an_engine_that_keeps_failing_rests_twice_as_long_each_time_and_one_call_finds_it_well(harness: Harness, alice):
    animation = harness.start(alice, frames=4)
    for _ in range(STRIKES):
        _strike(harness)
    pause = EnginePause.objects.get()
    assert (pause.strikes, pause.pause_seconds, pause.holds_at(harness.clock())) == (STRIKES, 30, True)
    harness.look(harness.render_context())
    assert harness.arrivals() == []
    harness.clock.forward(31)
    _strike(harness)
    assert EnginePause.objects.get().pause_seconds == 60
    harness.clock.forward(61)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert animation.state == "done"
    assert not EnginePause.objects.exists()


def _strike(harness: Harness) -> None:
    note_strike(engine="stability", part="", reason="EngineFault: overloaded", now=harness.clock())


def test_after_a_rest_one_call_probes_and_the_others_wait_for_its_picture(harness: Harness, settings):
    settings.USER_RUNNING_LIMIT = 10
    people = [make_person(f"p{index}", credits=100) for index in range(3)]
    made = [harness.start(person, frames=2) for person in people]
    for _ in range(STRIKES):
        _strike(harness)
    harness.clock.forward(31)
    render_context = harness.render_context()
    engine = harness.engine("stability")
    claims = [
        claim_frame(animation_id=animation.pk, engine=engine, render_context=render_context) for animation in made
    ]
    assert [claim is not None for claim in claims] == [True, False, False]
    harness.clock.forward(3600)  # the probe's caller is never heard of again
    harness.run(harness.render_context())
    for animation in made:
        animation.refresh_from_db()
        assert animation.state == "done"


def test_a_refused_key_pauses_the_engine_until_an_operator_acts_who_hears_of_it(harness: Harness, alice, operator):
    animation = harness.start(alice, frames=2)
    harness.fake.next("unauthorized")
    while harness.look(harness.render_context()):
        pass
    harness.clock.forward(3600)
    while harness.look(harness.render_context()):
        pass
    assert len(harness.arrivals()) == 1
    assert alarms_raised() == ["Engine stability is paused until you act"]
    pause = EnginePause.objects.get()
    operator.post(f"/admin/animations/enginepause/{pause.pk}/delete/", {"post": "yes"})
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)) == ("done", (0, 2 * PER_FRAME, 0))


@pytest.mark.parametrize("people", sizes(small=2, full=10))
def test_one_person_with_many_animations_does_not_keep_people_with_one_waiting(harness: Harness, people):
    heavy = make_person("heavy", credits=1000)
    many = [harness.start(heavy, frames=2) for _ in range(people)]
    light = [harness.start(make_person(f"light{index}", credits=100), frames=2) for index in range(people)]
    harness.run(harness.render_context())
    owners = [entry["headers"]["stability-client-user-id"] for entry in harness.arrivals()]
    assert len(owners) == 2 * (len(many) + len(light))
    last_of_the_light = max(index for index, owner in enumerate(owners) if owner != heavy.ledger_owner.hex)
    before = owners[:last_of_the_light].count(heavy.ledger_owner.hex)
    assert before <= 3 * 2, "only the three that one person may have running take turns with the others"
