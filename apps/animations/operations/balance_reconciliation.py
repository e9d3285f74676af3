"""Comparing our books with the vendor's own meter: between two quiet moments every mill must be explained."""

import time
from datetime import datetime, timedelta

from django.db import transaction

from apps.animations.models import MeterReading, Submission
from apps.animations.operations.meter_difference import compare_readings
from apps.common.alarms import raise_alarm
from apps.engines.errors import EngineError
from apps.engines.protocol import Metered
from apps.engines.registry import offered_engines

READ_SECONDS = 10.0  # a question that costs nothing; a vendor that takes longer is asked again later
LAG = timedelta(seconds=60)  # how long after the last call the meter is believed to have counted it
READ_EVERY = timedelta(minutes=10)  # a leak is found within ten minutes of the first quiet one
_asked_again_at: dict[str, datetime] = {}


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
            compare_readings(reading, before, now=now)
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
