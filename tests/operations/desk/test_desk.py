"""The operators' desk: who is found, what is done to them, and that it is written down and stays."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import OperatorAct, SecurityEvent, User
from apps.accounts.operator_log import checked_reason
from apps.animations.models import Animation
from apps.animations.retention.trash import restore_animations
from apps.api.services import create_token
from apps.credits.selectors import balance_of
from apps.gallery.models import Publication
from apps.gallery.services import TakenDown, publish_animation
from apps.mail.models import UndeliveredKind
from apps.mail.services import note_undelivered
from tests.accounts.test_reauthentication import grow_old, is_signed_in
from tests.accounts.test_second_factor import with_passkey
from tests.animations.finished import finished_animation
from tests.animations.harness import Harness
from tests.factories.accounts import make_person, signed_in
from tests.factories.gallery import make_publication

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"reason": "Complaint 12"}


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@example.com", "x")


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


@pytest.fixture
def alice() -> User:
    return make_person("alice", credits=100)


def act(desk: Client, person: User, name: str, **fields: object) -> str:
    """Carry an act out; return the sentence that the operator reads."""
    response = desk.post(f"/operations/people/{person.pk}/{name}/", {**WHY, **fields}, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def published(owner: User) -> Publication:
    animation = finished_animation(owner)
    return publish_animation(animation=animation, title="Fury", alt_text="", visibility="public", now=timezone.now())


def log() -> list[tuple[str, str, str]]:
    return list(OperatorAct.objects.order_by("at").values_list("act", "reason", "detail"))


def test_people_are_found_by_what_operators_are_told(desk, alice):
    make_person("bob")
    publication = make_publication(alice)
    page = f"https://gifs.example.com/g/{publication.slug}/"
    file = f"{page.rstrip('/')}.gif"
    for words in ("ALICE", alice.email[:9], str(publication.animation_id), page, file, publication.slug):
        listed = desk.get("/operations/people/", {"q": words}).content.decode()
        assert (alice.email in listed, "bob-" in listed) == (True, False), words
    assert "Nobody found" in desk.get("/operations/people/", {"q": "no such person"}).content.decode()
    assert "bob-" in desk.get("/operations/people/").content.decode()


def test_a_person_s_file_shows_all_there_is(desk, alice, harness: Harness):
    publication = make_publication(alice)
    harness.start(alice, frames=3, prompt="<b>silent</b> fury")
    page = desk.get(f"/operations/people/{alice.pk}/").content.decode()
    for words in (publication.title, "&lt;b&gt;silent", "3 frames", "Stop it", "Take it down", "Signed in"):
        assert words in page
    assert "<b>silent" not in page


def test_a_disabled_person_gets_in_nowhere_until_enabled(desk, alice, harness: Harness):
    running = harness.start(alice, frames=4)
    browser = signed_in(alice)
    _, secret = create_token(user=alice, name="bot")
    token = {"headers": {"authorization": f"Bearer {secret}"}}
    assert Client().get("/api/v1/credits", **token).status_code == 200
    assert act(desk, alice, "disable") == "Disabled. All sign-ins and tokens ended. 1 running GIF stopped."
    assert (is_signed_in(browser), Client().get("/api/v1/credits", **token).status_code) == (False, 401)
    running.refresh_from_db()
    assert (running.has_ended, balance_of(alice.ledger_owner, now=timezone.now()).held) == (True, 0)
    assert act(desk, alice, "disable") == "This account is disabled already. Nothing changed."
    assert act(desk, alice, "enable") == "Enabled. They can sign in again."
    assert is_signed_in(signed_in(User.objects.get(pk=alice.pk)))
    assert [row[0] for row in log()] == ["disabled", "enabled"]


def test_a_leaked_token_ends_with_all_sign_ins(desk, alice):
    browser = signed_in(alice)
    assert is_signed_in(browser)
    _, secret = create_token(user=alice, name="bot")
    assert "ended" in act(desk, alice, "sign-out")
    assert not is_signed_in(browser)
    answer = Client().get("/api/v1/credits", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_a_lost_device_is_forgotten_and_its_person_reads_why(desk, alice):
    with_passkey(alice)
    assert "was reset" in act(desk, alice, "reset-second-step", reason="Lost the phone, called back")
    assert not Authenticator.objects.filter(user=alice).exists()
    assert SecurityEvent.objects.get(user=alice, kind="factor_reset").detail == "Lost the phone, called back"


def test_credits_are_given_for_a_reason(desk, alice):
    assert act(desk, alice, "grant", credits="25") == "25 credits given."
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 125
    for wrong in ("0", "-5", "1000001", "many", ""):
        assert "Nothing changed." in act(desk, alice, "grant", credits=wrong)
    assert log() == [("granted", "Complaint 12", "25 credits")]


def test_a_gift_sent_twice_is_given_once(desk, alice):
    form = {"credits": "25", "once": str(uuid.uuid4())}
    assert act(desk, alice, "grant", **form) == "25 credits given."
    assert act(desk, alice, "grant", **form) == "These credits were given already. Nothing changed."
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 125
    assert len(log()) == 1


@pytest.mark.parametrize("name", ["disable", "shut-out", "reset-second-step"])
def test_no_operator_is_shut_out_from_the_desk(desk, root, name):
    other = User.objects.create_superuser("other@example.com", "x")
    for operator in (root, other):
        with_passkey(operator)
        assert "This is an operator's account." in act(desk, operator, name)
        assert (User.objects.get(pk=operator.pk).is_active, Authenticator.objects.filter(user=operator).exists()) == (
            True,
            True,
        )
    assert log() == []


def test_no_operator_gives_credits_to_themselves(desk, root):
    assert "can't give credits to yourself" in act(desk, root, "grant", credits="25")
    assert balance_of(root.ledger_owner, now=timezone.now()).available == 0


def test_abuse_ends_with_one_act(desk, alice):
    pages = [published(alice), published(alice)]
    theirs = published(make_person("bob"))
    assert act(desk, alice, "shut-out") == "Disabled. All sign-ins and tokens ended. 2 pages taken down."
    assert not User.objects.get(pk=alice.pk).is_active
    assert [Client().get(f"/g/{page.slug}/").status_code for page in (*pages, theirs)] == [404, 404, 200]
    assert [row[0] for row in log()] == ["disabled", "taken_down", "taken_down"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("disable", "Your account was disabled."),
        ("sign-out", "You were signed out everywhere"),
        ("reset-second-step", "Two-step verification was removed"),
        ("close", "Your account is closing."),
    ],
)
def test_people_are_mailed_what_was_done_to_their_account_and_why(desk, alice, name, sentence):
    act(desk, alice, name)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([alice.email], "Your account was changed")
    assert sentence in letter.body
    assert "Reason: Complaint 12" in letter.body


def test_an_account_is_closed_as_by_its_person(desk, alice, root):
    assert "closing" in act(desk, alice, "close")
    assert User.objects.get(pk=alice.pk).closing_at is not None
    assert "operator rights" in act(desk, root, "close")


def test_a_note_is_for_operators_alone(desk, alice):
    assert act(desk, alice, "note", reason="Wrote to us twice") == "Noted."
    assert "Wrote to us twice" in desk.get(f"/operations/people/{alice.pk}/").content.decode()
    assert "Wrote to us twice" not in signed_in(alice).get("/accounts/activity/").content.decode()


def test_what_operators_did_is_in_its_person_s_activity(desk, alice):
    act(desk, alice, "sign-out")
    activity = signed_in(alice).get("/accounts/activity/").content.decode()
    assert "Changed by an operator" in activity
    assert "Ended all sign-ins and tokens: Complaint 12" in activity


def test_a_page_is_taken_down_and_put_back(desk, alice):
    publication = published(alice)
    path = f"/operations/pages/{publication.pk}"
    desk.post(f"{path}/take-down/", {"reason": "Shows somebody who did not agree."})
    assert Client().get(f"/g/{publication.slug}/").status_code == 404
    assert "Shows somebody who did not agree." in mail.outbox[0].body
    assert mail.outbox[0].to == [alice.email]
    owner = signed_in(alice)
    told = owner.post(f"/animations/{publication.animation_id}/publish/", {"title": "x"}, follow=True)
    assert "Shows somebody who did not agree." in told.content.decode()
    with pytest.raises(TakenDown):
        publish_animation(
            animation=publication.animation, title="", alt_text="", visibility="public", now=timezone.now()
        )
    desk.post(f"{path}/put-back/", {"reason": "A mistake of ours"})
    assert Client().get(f"/g/{publication.slug}/").status_code == 200
    assert [row[0] for row in log()] == ["taken_down", "put_back"]
    assert Publication.objects.get().takedown_reason == ""


def test_a_page_of_a_gif_in_the_trash_is_not_put_back(desk, alice):
    publication = published(alice)
    desk.post(f"/operations/pages/{publication.pk}/take-down/", WHY)
    assert (
        "Moved to the trash"
        in desk.post(f"/operations/animations/{publication.animation_id}/remove/", WHY, follow=True).content.decode()
    )
    desk.post(f"/operations/pages/{publication.pk}/put-back/", WHY)
    assert Client().get(f"/g/{publication.slug}/").status_code == 410
    restore_animations(owner=alice, animation_ids=[publication.animation_id], now=timezone.now())
    assert Animation.objects.get().deleted_at is None
    assert Client().get(f"/g/{publication.slug}/").status_code == 404, "its owner's trash does not undo it"


def test_the_database_keeps_a_page_that_was_taken_down_from_being_up(alice):
    publication = make_publication(alice)
    with pytest.raises(IntegrityError, match="page_taken_down_is_down"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(taken_down_at=timezone.now())


def test_a_stuck_animation_is_stopped(desk, alice, harness: Harness):
    animation = harness.start(alice, frames=4)
    path = f"/operations/animations/{animation.pk}/stop/"
    assert "Stopped. 20 credits refunded." in desk.post(path, WHY, follow=True).content.decode()
    assert "running anymore" in desk.post(path, WHY, follow=True).content.decode()
    assert Animation.objects.get().state in ("cancelled", "failed")


def test_nothing_is_done_without_a_reason_or_a_proof(desk, alice):
    assert act(desk, alice, "disable", reason=" \n") == "Say why. The reason is kept. Nothing changed."
    assert "Use up to 200 characters" in act(desk, alice, "disable", reason="x" * 201)
    grow_old(desk)
    asked = desk.post(f"/operations/people/{alice.pk}/disable/", WHY)
    assert asked["location"].startswith("/accounts/2fa/reauthenticate/")
    assert User.objects.get(pk=alice.pk).is_active
    assert log() == []
    with pytest.raises(ValidationError):
        checked_reason("\u202e")


def test_only_operators_with_all_rights_reach_the_desk(alice):
    reader = signed_in(User.objects.create_user("reader@example.com", "x", is_staff=True))
    paths = ["/operations/people/", f"/operations/people/{alice.pk}/", "/operations/log/"]
    for path in paths:
        assert [signed_in(alice).get(path).status_code, reader.get(path).status_code] == [403, 403]
        assert Client().get(path).status_code == 302
    for browser in (signed_in(alice), reader, Client()):
        browser.post(f"/operations/people/{alice.pk}/disable/", WHY)
    assert User.objects.get(pk=alice.pk).is_active


def test_the_log_shows_everything_and_stays_as_it_is(desk, alice):
    act(desk, alice, "sign-out")
    page = desk.get("/operations/log/").content.decode()
    assert all(words in page for words in ("Ended all sign-ins and tokens", "Complaint 12", "root@example.com"))
    for change in (
        lambda: OperatorAct.objects.update(reason="Nothing happened"),
        lambda: OperatorAct.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert log() == [("sign_ins_ended", "Complaint 12", "")]


def test_addresses_that_lead_nowhere(desk, alice):
    assert desk.get(f"/operations/people/{alice.pk}/disable/")["location"] == "/operations/people/"
    for path in (
        f"/operations/people/{alice.pk}/nonsense/",
        "/operations/people/999999/note/",
        "/operations/pages/00000000-0000-0000-0000-000000000000/take-down/",
        "/operations/animations/00000000-0000-0000-0000-000000000000/stop/",
    ):
        assert desk.post(path, WHY).status_code == 404


def test_the_same_by_commands_for_nights(alice, capsys):
    publication = published(alice)
    call_command("person", alice.email.upper(), "grant", reason="Sorry", credits=5)
    call_command("person", alice.email, "disable", reason="Abuse")
    call_command("page", f"https://x.example.com/g/{publication.slug}/", "take-down", reason="Abuse")
    call_command("page", publication.slug, "put-back", reason="Mistake")
    call_command("animation", str(publication.animation_id), "remove", reason="Abuse")
    call_command("grant", alice.email, 7, reason="Sorry again")
    assert "5 credits given." in capsys.readouterr().out
    assert [row[0] for row in log()] == ["granted", "disabled", "taken_down", "put_back", "removed", "granted"]
    assert set(OperatorAct.objects.values_list("operator", flat=True)) == {None}


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        (("person", "nobody@example.com", "note"), {"reason": "x"}, "Nobody signs in"),
        (("person", "", "note"), {"reason": " "}, "Say why"),
        (("animation", str(uuid.uuid4()), "stop"), {"reason": "x"}, "There is no GIF"),
        (("person", "", "enable"), {"reason": "x"}, "isn't disabled"),
        (("page", "nothing", "take-down"), {"reason": "x"}, "There is no page nothing"),
    ],
)
def test_commands_refuse_with_a_sentence(alice, command, options, sentence):
    words = [word or alice.email for word in command]
    with pytest.raises(CommandError, match=sentence):
        call_command(*words, **options)
    assert log() == []


def test_who_keeps_the_most_comes_first(desk, alice):
    bob, empty = make_person("bob"), make_person("empty")
    for owner, size in ((alice, 5), (bob, 900)):
        Animation.objects.filter(pk=finished_animation(owner).pk).update(frames_bytes=size * 2**20)
    page = desk.get("/operations/storage/").content.decode()
    assert 0 < page.index(bob.email) < page.index(alice.email)
    assert (empty.email in page, "900 MB" in page or "901 MB" in page) == (False, True)


def test_a_store_in_which_nobody_keeps_anything_says_so(desk):
    assert "Nobody keeps anything yet" in desk.get("/operations/storage/").content.decode()


def test_mail_that_did_not_arrive_is_listed_and_shown_in_a_person_s_file(desk, alice):
    assert "Every email arrived" in desk.get("/operations/mail/").content.decode()
    note_undelivered(address=alice.email, kind=UndeliveredKind.BOUNCED, detail="550 <b>gone</b>")
    note_undelivered(address="nobody@example.com", kind=UndeliveredKind.REFUSED, detail="550 unknown")
    page = desk.get("/operations/mail/").content.decode()
    assert page.index("nobody@example.com") < page.index(alice.email), "newest first"
    for shown in (page, desk.get(f"/operations/people/{alice.pk}/").content.decode()):
        assert "550 &lt;b&gt;gone" in shown
    assert f"/operations/people/{alice.pk}/" in page
