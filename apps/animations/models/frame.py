"""The pictures of an animation, in their order."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.animations.models.animation import Animation


class FrameState(models.TextChoices):
    PENDING = "pending", "waiting"
    RENDERING = "rendering", "generating"
    STORED = "stored", "done"
    REVIEW = "review", "under review"
    FAILED = "failed", "not generated"


class FrameQuerySet(models.QuerySet["Frame"]):
    def stored(self) -> "FrameQuerySet":
        return self.filter(state=FrameState.STORED)

    def unfinished(self) -> "FrameQuerySet":
        return self.exclude(state__in=[FrameState.STORED, FrameState.FAILED])


class Frame(models.Model):
    """One picture of the animation. Position counts from 1; position 0 would be the source itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="frames")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveSmallIntegerField()
    take = models.PositiveSmallIntegerField(default=0)
    seed = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=FrameState, default=FrameState.PENDING)
    credits = models.PositiveIntegerField()  # what is held for it; once it is stored, what it cost
    image_key = models.CharField(max_length=200, blank=True)  # as it is shown and painted on
    sha256 = models.CharField(max_length=64, blank=True)
    painted_key = models.CharField(max_length=200, blank=True)  # as generated, where that is not the same
    mask_key = models.CharField(max_length=200, blank=True)  # where it was allowed to differ, when the mask travels
    drift = models.JSONField(null=True, blank=True)  # what `exports.drift.drift_figures` says of it
    differing_outside = models.PositiveIntegerField(null=True, blank=True)  # pixels beyond all masks so far; 0
    sets_reference = models.BooleanField(default=False)  # its colors were meant: what follows is held to them
    corrected = models.JSONField(null=True, blank=True)  # what is shown instead, once a mask was corrected
    not_before = models.DateTimeField(null=True, blank=True)  # waits for this moment after a failed try
    unsent_tries = models.PositiveSmallIntegerField(default=0)
    stored_at = models.DateTimeField(null=True, blank=True)

    objects = FrameQuerySet.as_manager()

    class Meta:
        ordering = ["position", "take"]
        constraints = [
            models.UniqueConstraint(fields=["animation", "position", "take"], name="one_frame_per_position_and_take"),
            models.CheckConstraint(name="frame_state_is_known", condition=Q(state__in=FrameState.values)),
            models.CheckConstraint(
                name="frame_has_a_picture_exactly_when_stored",
                condition=(Q(state=FrameState.STORED, stored_at__isnull=False) & ~Q(image_key="") & ~Q(sha256=""))
                | (~Q(state=FrameState.STORED) & Q(image_key="", sha256="", stored_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"frame {self.position} ({self.state})"

    @property
    def shown_key(self) -> str:
        """Return the picture that people see; `image_key` is what the chain went on with, and stays."""
        return self.corrected["image_key"] if self.corrected else self.image_key

    @property
    def shown_sha256(self) -> str:
        return self.corrected["sha256"] if self.corrected else self.sha256

    @property
    def shown_mask_key(self) -> str:
        """Return where it was allowed to differ; "" where that is the animation's own mask, or none."""
        return self.corrected["mask_key"] if self.corrected else self.mask_key

    @property
    def shown_differing_outside(self) -> int | None:
        return self.corrected["differing_outside"] if self.corrected else self.differing_outside

    @property
    def ref(self) -> str:
        """Return how the ledger calls what is held for this frame, whichever model paints it."""
        return f"frame:{self.pk}"

    @property
    def surcharge_ref(self) -> str:
        """Return how the ledger calls what the chosen model costs more than the fallback."""
        return f"surcharge:{self.pk}"


class FrameInReview(Frame):
    """Frames as the operators' review queue shows them."""

    class Meta:
        proxy = True
        verbose_name = "frame in review"
        verbose_name_plural = "frames in review"


class MaskCorrection(models.Model):
    """A mask that the owner painted on one finished frame. The others get theirs from it by what moves between them."""

    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="mask_corrections")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)  # when all frames were made anew with it
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["animation", "position"], name="one_mask_correction_per_frame"),
        ]

    def __str__(self) -> str:
        return f"mask on frame {self.position} of {self.animation_id}"
