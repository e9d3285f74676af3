"""A chat that drops large pictures is given the poster; every other one the GIF; each of them one picture only."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.animations.models import Animation, Export
from tests.api.test_api import work
from tests.factories.accounts import make_person, signed_in
from tests.sizes import large

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("agent", "size_bytes", "wanted"),
    [
        ("WhatsApp/2.23.20.0 A", 820_000, "jpg"),
        ("WhatsApp/2.23.20.0 A", 250_000, "gif"),
        large("Twitterbot/1.0", 5_100_000, "jpg"),
        large("Twitterbot/1.0", 820_000, "gif"),
        large("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", 8_200_000, "gif"),
        ("", 8_200_000, "gif"),
    ],
)
def test_a_link_shows_the_largest_picture_that_the_chat_takes(portrait, agent, size_bytes, wanted):
    client = signed_in(make_person("alice", credits=20))
    picture = SimpleUploadedFile("p.jpg", portrait)
    client.post(
        "/make/", {"prompt": "rage", "choice": "sketch/sketch", "frames": "2", "request_key": "k", "image": picture}
    )
    work()
    made = Animation.objects.get()
    client.post(f"/animations/{made.pk}/publish/", {"title": "Rage", "visibility": "public"})
    slug = client.get(f"/animations/{made.pk}/").context["publication"].slug
    Export.objects.update(size_bytes=size_bytes)

    page = Client().get(f"/g/{slug}/", headers={"User-Agent": agent})

    shown = re.findall(r'property="og:image" content="([^"]+)"', page.content.decode())
    assert [address.rsplit(".")[-1] for address in shown] == [wanted]
    assert "User-Agent" in page.headers["Vary"]
    file = Client().get(f"/g/{slug}.{wanted}")
    assert f'property="og:image:type" content="{file.headers["Content-Type"]}"' in page.content.decode()
    file.close()
