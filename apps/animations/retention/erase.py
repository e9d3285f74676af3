"""Erase what was deleted for good. What it cost stays on record, without a word or a picture."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from apps.animations import media
from apps.animations.models import Animation, AnimationState, ExportState
from apps.animations.models.animation import ENDED_STATES
from apps.animations.retention.kinds import FOLDERS, SOURCE_FIELDS, sources_in_use
from apps.animations.signals import animation_erased
from apps.common.stored_files import files_below, the_store

log = logging.getLogger(__name__)

TRASH_LASTS = timedelta(days=30)
DRAFT_LASTS = timedelta(hours=24)
MOST_DRAFTS = 20
"""Drafts one person keeps at once; the oldest goes when another comes."""
BATCH = 50


def erase_animation(*, animation_id: uuid.UUID, now: datetime) -> bool:
    """Erase an animation that is in the trash: its words in the database, its files in the store. False if it may not be.

    A store that is away keeps nobody waiting: no row needs the files from now on, so the collector deletes them.
    """
    with transaction.atomic():
        animation = Animation.objects.select_for_update(no_key=True).filter(pk=animation_id).first()
        if animation is None or animation.deleted_at is None or animation.erased_at is not None:
            return False
        # One that is still being put together is erased when it is over, at the next sweep.
        if animation.state not in ENDED_STATES:
            return False
        sources = keys_of_photo(animation)
        Animation.objects.filter(pk=animation.pk).update(
            erased_at=now, prompt="", negative_prompt="", title="", upload={}, timeline={}, request_hash=""
        )
        animation.mask_corrections.all().delete()
        animation.exports.update(timeline={}, failure="", checks=[])
        animation.exports.filter(state=ExportState.PENDING).update(state=ExportState.FAILED)
        # An engine's own words may repeat the prompt; that the call was made, and what it cost, stays.
        animation.submissions.exclude(detail="").update(detail="")
        animation_erased.send(sender=Animation, animation=animation, now=now)
    delete_files_of(animation_id, sources=sources)
    return True


def keys_of_photo(animation: Animation) -> set[str]:
    """Return the keys of an animation's source, its masks and what was found in it."""
    keys = {getattr(animation, field) for field in SOURCE_FIELDS} - {""}
    return keys | set(animation.mask_corrections.values_list("key", flat=True))


def delete_files_of(animation_id: uuid.UUID, *, sources: Iterable[str]) -> None:
    """Delete the files of an erased animation, and of its sources those that no other animation needs."""
    try:
        for folder in FOLDERS:
            _delete(file.key for file in files_below(f"{folder}{animation_id}/"))
        delete_unused_sources(sources)
    except OSError as away:
        log.warning("the collector will delete what is left of %s: %s", animation_id, away)


def delete_unused_sources(keys: Iterable[str]) -> None:
    """Delete of these sources those that no animation refers to any more. Raises OSError."""
    asked = set(keys)
    if not asked:
        return
    _delete(asked - sources_in_use(asked))


def delete_or_leave(keys: Iterable[str]) -> None:
    """Delete sources as `delete_unused_sources` does; what a store that is away keeps is left to the collector."""
    try:
        delete_unused_sources(keys)
    except OSError as away:
        log.warning("the collector will delete %s: %s", ", ".join(sorted(keys)), away)


def _delete(keys: Iterable[str]) -> None:
    doomed = list(keys)
    if doomed:
        the_store().delete_files(doomed)
        media.forget(doomed)


def erase_due(*, now: datetime) -> None:
    """Erase what has been in the trash for 30 days, and drafts that nobody came back to for a day."""
    due = Animation.objects.in_trash().filter(deleted_at__lte=now - TRASH_LASTS).order_by("deleted_at")
    for animation_id in list(due.values_list("pk", flat=True)[:BATCH]):
        erase_animation(animation_id=animation_id, now=now)
    forget_drafts(Q(moved_at__lte=now - DRAFT_LASTS))


def forget_drafts(which: Q) -> int:
    """Delete drafts with their pictures; return how many. One that is being submitted at this moment is none any more."""
    with transaction.atomic():
        drafts = list(
            Animation.objects.select_for_update()
            .filter(which, state=AnimationState.DRAFT)
            .order_by("moved_at")[: 4 * BATCH]
        )
        Animation.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    delete_or_leave({key for draft in drafts for field in SOURCE_FIELDS if (key := getattr(draft, field))})
    return len(drafts)


def forget_surplus_drafts(owner_id: int) -> None:
    """Delete the oldest drafts of a person beyond MOST_DRAFTS."""
    surplus = (
        Animation.objects.filter(owner_id=owner_id, state=AnimationState.DRAFT)
        .order_by("-moved_at")
        .values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS + BATCH]
    )
    if doomed := list(surplus):
        forget_drafts(Q(pk__in=doomed))
