"""Files made from stored frames. An export is named by what it is made of, so the same spec is never made twice."""

import logging
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from apps.animations import media
from apps.animations.exports.drift import measuring_drifts
from apps.animations.exports.encoding import EXTENSIONS, CannotBeMade, make_file
from apps.animations.exports.loop_gap import record_loop_gap
from apps.animations.exports.spec import ONE_BY_ONE_PIXELS, ExportSpec, complete_file, digest_of, spec_of, timeline_of
from apps.animations.models import Animation, AnimationState, Export, ExportState, Format, MessageKind, OutboxMessage
from apps.animations.models.transitions import move_animation
from apps.animations.outbox import ack, claim_message, enqueue
from apps.animations.selectors import shares_of
from apps.common.stored_files import the_store
from apps.engines.registry import INSTALLED
from apps.imaging.codecs.frames import decode_png

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3  # a worker that dies of an export is not sent to it for ever
STORE_REST = timedelta(seconds=10)  # between two attempts while the store is away: each may encode in vain
SHORTEST_LOOK, LONGEST_LOOK = timedelta(seconds=5), timedelta(seconds=240)
"""How long nobody else is sent to an export that somebody began: by its pixels, up to the worker's own time limit."""


class NothingToExport(Exception):
    """The animation has no stored frame yet. Nothing was made and nothing charged."""


class NotAVersion(Exception):
    """This file is not a finished GIF of its own, so it cannot be the one that is shown. Nothing changed."""


def request_export(*, animation: Animation, now: datetime, spec: ExportSpec | None = None) -> Export:
    """Ask for a file of the stored frames: a GIF with the animation's own timeline unless told otherwise. Free.

    The same spec returns the same export. Raises NothingToExport, or TimelineInvalid for what cannot be made.
    """
    frames = stored_frames(animation)
    if not frames:
        raise NothingToExport(str(animation))
    if spec is None:
        spec = ExportSpec(
            timeline_of(animation), file_size=animation.file_size
        )  # checked with the recipe: whatever was painted is shown
    else:
        spec = complete_file(spec, width=animation.width, height=animation.height, painted=len(frames))
    # The digest is unique for an animation: the same file is made once, whoever asks for it.
    with transaction.atomic():
        export, is_new = Export.objects.get_or_create(
            animation=animation,
            digest=digest_of(spec, frames),
            defaults={
                "fps": spec.timeline.fps,
                "loop": spec.timeline.loop,
                "timeline": spec.timeline.as_words(),
                "format": spec.format,
                "destination": spec.destination,
                "quality": spec.quality,
                "max_bytes": spec.max_bytes,
                "file_size": spec.file_size,
                "max_side": spec.max_side,
                "created_at": now,
            },
        )
        # In one transaction with the row, so that no file waits without a message.
        if is_new or _is_renewed(export):
            enqueue(MessageKind.ENCODE, export.pk, now=now)
    return export


def make_version(*, animation: Animation, now: datetime, spec: ExportSpec) -> Export:
    """Ask for a GIF that is the one to show and share as soon as it is ready. Free. Raises as `request_export` does."""
    export = request_export(animation=animation, now=now, spec=spec)
    with transaction.atomic():
        Animation.objects.select_for_update(no_key=True).get(pk=animation.pk)
        waiting = Export.objects.filter(animation=animation, state=ExportState.PENDING)
        waiting.exclude(pk=export.pk).update(choose_when_ready=False)  # the last one that was asked for wins
        if not waiting.filter(pk=export.pk).update(choose_when_ready=True):
            _choose(animation, export)
    export.refresh_from_db()
    return export


def stored_frames(animation: Animation) -> list[str]:
    """Return the sha256 of every stored frame in order: what files are named by."""
    return [frame.shown_sha256 for frame in animation.frames.stored().order_by("position")]


def choose_export(*, animation: Animation, export: Export) -> None:
    """Make a finished GIF the one that is shown and shared from now on. Raises NotAVersion."""
    with transaction.atomic():
        Animation.objects.select_for_update(no_key=True).get(
            pk=animation.pk
        )  # two clicks at once are one after the other
        Export.objects.filter(animation=animation).update(choose_when_ready=False)
        if not _choose(animation, export):
            raise NotAVersion(str(export))


def _choose(animation: Animation, export: Export) -> bool:
    """Return whether this is a finished GIF, which is then the chosen one. The caller holds the animation's lock."""
    version = Export.objects.filter(pk=export.pk, animation=animation, state=ExportState.READY)
    if not version.filter(format=Format.GIF, destination="").exists():
        return False
    Export.objects.filter(animation=animation, is_chosen=True).update(is_chosen=False)
    return bool(version.update(is_chosen=True, choose_when_ready=False))


def _is_renewed(export: Export) -> bool:
    """Return whether a failed export was put back in line by this call: not one that can never be made."""
    failed = Export.objects.filter(pk=export.pk, state=ExportState.FAILED, failure="")
    renewed = failed.update(state=ExportState.PENDING, attempts=0)
    if renewed:
        export.state = ExportState.PENDING
    return bool(renewed)


def encode_export(*, export_id: str | uuid.UUID, now: datetime) -> None:
    """Make the file of one export and, when its animation waited for it, end the animation. Safe to call any time."""
    export = Export.objects.select_related("animation").filter(pk=export_id).first()
    if export is None or export.state != ExportState.PENDING:
        ack(MessageKind.ENCODE, uuid.UUID(str(export_id)))
        if export is not None:
            _end_animation(export.animation, now=now)
        return
    if not claim_message(MessageKind.ENCODE, export.pk, now=now, until=now + _look(export)):
        return
    # Counted before the work: a worker that dies of it (memory) leaves its mark.
    counted = Export.objects.filter(pk=export.pk, attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1)
    if not counted:
        _finish(export, now=now, state=ExportState.FAILED)
        return
    try:
        with measuring_drifts(animation=export.animation):
            made = _encode(export)
    except CannotBeMade as why:
        _finish(export, now=now, state=ExportState.FAILED, failure=str(why)[:300])
        return
    except FileNotFoundError:
        log.exception("export %s could not be made: a stored frame is gone", export.pk)
        _finish(export, now=now, state=ExportState.FAILED)
        return
    except OSError as away:
        # The store comes back, so this was no try: the sweeper sends the message again, however long it takes.
        log.warning("export %s waits for the store: %s", export.pk, away)
        Export.objects.filter(pk=export.pk, attempts__gt=0).update(attempts=F("attempts") - 1)
        OutboxMessage.objects.filter(kind=MessageKind.ENCODE, ref=export.pk).update(due_at=now + STORE_REST)
        return
    except Exception:
        # Whatever Pillow raises: the frames are safe, the sweeper sends the message again, attempts are counted.
        log.exception("export %s could not be made", export.pk)
        OutboxMessage.objects.filter(kind=MessageKind.ENCODE, ref=export.pk).update(due_at=now + SHORTEST_LOOK)
        if export.attempts + 1 >= MAX_ATTEMPTS:
            _finish(export, now=now, state=ExportState.FAILED)
        return
    # Erased while the file was made: nobody may have it any more.
    if Animation.objects.filter(pk=export.animation_id, erased_at__isnull=False).exists():
        the_store().delete_files([str(made["key"]), str(made["poster_key"])])
        made = {}
    _finish(export, now=now, state=ExportState.READY if made else ExportState.FAILED, **made)


def _look(export: Export) -> timedelta:
    """Return how long an encoder may be busy with this one before it counts as gone."""
    spec, animation = spec_of(export), export.animation
    painted = animation.frames.stored().count()
    width, height = spec.size(animation.width, animation.height, painted=max(1, painted))
    pixels = width * height * spec.timeline.shown_count(max(1, painted))
    several = 4 if spec.place or spec.most_bytes else 1  # encodings, to find what fits
    share = min(1.0, pixels * several / ONE_BY_ONE_PIXELS)
    return max(SHORTEST_LOOK, LONGEST_LOOK * share)


def _encode(export: Export) -> dict[str, Any]:
    animation = export.animation
    stored = animation.frames.stored().order_by("position")
    painted = [decode_png(media.read(frame.shown_key)) for frame in stored]
    made = make_file(spec_of(export), painted, comment=comment_for(animation))
    record_loop_gap(animation=animation, painted=painted)
    key = media.export_key(animation.pk, export.digest, EXTENSIONS[Format(export.format)])
    poster_key = media.export_key(animation.pk, export.digest, "jpg")
    media.write(key, made.data)
    media.write(poster_key, made.poster)
    # Measured anew by the sweeper, which also sees what was kept beside the frames.
    Animation.objects.filter(pk=animation.pk).update(frames_bytes=None)
    return {
        "key": key,
        "poster_key": poster_key,
        "size_bytes": made.measured.size_bytes,
        "poster_bytes": len(made.poster),
        "width": made.measured.width,
        "height": made.measured.height,
        "frame_count": made.measured.frames,
        "duration_ms": round(made.measured.seconds * 1000),
        "was_reduced": made.was_reduced,
        "checks": [asdict(check) for check in made.checks],
    }


def comment_for(animation: Animation) -> str:
    """Return what stands inside the file: that a machine made it, with what, and the beginning of the recipe's hash."""
    recipe = f"Recipe {animation.request_hash[:16]}."
    if not INSTALLED[animation.engine].capabilities.is_ai:
        return f"Moved by software, no AI: a photo animated with gifsite ({animation.engine}). {recipe}"
    models = " and ".join(share.model for share in shares_of(animation)) or animation.model
    return f"AI-generated picture, made with gifsite ({animation.engine} {models}). {recipe}"


def _finish(export: Export, *, now: datetime, state: ExportState, **fields: object) -> None:
    with transaction.atomic():
        animation = Animation.objects.select_for_update(no_key=True).get(pk=export.animation_id)
        Export.objects.filter(pk=export.pk, state=ExportState.PENDING).update(state=state, **fields)
        if Export.objects.filter(pk=export.pk, state=ExportState.READY, choose_when_ready=True).exists():
            _choose(animation, export)
        _end_animation(animation, now=now)
        ack(MessageKind.ENCODE, export.pk)


def _end_animation(animation: Animation, *, now: datetime) -> None:
    if animation.state == AnimationState.ASSEMBLING:
        move_animation(animation, AnimationState(animation.ending), now=now)
