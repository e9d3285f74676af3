"""What each of the last days spent, earned and lost."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from apps.animations.models import Frame, Submission, SubmissionState
from apps.credits.models import Transfer, TransferKind, Unit

DAYS = 14  # two weeks beside each other show a weekly rhythm and what broke it
MILLS_PER_CREDIT = 10  # a credit is sold for about one US cent
SPENT = (
    SubmissionState.WON,
    SubmissionState.REJECTED_PAID,
    SubmissionState.ORPHAN,
    SubmissionState.CHARGED,
    SubmissionState.UNKNOWN,  # counted as spent until the meter proves otherwise
)
LOST = (SubmissionState.REJECTED_PAID, SubmissionState.ORPHAN, SubmissionState.CHARGED, SubmissionState.UNKNOWN)


@dataclass(slots=True)
class Day:
    """One day in UTC. Money in mills (thousandths of a US dollar)."""

    day: date
    spent: dict[str, int] = field(default_factory=dict)
    frames: int = 0
    captured: int = 0
    lost_calls: int = 0
    lost_mills: int = 0

    @property
    def spent_mills(self) -> int:
        return sum(self.spent.values())

    @property
    def captured_mills(self) -> int:
        return self.captured * MILLS_PER_CREDIT

    @property
    def margin_mills(self) -> int:
        return self.captured_mills - self.spent_mills


def last_days(*, now: datetime) -> list[Day]:
    first = now.date() - timedelta(days=DAYS - 1)
    days = {first + timedelta(days=count): Day(first + timedelta(days=count)) for count in range(DAYS)}
    calls = Submission.objects.filter(sent_at__date__gte=first).annotate(day=TruncDate("sent_at"))
    by_engine: dict[date, dict[str, int]] = defaultdict(dict)
    for day, engine, mills in (
        calls.filter(state__in=SPENT).values_list("day", "engine").annotate(mills=Sum("cost_mills"))
    ):
        by_engine[day][engine] = mills
    for row in calls.filter(state__in=LOST).values("day").annotate(count=Count("id"), mills=Sum("cost_mills")):
        days[row["day"]].lost_calls, days[row["day"]].lost_mills = row["count"], row["mills"]
    stored = Frame.objects.filter(stored_at__date__gte=first).annotate(day=TruncDate("stored_at"))
    for day, count in stored.values_list("day").annotate(Count("id")):
        days[day].frames = count
    captured = Transfer.objects.filter(
        created_at__date__gte=first, kind=TransferKind.PEND_POST, unit=Unit.CREDIT
    ).annotate(day=TruncDate("created_at"))
    for day, amount in captured.values_list("day").annotate(Sum("amount")):
        days[day].captured = int(amount)
    for day, spent in by_engine.items():
        days[day].spent = spent
    return list(days.values())
