import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.models import Animation, Export
from apps.gallery.models import Publication


def make_animation(owner: User, **fields: object) -> Animation:
    """A finished animation with a finished GIF, of which the store holds nothing."""
    animation = Animation.objects.create(
        **{
            "owner": owner,
            "request_key": uuid.uuid4().hex,
            "state": "done",
            "source_key": f"private/sources/{uuid.uuid4()}.png",
            "width": 64,
            "height": 48,
            "engine": "sketch",
            "model": "sketch",
            "prompt": "silent fury",
            "seed": 1,
            "frame_count": 2,
            "fps": 8,
            "loop": "forward",
            "ended_at": timezone.now(),
            **fields,
        }
    )
    key = f"private/exports/{animation.pk}"
    Export.objects.create(
        animation=animation,
        format="gif",
        digest=uuid.uuid4().hex,
        max_side=64,
        state="ready",
        key=f"{key}.gif",
        poster_key=f"{key}.jpg",
        width=64,
        height=48,
        size_bytes=1234,
        frame_count=2,
        duration_ms=250,
        fps=8,
        loop="forward",
    )
    return animation


def make_publication(
    owner: User, *, title: str = "Silent fury", at: datetime | None = None, **fields: object
) -> Publication:
    """A page of a new animation; the store holds its files, which are no pictures."""
    animation = make_animation(owner)
    publication = Publication.objects.create(
        **{
            "animation": animation,
            "export": animation.exports.get(),
            "slug": uuid.uuid4().hex[:16],
            "title": title,
            "visibility": "public",
            "published_at": at or timezone.now(),
            **fields,
        }
    )
    for key in (publication.gif_key, publication.poster_key):
        default_storage.save(key, ContentFile(f"bytes of {key}".encode()))
    return publication
