"""Whether an answer is a picture that may be shown and painted on: beside the picture before it, not by its word."""

import statistics

from apps.animations.models import Animation, Submission
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.input_frame import picture_to_paint_on
from apps.engines.errors import PictureFiltered, PictureUnusable
from apps.imaging.codecs.painted import AcceptedFrame
from apps.imaging.errors import PictureRejected

NO_EDGES = 12
"""Levels by which the sharpest edges of a blurred picture stand out at most: photos blurred as filters do were measured
at 3 to 11, the same photos at 100 to 240, and a flat drawing has the sharpest edges of all."""

EDGES_LOST = 4
"""How many times sharper the picture before must have been: a soft source stays soft without anybody's doing."""

SAME_LAYOUT = 0.5
"""Correlation of the two layouts from which on one may be the other, blurred: 0.65 to 0.82 measured, and below 0.4
between pictures that have nothing to do with each other."""


def accept(answer: bytes, *, submission: Submission, render_context: RenderContext) -> AcceptedFrame:
    """Return the clean frame in an answer.

    Raises PictureUnusable or PictureFiltered: charged, never shown, never painted on.

    Raises OSError when the picture before it cannot be read now; nothing is decided then.
    """
    animation = submission.animation
    capabilities = render_context.capabilities(submission.engine)
    # Read first: without what it was painted on, nothing can be said about the answer, and the file waits in the spool.
    before = picture_to_paint_on(
        submission.frame, animation, paints_from=capabilities.paints_from, storage=render_context.storage
    )
    try:
        after = render_context.sandbox.accept_painted(answer, width=animation.width, height=animation.height)
    except PictureRejected as rejection:
        raise PictureUnusable(rejection.message) from rejection
    # Enlarged from a much smaller picture, a frame would be charged as what it is not.
    least = capabilities.size_rule.smallest_answer
    if after.received_width < least * animation.width or after.received_height < least * animation.height:
        raise PictureUnusable(
            f"the picture is {after.received_width} × {after.received_height} where {animation.width} × "
            f"{animation.height} was asked for, and the engine does not paint that much smaller"
        )
    # The cheap questions first. An answer that fails one of them was charged, and the house pays.
    if after.blank and not _measured(before, animation, render_context).blank:
        raise PictureUnusable("the picture is one flat color")
    if after.png == before and submission.cost_mills:
        raise PictureUnusable("the picture is the one that was sent")
    # Asked of paid answers only: a vendor may blur what it filters and report success.
    if submission.cost_mills and _is_blurred(after, before, animation, render_context):
        raise PictureFiltered("the picture is blurred, although the answer does not say so")
    return after


def _is_blurred(after: AcceptedFrame, before: bytes, animation: Animation, render_context: RenderContext) -> bool:
    """Return whether a picture lost all its edges and is otherwise the one before it."""
    if after.edges > NO_EDGES:
        return False
    # A soft source stays soft: what counts is that edges were lost between the two.
    source = _measured(before, animation, render_context)
    if source.edges < EDGES_LOST * max(after.edges, 1):
        return False
    try:
        return statistics.correlation(after.layout, source.layout) > SAME_LAYOUT
    except statistics.StatisticsError:  # one of them is flat: `blank` has been looked at before
        return False


def _measured(picture: bytes, animation: Animation, render_context: RenderContext) -> AcceptedFrame:
    return render_context.sandbox.accept_painted(picture, width=animation.width, height=animation.height)
