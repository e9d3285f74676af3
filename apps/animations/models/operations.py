"""What keeps the work going: the outbox, pauses of engines, heartbeats, readings of the vendor's meter."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

WHOLE = ""  # what a pause is about when it is about an engine as a whole
MASKED = "masked"  # and when it is about painting with a mask, which an engine may do in its own way whatever the model


class MessageKind(models.TextChoices):
    STEP = "step", "look at an animation"
    ENCODE = "encode", "make an export"
    CORRECT = "correct", "make frames anew with corrected masks"


class OutboxMessage(models.Model):
    """The outbox: somebody should look at `ref`. Written with the change that makes it true, gone when it was looked at.

    A message in the broker is only a copy of this row; when the broker loses it, the sweeper sends another.
    """

    kind = models.CharField(max_length=8, choices=MessageKind)
    ref = models.UUIDField()
    due_at = models.DateTimeField()  # from when on a message for it counts as lost

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref"], name="one_outbox_message_per_kind_and_ref"),
            models.CheckConstraint(name="outbox_message_kind_is_known", condition=Q(kind__in=MessageKind.values)),
        ]
        indexes = [models.Index(fields=["due_at"], name="outbox_message_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class EnginePause(models.Model):
    """What is wrong with an engine or a part of it: why it must not be called for now, or how often in a row it failed.

    `part` is a model, or MASKED; WHOLE is the engine itself: its account, its limits, the way to it.

    `until` null: paused until an operator acts. `strikes` counts failures in a row without a picture in between; the
    row goes with the next picture. `pause_seconds` is how long the last pause for strikes was, 0 before the first.
    """

    engine = models.CharField(max_length=20)
    part = models.CharField(max_length=40, blank=True, default=WHOLE)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    began_at = models.DateTimeField(default=timezone.now)
    strikes = models.PositiveIntegerField(default=0)
    pause_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["engine", "part"]
        constraints = [
            models.UniqueConstraint(fields=["engine", "part"], name="one_pause_per_engine_and_part"),
        ]

    def __str__(self) -> str:
        return f"{':'.join(filter(None, (self.engine, self.part)))}: {self.reason}"

    def holds_at(self, now: datetime) -> bool:
        return self.until is None or self.until > now


class Heartbeat(models.Model):
    """When a part of the site last proved that it works: a queue by answering a message, the sweeper by sweeping.

    A worker process has a row of its own, called queue@host#process.
    """

    name = models.CharField(max_length=300, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} seen at {self.seen_at:%Y-%m-%d %H:%M:%S}"


class MeterReading(models.Model):
    """What an engine's vendor said was left, at a moment when no call was under way, and what that proved."""

    engine = models.CharField(max_length=20)
    read_at = models.DateTimeField()
    balance_mills = models.BigIntegerField()
    spent_mills = models.BigIntegerField(default=0)  # since the reading before, by the vendor's account
    known_mills = models.BigIntegerField(default=0)  # of it, what our own books explain
    finding = models.CharField(max_length=300, blank=True)
    is_alarm = models.BooleanField(default=False)

    class Meta:
        ordering = ["engine", "-read_at"]
        indexes = [models.Index(fields=["engine", "-read_at"], name="reading_by_engine")]

    def __str__(self) -> str:
        return f"{self.engine} at {self.read_at:%Y-%m-%d %H:%M:%S}: {self.balance_mills} mills"
