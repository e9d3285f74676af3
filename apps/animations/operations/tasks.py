"""What the workers are told. A message says "look at this"; the table says what there is to do."""

import uuid

from celery import shared_task
from django.utils import timezone

from apps.animations.exports.versions import encode_export
from apps.animations.operations.heartbeats import note_heartbeat
from apps.animations.rendering import batching
from apps.animations.rendering.chain import paint_in_a_row
from apps.animations.rendering.context import get_render_context
from apps.animations.rendering.mask_corrections import make_corrected
from apps.animations.task_names import AnimationTask

ENCODE_SECONDS = 240  # the largest file takes about one minute of a core; on a busy machine three times that


@shared_task(name=AnimationTask.STEP)
def step(animation_id: str) -> None:
    paint_in_a_row(
        animation_id=uuid.UUID(animation_id),
        render_context=get_render_context(),
        go_on=batching.may_continue,
        frames=batching.FRAMES_IN_A_ROW,
    )


@shared_task(name=AnimationTask.ENCODE, soft_time_limit=ENCODE_SECONDS, time_limit=ENCODE_SECONDS + 30)
def encode(export_id: str) -> None:
    encode_export(export_id=export_id, now=timezone.now())


@shared_task(name=AnimationTask.CORRECT)
def correct(animation_id: str) -> None:
    make_corrected(animation_id=uuid.UUID(animation_id), now=timezone.now())


@shared_task(name=AnimationTask.HEARTBEAT)
def heartbeat(queue: str) -> None:
    note_heartbeat(queue, now=timezone.now())
