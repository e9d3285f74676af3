"""Cards of sponsors: seen, and followed."""

import uuid
from datetime import datetime

from apps.sponsors.models import Impression


def note_seen(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that the card was put on a page. Returns whether that was the first time."""
    return Impression.objects.filter(animation_id=animation_id, seen_at=None).update(seen_at=now) > 0


def note_followed(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that the card's link was followed. Returns whether that was the first time."""
    return Impression.objects.filter(animation_id=animation_id, followed_at=None).update(followed_at=now) > 0
