"""Comparing our books with the vendor's own meter: between two quiet moments every mill must be explained."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from apps.animations.models import Animation, Frame, FrameState, MeterReading, Submission, SubmissionState
from apps.animations.models.transitions import move_submission
from apps.animations.rendering.review import NoTryLeft, repeat_frame
from apps.common.alarms import raise_alarm
from apps.engines.errors import EngineError
from apps.engines.protocol import Metered
from apps.engines.registry import offered_engines

READ_SECONDS = 10.0  # a question that costs nothing; a vendor that takes longer is asked again later
LAG = timedelta(seconds=60)  # how long after the last call the meter is believed to have counted it
READ_EVERY = timedelta(minutes=10)  # a leak is found within ten minutes of the first quiet one
_asked_again_at: dict[str, datetime] = {}

CHARGED = (SubmissionState.WON, SubmissionState.REJECTED_PAID, SubmissionState.ORPHAN, SubmissionState.CHARGED)


class NotQuiet(Exception):
    """Calls are under way, or ended less than LAG ago: a reading now would prove nothing. `wait` says how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"not quiet for another {wait.total_seconds():.0f} s at least")
        self.wait = wait


def metered_engines() -> list[Metered]:
    """Return the configured engines that have a meter."""
    return [engine for engine in offered_engines().values() if isinstance(engine, Metered)]


def reconcile_engine(engine: Metered, *, now: datetime) -> MeterReading:
    """Read the meter and settle what the difference to the reading before proves about lost answers.

    Nothing lost was charged, or all of it was: then it is known. Something between: how many is known, which is not.
    Less or more than our calls can explain is an alarm. Raises NotQuiet, and EngineError when the vendor does not say.
    """
    check_quiet(engine.name, now=now)
    balance = engine.balance(time.monotonic() + READ_SECONDS)
    with transaction.atomic():
        if Submission.objects.filter(engine=engine.name, sent_at__gte=now).exists():
            raise NotQuiet(LAG)
        before = MeterReading.objects.filter(engine=engine.name).first()
        reading = MeterReading(engine=engine.name, read_at=now, balance_mills=balance)
        if before is not None:
            _compare(reading, before, now=now)
        reading.save()
    if reading.is_alarm:
        raise_alarm(f"{engine.name}: the vendor's meter and our books differ", reading.finding)
    return reading


def reconcile_due(*, now: datetime) -> None:
    """Read every meter that was not read lately and is quiet. For the sweeper: nothing here is urgent, nothing raises."""
    for engine in metered_engines():
        if _asked_again_at.get(engine.name, now) > now:
            continue
        if MeterReading.objects.filter(engine=engine.name, read_at__gt=now - READ_EVERY).exists():
            continue
        try:
            reconcile_engine(engine, now=now)
        except NotQuiet:
            continue
        except EngineError:
            _asked_again_at[engine.name] = now + LAG  # a vendor that is away must not hold up every sweep


def check_quiet(engine: str, *, now: datetime) -> None:
    """Raise NotQuiet unless no call is under way and the last one ended long enough ago."""
    calls = Submission.objects.filter(engine=engine)
    if calls.open().exists():
        raise NotQuiet(LAG)
    last = calls.filter(ended_at__gt=now - LAG).order_by("-ended_at").first()
    if last is not None and last.ended_at is not None:
        raise NotQuiet(last.ended_at + LAG - now)


def _compare(reading: MeterReading, before: MeterReading, *, now: datetime) -> None:
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
