"""Which files of animations are still needed, asked by the collector."""

import uuid
from collections.abc import Collection

from apps.animations.models import Animation, MaskCorrection
from apps.common.retention import Kind, register

SOURCE_FIELDS = ("source_key", "mask_key", "analysis_key", "whole_key")
"""The fields of an animation that name a file below sources/. Several animations may share one."""

FOLDERS = ("frames/", "painted/", "masks/", "corrected/", "exports/")
"""Where an animation has a folder of its own, named by its id: all of it is kept until the animation is erased."""


def sources_in_use(keys: Collection[str]) -> set[str]:
    """Return which of some keys below sources/ a draft or an animation still refers to."""
    found: set[str] = set()
    with_photo = Animation.objects.with_photo()
    for field in SOURCE_FIELDS:
        found |= set(with_photo.filter(**{f"{field}__in": keys}).values_list(field, flat=True))
    corrections = MaskCorrection.objects.filter(animation__in=with_photo, key__in=keys)
    return found | set(corrections.values_list("key", flat=True))


def of_kept_animations(keys: Collection[str]) -> set[str]:
    """Return which of some keys, like frames/<animation>/…, belong to an animation that is not erased.

    A key that is not like this is returned too: what cannot be read is not deleted.
    """
    animations = {key: _animation_in(key) for key in keys}
    asked = {animation for animation in animations.values() if animation is not None}
    kept = set(Animation.objects.filter(pk__in=asked, erased_at=None).values_list("pk", flat=True))
    return {key for key, animation in animations.items() if animation is None or animation in kept}


def _animation_in(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key.split("/")[1])
    except (IndexError, ValueError):
        return None


def register_kinds() -> None:
    """Put all files of animations under the collector."""
    register(
        Kind(
            "sources/",
            "Photos you upload, and the masks you paint on them",
            "as long as a GIF of yours uses them; without a GIF, 24 hours",
            sources_in_use,
        )
    )
    titles = {
        "frames/": "Frames of your GIFs",
        "painted/": "Frames as the image model sent them, where colors or a mask were corrected",
        "masks/": "Masks as they moved from frame to frame",
        "corrected/": "Frames with a mask you corrected",
        "exports/": "Your GIFs and the other files made from them",
    }
    for prefix in FOLDERS:
        register(Kind(prefix, titles[prefix], "until you delete the GIF, and 30 days in the trash", of_kept_animations))
