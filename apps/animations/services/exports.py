"""Files made from stored frames. An export is named by what it is made of, so the same wish is never made twice."""

import hashlib
import json
import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import F

from apps.animations import media
from apps.animations.models import (
    Animation,
    AnimationState,
    Export,
    ExportState,
    Frame,
    Hint,
    Topic,
)
from apps.animations.selectors import shares_of
from apps.animations.services.drifting import measure_drifts
from apps.animations.services.hints import leave_hint, take_hint
from apps.animations.transitions import move_animation
from apps.imaging.frames import decode_png, fit_within, poster_jpeg, resize
from apps.imaging.gif import encode_gif
from apps.imaging.timeline import Loop, frame_delays_ms, loop_count, order_frames

log = logging.getLogger(__name__)

DEFAULT_MAX_SIDE = 640  # large in a chat on a desktop, and still about a megabyte for a dozen frames
MAX_SIDE = 1024
POSTER_MAX_SIDE = 640
ENCODER_VERSION = "gif-2"  # part of the digest: a better encoder makes new files instead of serving the old ones
MAX_TRIES = 3  # a worker that dies of an export is not sent to it for ever
STORE_REST = timedelta(seconds=10)  # between two tries while the store is away: each may encode in vain


class NothingToExport(Exception):
    """The animation has no stored frame yet. Nothing was made and nothing charged."""


def request_export(
    *,
    animation: Animation,
    now: datetime,
    fps: float | None = None,
    loop: str | None = None,
    max_side: int = DEFAULT_MAX_SIDE,
) -> Export:
    """Ask for a GIF of the stored frames, with the animation's own timeline unless told otherwise. Free.

    The same wish returns the same export. Raises NothingToExport.
    """
    frames = [frame.shown_sha256 for frame in animation.frames.stored().order_by("position")]
    if not frames:
        raise NothingToExport(str(animation))
    fps, loop = fps or animation.fps, loop or animation.loop
    encoder = [ENCODER_VERSION, settings.GIF_WRITER, settings.GIF_QUALITY]
    wish = {"encoder": encoder, "frames": frames, "fps": fps, "loop": loop, "max_side": max_side}
    digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        export, is_new = Export.objects.get_or_create(
            animation=animation,
            digest=digest,
            defaults={"fps": fps, "loop": loop, "max_side": max_side, "created_at": now},
        )
        if is_new or _is_renewed(export):
            leave_hint(Topic.ENCODE, export.pk, now=now)
    return export


def _is_renewed(export: Export) -> bool:
    """Whether a failed export was put back in line by this call."""
    renewed = Export.objects.filter(pk=export.pk, state=ExportState.FAILED).update(state=ExportState.PENDING, tries=0)
    if renewed:
        export.state = ExportState.PENDING
    return bool(renewed)


def encode_export(*, export_id: str | uuid.UUID, now: datetime) -> None:
    """Make the file of one export and, when its animation waited for it, end the animation. Safe to call any time."""
    export = Export.objects.select_related("animation").filter(pk=export_id).first()
    if export is None or export.state != ExportState.PENDING:
        take_hint(Topic.ENCODE, uuid.UUID(str(export_id)))
        if export is not None:
            _end_animation(export.animation, now=now)
        return
    # Counted before the work: a worker that dies of it (memory) leaves its mark.
    counted = Export.objects.filter(pk=export.pk, tries__lt=MAX_TRIES).update(tries=F("tries") + 1)
    if not counted:
        _finish(export, now=now, state=ExportState.FAILED)
        return
    try:
        made = _encode(export)
        measure_drifts(animation=export.animation)
    except FileNotFoundError:
        log.exception("export %s could not be made: a stored frame is gone", export.pk)
        _finish(export, now=now, state=ExportState.FAILED)
        return
    except OSError as away:
        # The store comes back, so this was no try: the sweeper sends the hint again, however long it takes.
        log.warning("export %s waits for the store: %s", export.pk, away)
        Export.objects.filter(pk=export.pk, tries__gt=0).update(tries=F("tries") - 1)
        Hint.objects.filter(topic=Topic.ENCODE, ref=export.pk).update(due_at=now + STORE_REST)
        return
    except Exception:
        # Whatever Pillow raises: the frames are safe, the sweeper sends the hint again, tries are counted.
        log.exception("export %s could not be made", export.pk)
        if export.tries + 1 >= MAX_TRIES:
            _finish(export, now=now, state=ExportState.FAILED)
        return
    _finish(export, now=now, state=ExportState.READY, **made)


def _encode(export: Export) -> dict[str, object]:
    animation = export.animation
    stored = list(animation.frames.stored().order_by("position"))
    width, height = fit_within(animation.width, animation.height, export.max_side)
    order = order_frames(len(stored), cast("Loop", export.loop))
    delays = frame_delays_ms(export.fps, len(order))
    gif = encode_gif(
        _pictures([stored[index] for index in order], width, height),
        delays,
        loop=loop_count(cast("Loop", export.loop)),
        comment=comment_for(animation),
        quality=settings.GIF_QUALITY,
        plainly=settings.GIF_WRITER == "plain",
    )
    poster = poster_jpeg(decode_png(media.read(stored[-1].shown_key)), max_side=POSTER_MAX_SIDE)
    key = media.export_key(animation.pk, export.digest, "gif")
    poster_key = media.export_key(animation.pk, export.digest, "jpg")
    media.write(key, gif)
    media.write(poster_key, poster)
    return {
        "key": key,
        "poster_key": poster_key,
        "size_bytes": len(gif),
        "width": width,
        "height": height,
        "frame_count": len(order),
        "duration_ms": sum(delays),
    }


def _pictures(frames: list[Frame], width: int, height: int) -> Iterator[np.ndarray]:
    for frame in frames:
        yield resize(decode_png(media.read(frame.shown_key)), width, height)


def comment_for(animation: Animation) -> str:
    """What stands inside the file: that a machine made it, and with what."""
    if animation.engine == "sketch":
        return "Drawn by gifsite's sketch engine (effects on a photo, no AI)."
    models = " and ".join(share.model for share in shares_of(animation)) or animation.model
    return f"AI-generated picture, made with gifsite ({animation.engine} {models})."


def _finish(export: Export, *, now: datetime, state: ExportState, **fields: object) -> None:
    with transaction.atomic():
        animation = Animation.objects.select_for_update().get(pk=export.animation_id)
        take_hint(Topic.ENCODE, export.pk)
        Export.objects.filter(pk=export.pk, state=ExportState.PENDING).update(state=state, **fields)
        _end_animation(animation, now=now)


def _end_animation(animation: Animation, *, now: datetime) -> None:
    if animation.state == AnimationState.ASSEMBLING:
        move_animation(animation, AnimationState(animation.ending), now=now)
