"""What operators ask about the site: what was spent, what was earned, what waits, and why."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from apps.animations.models import (
    Animation,
    AnimationState,
    EnginePause,
    Frame,
    FrameState,
    MeterReading,
    PausedReason,
    Submission,
    SubmissionState,
)
from apps.animations.operations.heartbeats import stale_components, stale_workers
from apps.animations.rendering.circuit_breaker import STRIKES
from apps.common.units import Cents, mills_from_cents
from apps.credits.models import Account, Transfer, TransferKind, Unit

ALARM_LASTS = timedelta(days=3)  # what nobody could explain is not forgotten over a weekend
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


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much of a day's limit is used, in its own unit. `kind` is the first word of its account's code."""

    kind: str
    name: str
    used: int
    limit: int

    @property
    def is_used_up(self) -> bool:
        return self.used >= self.limit

    @property
    def format_used(self) -> str:
        return self._in_words(self.used)

    @property
    def format_limit(self) -> str:
        return self._in_words(self.limit)

    def _in_words(self, amount: int) -> str:
        return f"${amount / 1000:,.2f}" if self.kind == "spend" else f"{amount:,}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Animations that stand still for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Operations:
    days: Sequence[Day]
    ceilings: Sequence[Ceiling]
    waiting: Sequence[Waiting]
    pauses: Sequence[EnginePause]
    in_review: int
    open_calls: int
    unknown_calls: int
    stale: Sequence[str]
    readings: Sequence[MeterReading]
    meter_alarms: Sequence[MeterReading]


def operations(*, now: datetime) -> Operations:
    """Return everything on the operators' page, in a constant number of queries."""
    animations = Animation.objects.filter(state__in=[AnimationState.QUEUED, AnimationState.ACTIVE])
    paused = Counter(dict(animations.exclude(paused_reason="").values_list("paused_reason").annotate(Count("id"))))
    calls = Counter(dict(Submission.objects.values_list("state").annotate(Count("id"))))
    return Operations(
        days=_days(now=now),
        ceilings=ceilings(now=now),
        waiting=[Waiting(str(PausedReason(reason).label), count) for reason, count in paused.most_common()],
        pauses=[pause for pause in EnginePause.objects.all() if pause.holds_at(now) or pause.strikes >= STRIKES],
        in_review=Frame.objects.filter(state=FrameState.REVIEW).count(),
        open_calls=calls[SubmissionState.SENT],
        unknown_calls=calls[SubmissionState.UNKNOWN],
        stale=[*stale_components(now=now), *stale_workers(now=now)],
        readings=list(MeterReading.objects.order_by("-read_at")[:10]),
        meter_alarms=list(
            MeterReading.objects.filter(is_alarm=True, read_at__gt=now - ALARM_LASTS).order_by("-read_at")
        ),
    )


def _days(*, now: datetime) -> list[Day]:
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


def ceilings(*, now: datetime) -> list[Ceiling]:
    """Return the site's limits of the day, and how much of each is used or held."""
    day = now.date()
    limits = {
        f"spend:site:{day}": ("Site's spending", mills_from_cents(Cents(settings.SITE_DAILY_SPEND_CENTS))),
        f"unknown:{day}": ("Lost responses we paid for", settings.UNKNOWN_DAILY_LIMIT),
        f"free:{day}": ("Free credits", settings.FREE_CREDITS_PER_DAY),
    }
    used = {
        account.code: account.debits_posted + account.debits_pending
        for account in Account.objects.filter(code__in=limits)
    }
    return [Ceiling(code.partition(":")[0], name, used.get(code, 0), limit) for code, (name, limit) in limits.items()]
