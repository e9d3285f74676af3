"""What a difference between two meter readings proves about lost answers."""

from datetime import datetime

from django.db.models import Sum

from apps.animations.models import Animation, Frame, FrameState, MeterReading, Submission, SubmissionState
from apps.animations.models.transitions import move_submission
from apps.animations.rendering.review import NoTryLeft, repeat_frame

CHARGED = (SubmissionState.WON, SubmissionState.REJECTED_PAID, SubmissionState.ORPHAN, SubmissionState.CHARGED)


def compare_readings(reading: MeterReading, before: MeterReading, *, now: datetime) -> None:
    # Everything in mills: what the balance lost, and what our own records explain of it.
    calls = Submission.objects.filter(engine=reading.engine, sent_at__gte=before.read_at)
    reading.spent_mills = before.balance_mills - reading.balance_mills
    reading.known_mills = calls.filter(state__in=CHARGED).aggregate(sum=Sum("cost_mills", default=0))["sum"]
    unknown = calls.filter(state=SubmissionState.UNKNOWN)
    # All at once and in one order: two sweepers may read the meter at the same moment.
    concerned = Animation.objects.filter(pk__in=unknown.values("animation")).order_by("pk")
    list(concerned.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    lost = list(unknown)
    lost_mills = sum(call.cost_mills for call in lost)
    # What is left to explain decides about the lost answers: none of them, all of them, or some that nobody can name.
    rest = reading.spent_mills - reading.known_mills
    if rest == 0 and lost:
        for call in lost:
            _was_not_charged(call, now=now)
        reading.finding = f"{len(lost)} lost answers were not charged"
    elif 0 < rest == lost_mills:
        for call in lost:
            move_submission(call, SubmissionState.CHARGED, now=now)
        reading.finding = f"{len(lost)} lost answers were charged"
    elif 0 < rest < lost_mills:
        reading.finding = f"of {len(lost)} lost answers worth {lost_mills} mills, {rest} mills were charged"
    elif rest < 0:
        reading.finding = (
            f"{-rest} mills more are left than our calls explain: money was added, or a charge was taken back"
        )
    elif rest > 0:
        reading.finding = (
            f"{rest} mills were spent that no call of ours explains: somebody else uses the key, or a price changed"
        )
        reading.is_alarm = True


def _was_not_charged(call: Submission, *, now: datetime) -> None:
    """Paint a frame again whose lost answer proved to have cost nothing."""
    if not move_submission(call, SubmissionState.NOT_CHARGED, now=now):
        return
    frame = Frame.objects.get(pk=call.frame_id)
    undecided = frame.submissions.filter(state__in=[SubmissionState.UNKNOWN, SubmissionState.CHARGED]).exists()
    if frame.state == FrameState.REVIEW and not undecided:
        try:
            repeat_frame(frame_id=frame.pk, now=now)
        except NoTryLeft:
            return
