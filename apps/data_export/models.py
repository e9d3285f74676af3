import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DataExportState(models.TextChoices):
    PENDING = "pending", "being made"
    READY = "ready", "ready"
    FAILED = "failed", "could not be made"


class DataExport(models.Model):
    """One archive of everything about a person: asked for, made by a worker, kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=8, choices=DataExportState, default=DataExportState.PENDING)
    files_total = models.PositiveIntegerField(default=0)
    files_done = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)  # when the sweeper announces it if nobody works on it
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="one_data_export_per_person"),
            models.CheckConstraint(name="data_export_state_is_known", condition=Q(state__in=DataExportState.values)),
            models.CheckConstraint(
                name="data_export_has_a_file_exactly_when_ready",
                condition=(Q(state=DataExportState.READY, expires_at__isnull=False) & ~Q(key=""))
                | (~Q(state=DataExportState.READY) & Q(key="")),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="data_export_pending", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"data of {self.owner_id} ({self.state})"

    @property
    def percent(self) -> int:
        """Return how far it is, from 0 to 100."""
        return round(100 * self.files_done / self.files_total) if self.files_total else 0
