"""Rows as the API answers them."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q

from apps.animations import selectors
from apps.animations.create.upload import Upload
from apps.animations.export_copy import format_check
from apps.animations.media_links import link
from apps.animations.models import Animation, Export, FrameState, SubmissionState
from apps.credits.selectors import receipt_for
from apps.gallery.selectors import find_publication_of, page_url


def export_out(export: Export, main: Export | None) -> dict[str, Any]:
    """Return an export as the API tells it; `main` is the one of its animation that is shown."""
    main_pk = main.pk if main else None
    return {
        "id": export.pk,
        "format": export.format,
        "state": export.state,
        "failure": export.failure or None,
        "url": absolute(link(export.key)) if export.key else None,
        "poster_url": absolute(link(export.poster_key)) if export.key else None,
        "bytes": export.size_bytes,
        "width": export.width,
        "height": export.height,
        "frames": export.frame_count,
        "duration_ms": export.duration_ms,
        "destination": export.destination or None,
        "fits": export.fits,
        "checks": [{**check, "sentence": format_check(check, export.destination)} for check in export.checks],
        "timeline": {"fps": export.fps, "loop": export.loop, **export.timeline},
        "chosen": export.pk == main_pk,
        "file_size": export.file_size,
        "reduced": export.was_reduced,
    }


def absolute(url: str) -> str:
    return settings.SITE_URL + url if url.startswith("/") else url


def recipe_out(animation: Animation) -> dict[str, Any]:
    """Return a recipe as it may be sent again."""
    return {
        "engine": animation.engine,
        "model": animation.model,
        "prompt": animation.prompt,
        "negative_prompt": animation.negative_prompt or None,
        "frames": animation.frame_count,
        "strength": animation.strength,
        "seed": animation.seed,
        "fps": animation.fps,
        "loop": animation.loop,
        "style_preset": animation.style_preset or None,
        "fallback_model": animation.fallback_model or None,
        "color_stabilization": animation.color_stabilization,
        "stop_off_by": animation.stop_off_by,
        "mask_follows": animation.mask_follows,
        "file_size": animation.file_size,
        **animation.timeline,
        **({"motion": animation.camera_path, "motion_before": True} if animation.camera_path else {}),
    }


def animation_out(animation: Animation) -> dict[str, Any]:
    """Return one animation as the API shows it, from prefetched frames and exports."""
    receipt = receipt_for(animation.group_key)
    # One query for all frames: how many calls each took, and which model painted it.
    rows = animation.submissions.order_by().values_list("frame")
    calls = {
        frame: (count, painter)
        for frame, count, painter in rows.annotate(
            calls=Count("id", filter=Q(n__isnull=False)), painter=Max("model", filter=Q(state=SubmissionState.WON))
        )
    }
    publication = find_publication_of(animation)
    main = selectors.main_export(animation)
    return {
        "id": animation.pk,
        "state": animation.state,
        "title": animation.title,
        "deleted_at": animation.deleted_at,
        "has_picture": animation.has_photo,
        "paused_reason": animation.paused_reason or None,
        "failure": animation.failure or None,
        "created_at": animation.created_at,
        "recipe": recipe_out(animation),
        "notes": Upload.read(animation.upload).notes,
        "frames": [
            {
                "position": frame.position,
                "state": frame.state,
                "image_url": absolute(link(frame.shown_key)) if frame.state == FrameState.STORED else None,
                "painted_url": absolute(link(frame.painted_key)) if frame.painted_key else None,
                "drift": frame.drift,
                "differing_outside": frame.shown_differing_outside,
                "seed": frame.seed,
                "model": calls.get(frame.pk, (0, None))[1],
                "credits": frame.credits,
                "submissions": calls.get(frame.pk, (0, None))[0],
            }
            for frame in animation.frames.all()
        ],
        "receipt": {"held": receipt.held, "charged": receipt.charged, "released": receipt.released},
        "exports": [export_out(export, main) for export in animation.exports.all()],
        "share_url": page_url(publication) if publication else None,
    }
