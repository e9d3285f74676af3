"""What the seam of a loop says on the page of an animation."""

from dataclasses import dataclass

from apps.animations.copy import format_loop_gap
from apps.animations.exports.spec import spec_of
from apps.animations.models import Animation, Export
from apps.engines.registry import capabilities_of

SEEN = 0.5
"""From so many usual steps on a seam is seen as a jump."""

BETTER = 0.25
"""A cut that closes better by less than this is not worth the frames that it drops."""


@dataclass(frozen=True, slots=True)
class LoopGapNote:
    """What is to be said about where the loop begins again, and the cut that would close better, if there is one."""

    jumps: bool
    words: str
    trim: tuple[int, int] | None


def loop_gap_note(animation: Animation, main: Export) -> LoopGapNote | None:
    """Return what the measured seam means for the version that is shown; None where nobody measured it.

    Loops that lead back have no seam, and in-betweens bridge it: there is nothing to be said then. Nor of all frames of an
    engine whose films end where they begin: a story in steps may be uneven, and a cut would leave half of it out.
    """
    timeline, loop_gap = spec_of(main).timeline, animation.loop_gap
    if main.frame_count == 1:
        return None  # a still picture begins and ends nowhere
    if loop_gap is None or timeline.loop not in ("forward", "reverse") or timeline.interpolation_factor > 1:
        return None
    proposed = (int(loop_gap["trim"][0]), int(loop_gap["trim"][1]))
    if timeline.trim == proposed:
        return LoopGapNote(loop_gap["cut_score"] >= SEEN, format_loop_gap(loop_gap["cut_score"], SEEN), None)
    if timeline.trim is not None:
        return None
    if capabilities_of(animation.engine).closes:
        return None
    jumps = loop_gap["score"] >= SEEN
    is_better = jumps and loop_gap["score"] - loop_gap["cut_score"] > BETTER
    return LoopGapNote(jumps, format_loop_gap(loop_gap["score"], SEEN), proposed if is_better else None)
