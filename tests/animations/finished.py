"""An animation that has ended, with its frames and its first file, without anybody having painted it."""

import hashlib
import uuid
from collections.abc import Sequence

from django.utils import timezone

from apps.accounts.models import User
from apps.animations import media
from apps.animations.exports.versions import encode_export, request_export
from apps.animations.models import Animation, Export, Frame
from tests.animations.harness import small_picture


def finished_animation(
    owner: User, *, frames: int = 3, pictures: Sequence[bytes] | None = None, **fields: object
) -> Animation:
    """An animation in the state "done", of small pictures or of these, as its owner finds it when they come back."""
    painted = pictures or [small_picture(seed=position) for position in range(1, frames + 1)]
    now = timezone.now()
    source = media.source_key(uuid.uuid4())
    media.write(source, painted[0] if pictures else small_picture())
    animation = Animation.objects.create(
        **{
            "owner": owner,
            "request_key": uuid.uuid4().hex,
            "state": "done",
            "source_key": source,
            "width": 64,
            "height": 64,
            "engine": "sketch",
            "model": "sketch",
            "prompt": "rage",
            "seed": 1,
            "frame_count": len(painted),
            "fps": 8,
            "loop": "forward",
            "ended_at": now,
            **fields,
        }
    )
    for position, picture in enumerate(painted, start=1):
        frame = Frame(animation=animation, position=position, seed=position, state="stored", credits=0, stored_at=now)
        frame.image_key = media.frame_key(animation.pk, frame.pk, uuid.uuid4())
        frame.sha256 = hashlib.sha256(picture).hexdigest()
        media.write(frame.image_key, picture)
        frame.save()
    encode_export(export_id=request_export(animation=animation, now=now).pk, now=now)
    return animation


def encode(export: Export) -> Export:
    """What the pixels worker does with an export."""
    encode_export(export_id=export.pk, now=timezone.now())
    export.refresh_from_db()
    return export
