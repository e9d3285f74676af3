"""Every call to an engine, on record before it is made."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.animations.models.animation import Animation
from apps.animations.models.frame import Frame

# Calls of one frame that may have cost something: this bounds what a frame can cost, whatever its answers are.
MAX_CALLS_PER_FRAME = 3


class SubmissionState(models.TextChoices):
    SENT = "sent", "sent, no answer yet"
    WON = "won", "answered, stored"
    NOT_SENT = "not_sent", "provably never sent"
    DECLINED = "declined", "the engine said no, not charged"
    REJECTED_PAID = "rejected_paid", "charged but unusable"
    UNKNOWN = "unknown", "may have been charged"
    ORPHAN = "orphan", "answered too late to be used"
    CHARGED = "charged", "proved charged"
    NOT_CHARGED = "not_charged", "proved not charged"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def open(self) -> "SubmissionQuerySet":
        return self.filter(state=SubmissionState.SENT)


class Submission(models.Model):
    """One paid call for one frame, opened before the request. The open row is the right to spend.

    `n` counts the calls of a frame that may have cost something. It is null on a call that provably cost nothing
    and used up no try (never sent, or turned away for being too many): those do not count toward the three.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="submissions")
    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="submissions")
    n = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=14, choices=SubmissionState, default=SubmissionState.SENT)
    engine = models.CharField(max_length=20)
    model = models.CharField(max_length=40)
    endpoint = models.CharField(max_length=80)
    cost_mills = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    request_sha256 = models.CharField(max_length=64)
    worker = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)  # the class of the answer, for the record
    detail = models.TextField(blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    vendor_request_id = models.CharField(max_length=200, blank=True)
    answered_seed = models.BigIntegerField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["frame", "n"], name="one_submission_per_try"),
            models.CheckConstraint(
                name="at_most_three_calls_a_frame",
                condition=Q(n__isnull=False, n__gte=1, n__lte=MAX_CALLS_PER_FRAME)
                | Q(n__isnull=True, state__in=[SubmissionState.NOT_SENT, SubmissionState.DECLINED]),
            ),
            models.UniqueConstraint(
                fields=["animation"],
                condition=Q(state=SubmissionState.SENT),
                name="one_open_submission_per_animation",
            ),
            models.UniqueConstraint(
                fields=["frame"], condition=Q(state=SubmissionState.WON), name="one_winner_per_frame"
            ),
            models.CheckConstraint(name="submission_state_is_known", condition=Q(state__in=SubmissionState.values)),
            models.CheckConstraint(
                name="submission_is_open_until_it_ended",
                condition=Q(state=SubmissionState.SENT, ended_at__isnull=True)
                | (~Q(state=SubmissionState.SENT) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="submission_deadline_after_it_was_sent", condition=Q(deadline_at__gt=F("sent_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], name="submission_open", condition=Q(state=SubmissionState.SENT)),
        ]

    def __str__(self) -> str:
        return f"call {self.n} of {self.frame_id} ({self.state})"

    @property
    def ref(self) -> str:
        """Return how the ledger calls what is held under the spending limits for this call."""
        return f"submission:{self.pk}"
