"""What is left in a spool: answers that were paid for and could not be settled when they came."""

import logging
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from apps.animations.models import (
    Submission,
)
from apps.animations.rendering import spool
from apps.animations.rendering.claim import SETTLE_SECONDS
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.settle import settle_answer, settle_error
from apps.engines.errors import Abandoned

log = logging.getLogger(__name__)


def recover_spool(*, root: Path, render_context: RenderContext) -> int:
    """Bring home what lies in the spools under `root` that nobody is working on; return how many answers came home.

    That is what this process could not store (the store was away), and all that workers left which are certainly gone.
    A call of such a worker without a complete answer is over and unknown, without waiting for its deadline.
    """
    # First this worker's own, then those of workers that are gone; their folders stay locked while they are emptied.
    home = sum(bring_home(path=path, render_context=render_context) for path in render_context.spool.waiting())
    for folder in spool.abandoned_folders(root):
        home += sum(bring_home(path=path, render_context=render_context) for path in spool.answers_in(folder))
        # Read again: what could not be brought home is an answer, and its call is not lost.
        waiting = {spool.submission_of(path) for path in spool.answers_in(folder)}
        lost = Submission.objects.open().filter(worker=folder.name).exclude(pk__in=waiting).values_list("pk", flat=True)
        for submission_id in list(lost):
            error = Abandoned("the worker died while the call was under way")
            settle_error(submission_id=submission_id, error=error, now=render_context.clock())
        spool.remove_if_empty(folder)
    return home


def postpone_deadline(*, submission_id: uuid.UUID, now: datetime) -> None:
    """Put off a call's deadline: its answer is here and cannot be stored yet, so it must not be taken for lost."""
    later = now + timedelta(seconds=SETTLE_SECONDS * 4)
    Submission.objects.open().filter(pk=submission_id, deadline_at__lt=later).update(deadline_at=later)


def bring_home(*, path: Path, render_context: RenderContext) -> bool:
    """Settle one spooled answer. False when that is not possible yet: the file stays for the next look."""
    submission = (
        Submission.objects.select_related("animation", "frame__parent").filter(pk=spool.submission_of(path)).first()
    )
    if submission is None:
        path.unlink(missing_ok=True)  # its animation was erased with its owner
        return False
    try:
        settle_answer(path=path, painted=spool.read_answer(path), submission=submission, render_context=render_context)
    except Exception:
        # Whatever the store raises: the bytes are safe here.
        log.exception("a paid answer waits in the spool: %s", path)
        postpone_deadline(submission_id=submission.pk, now=render_context.clock())
        return False
    return True
