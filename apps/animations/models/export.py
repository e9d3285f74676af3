"""Files made from stored frames."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.animations.models.animation import Animation, FileSize, LoopStyle


class ExportState(models.TextChoices):
    PENDING = "pending", "being made"
    READY = "ready", "ready"
    FAILED = "failed", "could not be made"


class Format(models.TextChoices):
    GIF = "gif", "GIF"
    MP4 = "mp4", "MP4"
    WEBP = "webp", "WebP"
    APNG = "apng", "APNG"


class Export(models.Model):
    """One file made from stored frames and a timeline. The digest names what was asked for, so it is never made twice.

    One for a `destination` is made to fit there. One without is a version of the animation or its twin in another
    format; a finished GIF among these may be chosen as the one that is shown and shared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="exports")
    digest = models.CharField(max_length=64)
    format = models.CharField(max_length=8, choices=Format, default=Format.GIF)
    fps = models.FloatField()
    loop = models.CharField(max_length=20, choices=LoopStyle)
    timeline = models.JSONField(default=dict, blank=True)
    max_side = models.PositiveIntegerField()
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    max_bytes = models.PositiveIntegerField(null=True, blank=True)
    file_size = models.CharField(max_length=8, choices=FileSize, default=FileSize.FULL)
    was_reduced = models.BooleanField(default=False)  # in quality or in its sides, to be as small as `file_size` says
    destination = models.CharField(max_length=20, blank=True)
    checks = models.JSONField(default=list, blank=True)  # each limit of the destination, with what was measured
    is_chosen = models.BooleanField(default=False)
    choose_when_ready = models.BooleanField(default=False)
    failure = models.CharField(max_length=300, blank=True)  # why there can be no such file, as a sentence
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    poster_key = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveIntegerField(null=True, blank=True)
    poster_bytes = models.PositiveIntegerField(null=True, blank=True)  # null: not measured
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    frame_count = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["animation", "digest"], name="one_export_per_wish"),
            models.CheckConstraint(name="export_state_is_known", condition=Q(state__in=ExportState.values)),
            models.CheckConstraint(
                name="export_has_a_file_exactly_when_ready",
                condition=(Q(state=ExportState.READY, size_bytes__isnull=False) & ~Q(key=""))
                | (~Q(state=ExportState.READY) & Q(key="")),
            ),
            models.UniqueConstraint(
                fields=["animation"], condition=Q(is_chosen=True), name="one_chosen_export_per_animation"
            ),
            models.CheckConstraint(
                name="chosen_export_is_a_finished_version",
                condition=Q(is_chosen=False) | Q(state=ExportState.READY, format=Format.GIF, destination=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.animation_id} ({self.state})"

    @property
    def is_version(self) -> bool:
        """Return whether it may be the file that is shown and shared.

        A GIF that was made for no place in particular.
        """
        return self.format == Format.GIF and not self.destination

    @property
    def fits(self) -> bool | None:
        """Return whether it keeps every limit of its destination; None without one, or before it is made."""
        return all(check["passed"] for check in self.checks) if self.checks else None
