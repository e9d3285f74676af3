"""Whether an answer is a picture that may be shown and painted on: beside the picture before it, not by its word."""

from apps.animations import media
from apps.animations.models import Animation, Frame, Submission
from apps.animations.services.workshop import Workshop
from apps.engines.errors import PictureFiltered, PictureUnusable
from apps.imaging.errors import PictureRejected
from apps.imaging.ingest import AcceptedFrame

BLURRED_BELOW = 0.2
"""Share of the detail before that a blurred picture has left: a filter's blur was measured to leave 0.07 to 0.15, a
slight blur of two pixels 0.6."""

DETAIL_TO_JUDGE = 1_000
"""With less detail than this before, in thousandths of a level, nothing can be said about a loss of it."""


def accept(answer: bytes, *, submission: Submission, workshop: Workshop) -> AcceptedFrame:
    """The clean frame in an answer. Raises PictureUnusable or PictureFiltered: charged, never shown, never painted on.

    Raises OSError when the picture before it cannot be read now; nothing is decided then.
    """
    animation = submission.animation
    before = picture_before(submission.frame, animation, workshop)
    try:
        after = workshop.sandbox.accept_painted(answer, width=animation.width, height=animation.height)
    except PictureRejected as rejection:
        raise PictureUnusable(rejection.message) from rejection
    if after.blank and not _measured(before, animation, workshop).blank:
        raise PictureUnusable("the picture is one flat color")
    if after.png == before and animation.cost_mills:
        raise PictureUnusable("the picture is the one that was sent")
    if animation.cost_mills and _is_blurred(after, before, submission, workshop):
        raise PictureFiltered("the picture is blurred, although the answer does not say so")
    return after


def picture_before(frame: Frame, animation: Animation, workshop: Workshop) -> bytes:
    """The picture that this frame is painted on. Raises OSError."""
    key = frame.parent.image_key if frame.parent else animation.source_key
    return media.read(key, storage=workshop.storage)


def _is_blurred(after: AcceptedFrame, before: bytes, submission: Submission, workshop: Workshop) -> bool:
    parent = submission.frame.parent
    detail = parent.detail if parent else None
    if detail is None:
        detail = _measured(before, submission.animation, workshop).detail
    return detail >= DETAIL_TO_JUDGE and after.detail < BLURRED_BELOW * detail


def _measured(picture: bytes, animation: Animation, workshop: Workshop) -> AcceptedFrame:
    return workshop.sandbox.accept_painted(picture, width=animation.width, height=animation.height)
