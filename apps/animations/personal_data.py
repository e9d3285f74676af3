"""What is stored of somebody's animations, in words and files, for the archive of their data."""

from collections.abc import Iterator
from typing import Any

from apps.accounts.models import User
from apps.animations.models import Animation

WORDS = (
    "id", "state", "title", "prompt", "negative_prompt", "engine", "model", "fallback_model", "style_preset", "strength",
    "seed", "color_stabilization", "stop_off_by", "mask_follows", "camera_path", "frame_count", "fps", "loop", "timeline",
    "file_size", "width", "height", "upload", "created_at", "ended_at", "failure", "deleted_at", "photo_deleted_at",
)  # fmt: skip


def words_of_animations(owner: User) -> list[dict[str, Any]]:
    """Return each animation and draft that is not erased, with its recipe, frames and files."""
    kept = Animation.objects.owned_by(owner).filter(erased_at=None).order_by("created_at")
    rows = []
    for animation in kept.prefetch_related("frames", "exports"):
        row: dict[str, Any] = {name: getattr(animation, name) for name in WORDS}
        row["frames"] = [
            {
                "position": frame.position,
                "state": frame.state,
                "seed": frame.seed,
                "credits": frame.credits,
                "stored_at": frame.stored_at,
            }
            for frame in animation.frames.all()
        ]
        row["files"] = [
            {
                "format": export.format,
                "state": export.state,
                "destination": export.destination,
                "bytes": export.size_bytes,
                "timeline": export.timeline,
                "created_at": export.created_at,
            }
            for export in animation.exports.all()
        ]
        rows.append(row)
    return rows


def files_of_animations(owner: User) -> Iterator[tuple[str, str]]:
    """Yield a name in the archive and a key in the store for every file of an animation or draft that is kept."""
    kept = Animation.objects.owned_by(owner).filter(erased_at=None).order_by("created_at")
    for animation in kept.prefetch_related("frames", "exports", "mask_corrections"):
        folder = f"animations/{animation.created_at:%Y-%m-%d}-{str(animation.pk)[:8]}"
        if animation.has_photo:
            yield f"{folder}/photo.png", animation.source_key
            if animation.mask_key:
                yield f"{folder}/mask.png", animation.mask_key
            for correction in animation.mask_corrections.all():
                yield f"{folder}/mask-of-frame-{correction.position:02}.png", correction.key
        for frame in animation.frames.all():
            if frame.image_key:
                yield f"{folder}/frame-{frame.position:02}.png", frame.shown_key
        for number, export in enumerate((one for one in animation.exports.all() if one.key), start=1):
            place = f"-{export.destination}" if export.destination else ""
            yield f"{folder}/file-{number}{place}.{export.key.rpartition('.')[2]}", export.key
