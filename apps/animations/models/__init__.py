"""The rows of animations. The table is the truth; constraints refuse what must never be."""

from apps.animations.models.animation import (
    ENDED_STATES,
    RUNNING_STATES,
    SEED_COUNT,
    Animation,
    AnimationQuerySet,
    AnimationState,
    FailureReason,
    FileSize,
    LoopStyle,
    PausedReason,
)
from apps.animations.models.export import Export, ExportState, Format
from apps.animations.models.frame import Frame, FrameInReview, FrameQuerySet, FrameState, MaskCorrection
from apps.animations.models.operations import (
    MASKED,
    WHOLE,
    EnginePause,
    Heartbeat,
    MessageKind,
    MeterReading,
    OutboxMessage,
)
from apps.animations.models.submission import MAX_CALLS_PER_FRAME, Submission, SubmissionQuerySet, SubmissionState

__all__ = [
    "ENDED_STATES",
    "MASKED",
    "MAX_CALLS_PER_FRAME",
    "RUNNING_STATES",
    "SEED_COUNT",
    "WHOLE",
    "Animation",
    "AnimationQuerySet",
    "AnimationState",
    "EnginePause",
    "Export",
    "ExportState",
    "FailureReason",
    "FileSize",
    "Format",
    "Frame",
    "FrameInReview",
    "FrameQuerySet",
    "FrameState",
    "Heartbeat",
    "LoopStyle",
    "MaskCorrection",
    "MessageKind",
    "MeterReading",
    "OutboxMessage",
    "PausedReason",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionState",
]
