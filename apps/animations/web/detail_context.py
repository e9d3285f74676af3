"""What the page of one animation shows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from apps.animations import selectors
from apps.animations.copy import explanation, format_frames, headline, model_name, stepped_in, time_left
from apps.animations.export_copy import format_file_size
from apps.animations.media_links import own_link
from apps.animations.models import Animation, AnimationState, Frame, FrameState, PausedReason
from apps.animations.progress import progress_of
from apps.animations.retention.photo import count_sharing
from apps.animations.signals import public_links
from apps.animations.web.by_frame import by_frame_of
from apps.animations.web.downloads import files_of
from apps.animations.web.forms import LoopForm
from apps.animations.web.loop_editor import loop_editor_context
from apps.credits.selectors import Receipt, frame_receipts
from apps.engines.registry import INSTALLED

SOON = timedelta(seconds=15)
"""How long a page asks three times a second: what takes longer waits for something."""


def detail_context(found: Animation, *, now: Any, form: LoopForm | None = None) -> dict[str, Any]:
    """Return everything the page of one animation shows; `form` is the loop editor, when it came back with errors."""
    progress = progress_of(found, now=now)
    shares = selectors.shares_of(found)
    # The pause itself is looked up only where it is what the page explains.
    waits_for_engine = found.paused_reason == PausedReason.ENGINE
    pause = selectors.find_pause_of(found, now=now) if waits_for_engine else None
    receipts = frame_receipts(found.group_key)
    receipt = Receipt.of(receipts.values())
    export = selectors.main_export(found)
    source_url = own_link(found.source_key, owner=found.owner_id) if found.has_photo else ""
    # Frames that the fallback model painted say so; the chosen model's need no word.
    stand_ins = [share for share in shares if share.model == found.fallback_model]
    painters = {position: model_name(found.engine, share.model) for share in stand_ins for position in share.positions}
    frames = [
        {
            "position": frame.position,
            "state": frame.state,
            "url": own_link(frame.shown_key, owner=found.owner_id) if frame.state == FrameState.STORED else "",
            "painter": painters.get(frame.position, ""),
            "receipt": _receipt_of(frame, receipts),
        }
        for frame in found.frames.all()
    ]
    painted = [frame for frame in frames if frame["url"]]
    # The frames one by one, with what can be done to their masks, once it has ended.
    by_frame = by_frame_of(found, list(found.frames.all())) if found.has_ended else None
    return {
        "animation": found,
        "frames": frames,
        "source_url": source_url,
        "photo_count": count_sharing(found) if found.has_ended else 0,
        "newest": painted[-1] if painted else {"position": 0, "url": source_url},
        "developing": not found.has_ended and not found.paused_reason,
        "progress": progress,
        "headline": headline(found, progress),
        "time_left": time_left(progress),
        "explanation": explanation(found, charged=receipt.charged, released=receipt.released, pause=pause),
        "stepped_in": stepped_in(found, shares),
        "shares": [
            {
                "frames": format_frames(share.positions),
                "model": model_name(found.engine, share.model),
                "credits_each": share.credits_each,
                "credits": share.credits_each * len(share.positions),
                "count": len(share.positions),
            }
            for share in shares
        ],
        "model": model_name(found.engine, found.model),
        "fallback": model_name(found.engine, found.fallback_model) if found.fallback_model else "",
        # The page asks for news while frames are painted, and while corrected masks are laid on.
        "poll_every": _poll_every(found, now=now),
        "polling": not found.has_ended or bool(by_frame and by_frame.masks and by_frame.masks.being_corrected),
        "by_frame": by_frame,
        "receipt": receipt,
        # What a sponsor pays frame by frame is between us and the sponsor.
        "receipts_shown": found.payer is None and bool(receipt.held or receipt.charged or receipt.released),
        "publication": public_links([found]).get(found.pk),
        "can_cancel": found.state in (AnimationState.QUEUED, AnimationState.ACTIVE),
        "files": files_of(found),
        "loop_editor": loop_editor_context(found, export, form) if export is not None and found.has_ended else None,
        "export": None
        if export is None
        else {
            "id": export.pk,
            "url": own_link(export.key, owner=found.owner_id),
            "download_url": own_link(export.key, owner=found.owner_id, filename=f"gifsite-{str(found.pk)[:8]}.gif"),
            "poster_url": own_link(export.poster_key, owner=found.owner_id),
            "width": export.width,
            "height": export.height,
            "reduced_to": format_file_size(export) if export.was_reduced else "",
            "size_bytes": export.size_bytes,
            "frame_count": export.frame_count,
            "duration_ms": export.duration_ms,
        },
    }


def _receipt_of(frame: Frame, receipts: Mapping[str, Receipt]) -> Receipt | None:
    """Return what a frame cost, with what was held for the dearer one of two models."""
    parts = [receipts[ref] for ref in (frame.ref, frame.surcharge_ref) if ref in receipts]
    return Receipt.of(parts) if parts else None


def _poll_every(found: Animation, *, now: Any) -> str:
    """Return how often the page asks how far the animation is: sooner where a whole GIF takes a second or two."""
    registration = INSTALLED.get(found.engine)
    is_instant = registration is not None and registration.capabilities.previews
    return "300ms" if is_instant and now - found.created_at < SOON else "1s"
