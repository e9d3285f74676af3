"""The render_context's pages, as a signed-in person, a stranger and a double-clicker meet them."""

import re
import uuid
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.media_links import link
from apps.animations.models import Animation
from apps.animations.web.create_form import CreateForm
from apps.credits.selectors import balance_of
from tests.api.test_api import work
from tests.factories.accounts import make_person, signed_in
from tests.sizes import large

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def alice():
    return make_person("alice", credits=20)


def send(client: Client, picture: bytes | None, **fields):
    wish = {"prompt": "rage", "choice": "sketch/sketch", "frames": "3", "request_key": "k1", **fields}
    if picture is not None:
        wish["image"] = SimpleUploadedFile("p.jpg", picture)
    return client.post("/make/", wish)


def test_a_page_asks_more_often_where_a_gif_takes_a_second(alice, portrait):
    client = signed_in(alice)
    page = client.get(send(client, portrait).headers["location"]).content.decode()
    assert 'hx-trigger="every 300ms"' in page
    Animation.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    page = client.get(f"/animations/{Animation.objects.get().pk}/").content.decode()
    assert 'hx-trigger="every 1s"' in page


def test_the_form_makes_an_animation_and_leads_to_it(alice, portrait):
    client = signed_in(alice)
    answer = send(client, portrait, price_shown="3")
    made = Animation.objects.get()
    assert (answer.status_code, answer.headers["location"]) == (302, f"/animations/{made.pk}/")
    assert client.get(answer.headers["location"]).status_code == 200
    work()
    page = client.get(answer.headers["location"])
    assert (page.context["headline"], page.context["polling"]) == ("Your GIF is ready", False)


def test_without_script_the_page_refreshes_itself_until_the_animation_has_ended(alice, portrait):
    client = signed_in(alice)
    address = send(client, portrait).headers["location"]
    refresh = '<noscript><meta http-equiv="refresh" content="2"></noscript>'
    assert client.get(address).content.decode().count(refresh) == 1
    work()
    assert client.get(address).content.decode().count("http-equiv") == 0


def test_the_same_form_sent_twice_makes_one_animation(alice, portrait):
    client = signed_in(alice)
    first, second = send(client, portrait), send(client, portrait)
    assert first.headers["location"] == second.headers["location"]
    assert balance_of(alice.ledger_owner, now=timezone.now()).held == 3


def test_a_form_without_words_keeps_the_picture_as_a_draft_and_goes_on_from_it(alice, portrait):
    client = signed_in(alice)
    answer = send(client, portrait, prompt="")
    draft = Animation.objects.get(state="draft")
    assert answer.status_code == 422
    assert str(draft.pk).encode() in answer.content
    again = send(client, None, draft=str(draft.pk))
    assert again.headers["location"] == f"/animations/{draft.pk}/"
    draft.refresh_from_db()
    assert (draft.state, draft.prompt) == ("queued", "rage")


def test_too_few_credits_keep_the_draft_and_charge_nothing(alice, portrait):
    answer = send(signed_in(alice), portrait, frames="24")
    assert answer.status_code == 402
    assert answer.context["problem"].title == "You need 4 more credits"
    assert Animation.objects.get().state == "draft"
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 20


def test_a_draft_keeps_a_camera_that_moves_before_painting(alice, portrait, settings):
    settings.STABILITY_API_KEY = "sk-of-nobody"
    client = signed_in(alice)
    send(
        client,
        portrait,
        choice="stability/sd3.5-medium",
        frames="24",
        camera="zoom-in",
        camera_amount="lot",
        motion_before="before",
    )
    draft = Animation.objects.get()
    assert draft.camera_path
    assert "motion" not in draft.timeline
    form = client.get(f"/make/?draft={draft.pk}").context["form"]
    assert [form[name].value() for name in ("camera", "camera_amount", "motion_before")] == ["zoom-in", "lot", "before"]


def test_a_price_higher_than_the_one_shown_is_refused(alice, portrait):
    answer = send(signed_in(alice), portrait, price_shown="2")
    assert (answer.status_code, answer.context["problem"].kind) == (409, "price")


@pytest.mark.parametrize("picture", [b"x", b"", None])
def test_no_picture_gets_a_sentence(alice, picture):
    answer = send(signed_in(alice), picture)
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["image"]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"frames": "x"},
        large({"frames": "99"}),
        {"strength": "nan"},
        large({"strength": "9"}),
        large({"fps": "inf"}),
        large({"loop": "x"}),
        {"choice": "no/where"},
        large({"seed": "-5"}),
        {"draft": "x"},
        {"prompt": "a\x00b" * 900},
    ],
)
def test_a_field_that_cannot_be_used_is_no_server_error_and_costs_nothing(alice, portrait, fields):
    assert send(signed_in(alice), portrait, **fields).status_code == 422
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 20


def test_nobody_sees_somebody_elses_pages(alice, portrait):
    send(signed_in(alice), portrait)
    made = Animation.objects.get()
    bob = signed_in(make_person("bob"))
    answers = [
        bob.get(f"/animations/{made.pk}/"),
        bob.post(f"/animations/{made.pk}/cancel/"),
        bob.post(f"/animations/{made.pk}/publish/"),
        bob.post(f"/animations/{made.pk}/unpublish/"),
        bob.get(f"/animations/{uuid.uuid4()}/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert [Client().get(path).status_code for path in (f"/animations/{made.pk}/", "/library/", "/credits/")] == [
        302
    ] * 3
    assert len(bob.get("/library/").context["animations"]) == 0


def test_progress_answers_304_until_something_changes(alice, portrait):
    client = signed_in(alice)
    send(client, portrait)
    address = f"/animations/{Animation.objects.get().pk}/"
    first = client.get(address, headers={"hx-request": "true"})
    again = client.get(address, headers={"hx-request": "true", "hx-ptag": first.headers["hx-ptag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    work()
    changed = client.get(address, headers={"hx-request": "true", "hx-ptag": first.headers["hx-ptag"]})
    assert changed.status_code == 200
    assert b"hx-trigger" not in changed.content


def test_a_forged_media_link_and_one_of_another_site_show_nothing(alice, portrait):
    client = signed_in(alice)
    send(client, portrait)
    work()
    frame = link(Animation.objects.get().frames.first().shown_key)
    shown = Client().get(frame)
    assert (shown.status_code, b"".join(shown.streaming_content)[:4]) == (200, b"\x89PNG")
    assert Client().get(frame[:-3] + "xxx").status_code == 404
    assert Client().get("/media/private/nonsense").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_asks_the_same_number_of_questions_for_one_and_for_three(
    alice, portrait, count, django_assert_num_queries
):
    client = signed_in(alice)
    for index in range(count):
        send(client, portrait, request_key=f"k{index}")
    work()
    with django_assert_num_queries(14):
        assert len(client.get("/library/").context["animations"]) == count


def test_publish_and_take_back(alice, portrait):
    client = signed_in(alice)
    send(client, portrait)
    work()
    made = Animation.objects.get()
    client.post(f"/animations/{made.pk}/publish/", {"title": "🙂" * 30, "visibility": "public"})
    face = client.get(f"/animations/{made.pk}/").context["publication"]
    page = Client().get(f"/g/{face.slug}/")
    assert len(page.context["og_title"].encode()) <= 70
    assert page.content.decode().count('property="og:image"') == 1
    assert Client().get("/gallery/").context["publications"][0]["publication"].slug == face.slug
    gif = Client().get(f"/g/{face.slug}.gif")
    assert (gif.status_code, gif.headers["content-type"]) == (200, "image/gif")
    gif.close()
    client.post(f"/animations/{made.pk}/unpublish/")
    assert [Client().get(f"/g/{face.slug}{end}").status_code for end in ("/", ".gif", ".jpg", "/embed/")] == [404] * 4


class Words(HTMLParser):
    """Where a page shows some words as text: the elements around each place, innermost last."""

    VOID = frozenset({"area", "br", "hr", "img", "input", "link", "meta", "source", "use", "wbr"})

    def __init__(self, page: str, words: str) -> None:
        super().__init__()
        self.words, self.path, self.places = words, [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.path.append(tag)

    def handle_endtag(self, tag):
        if tag in self.path:
            while self.path.pop() != tag:
                pass

    def handle_data(self, data):
        if self.words in data:
            self.places.append(list(self.path))


def test_peoples_words_never_turn_ours_around(alice, portrait):
    words = "غضب صامت"
    client = signed_in(alice)
    User.objects.update(display_name=words)
    send(client, portrait, prompt=f"\u202e{words}\u202c\u200f", negative_prompt="")
    work()
    made = Animation.objects.get()
    assert made.prompt == words
    client.post(f"/animations/{made.pk}/publish/", {"title": f"{words}\u2067", "visibility": "public"})
    face = client.get(f"/animations/{made.pk}/").context["publication"]
    assert face.title == words
    client.post("/accounts/tokens/", {"name": words, "scopes": ["read"]})
    seen = {}
    for path in (
        f"/animations/{made.pk}/",
        "/library/",
        "/credits/",
        "/gallery/",
        "/accounts/tokens/",
        f"/g/{face.slug}/",
        f"/g/{face.slug}/embed/",
    ):
        seen[path] = Words(client.get(path).content.decode(), words).places
    bare = [(path, place) for path, places in seen.items() for place in places if not {"bdi", "title"} & set(place)]
    assert bare == []
    # Beside the name in the account menu, which every page but the embedded one has.
    assert [len([place for place in places if "title" not in place]) for places in seen.values()] == [
        4,
        3,
        2,
        2,
        3,
        3,
        2,
    ]


def test_while_waiting_ones_own_picture_is_shown_until_frames_come(alice, portrait):
    client = signed_in(alice)
    send(client, portrait)
    made = Animation.objects.get()
    waiting = client.get(f"/animations/{made.pk}/").context
    assert (waiting["newest"], waiting["developing"]) == ({"position": 0, "url": waiting["source_url"]}, True)
    assert b"".join(client.get(waiting["source_url"]).streaming_content)[:4] == b"\x89PNG"
    Animation.objects.update(paused_reason="engine")
    assert client.get(f"/animations/{made.pk}/").context["developing"] is False
    Animation.objects.update(paused_reason="")
    work()
    done = client.get(f"/animations/{made.pk}/").context
    assert (done["newest"]["position"], done["developing"]) == (3, False)


def marked(answer) -> list[tuple[str, str]]:
    return [(field.label, field.sentence) for field in answer.context["problem"].marked]


@pytest.mark.parametrize(
    ("fields", "title", "labels"),
    [
        ({"prompt": ""}, "A sentence is missing", ["What should happen"]),
        ({"frames": "99"}, "One thing needs fixing", ["Frames"]),
        ({"frames": "x", "seed": "0", "loop": "zig"}, "3 things need fixing", ["Frames", "Loop", "Seed"]),
        ({"prompt": "a\x00b"}, "One thing needs fixing", ["What should happen"]),
        ({"prompt": "", "fps": "99"}, "2 things need fixing", ["What should happen", "Speed"]),
        ({"choice": "sketch/oil"}, "One thing needs fixing", ["Style"]),
    ],
)
def test_the_headline_above_an_error_says_what_kind_it_is(alice, portrait, fields, title, labels):
    answer = send(signed_in(alice), portrait, **fields)
    assert (answer.context["problem"].title, [label for label, _ in marked(answer)]) == (title, labels)
    page = answer.content.decode()
    for field in answer.context["problem"].marked:
        assert f'href="#{field.anchor}"' in page
        assert f'id="{field.anchor}"' in page
    for errors in answer.context["form"].errors.values():
        assert len(errors) == 1


def test_a_picture_and_a_sentence_can_both_be_missing(alice):
    answer = send(signed_in(alice), None, prompt=" ")
    assert answer.context["problem"].title == "A picture and a sentence are missing"


@pytest.mark.parametrize("fields", [{"price_shown": "x"}, {"request_key": "k" * 101}, {"draft": "x"}])
def test_what_nobody_filled_in_is_put_in_order_and_the_picture_is_kept(alice, portrait, fields):
    client = signed_in(alice)
    answer = send(client, portrait, **fields)
    assert (answer.status_code, answer.context["problem"].kind) == (422, "stale")
    draft = Animation.objects.get(state="draft")
    again = send(client, None, draft=str(draft.pk), request_key=answer.context["request_key"], price_shown="3")
    assert again.headers["location"] == f"/animations/{draft.pk}/"


@pytest.mark.parametrize("fields", [{"frames": "x"}, {"fps": "x"}, {"loop": "zig"}, {"seed": "x"}, {"strength": "x"}])
def test_no_sentence_above_the_create_page_is_the_frameworks(alice, portrait, fields):
    for _, sentence in marked(send(signed_in(alice), portrait, **fields)):
        assert not re.search(r"Enter a (whole )?number\\.|Ensure|Select a valid|is not one of", sentence)


def test_going_back_and_emptying_the_form_is_no_server_error(alice, portrait):
    client = signed_in(alice)
    send(client, portrait)
    answer = send(client, portrait, prompt="")
    assert (answer.status_code, Animation.objects.filter(state="draft").count()) == (422, 1)
    assert answer.context["request_key"] != "k1"


def test_a_sentence_in_the_address_is_in_the_form(alice):
    page = Client().get("/make/", {"prompt": "she bursts\u202e into tears"})
    assert page.context["form"]["prompt"].value() == "she bursts into tears"
    assert ">she bursts into tears</textarea>" in page.content.decode()


def test_a_price_that_was_not_shown_is_shown_with_everything_kept(alice, portrait):
    client = signed_in(alice)
    answer = send(client, portrait, frames="12", price_shown="3")
    assert answer.context["problem"].title == "These settings cost 12 credits"
    draft = Animation.objects.get(state="draft")
    page = answer.content.decode()
    assert 'name="price_shown"\n             value="12"' in page
    assert (draft.frame_count, draft.prompt, answer.context["draft"]) == (12, "rage", draft)
    again = send(client, None, frames="12", price_shown="12", draft=str(draft.pk))
    assert again.headers["location"] == f"/animations/{draft.pk}/"


def test_a_file_a_little_over_the_limit_is_not_said_to_be_as_large_as_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    form = CreateForm({"prompt": "x"}, {"image": SimpleUploadedFile("p.png", b"x" * (2**20 + 1))})
    assert form.errors["image"] == ["That picture is 2 MB. The limit is 1 MB."]
