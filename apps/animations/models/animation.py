"""One order of a GIF and how far it is."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.animations.models.operations import MASKED

MAX_TITLE = 120
SEED_COUNT = 4_294_967_294  # engines take 1 … 4294967294; 0 means "random" to some, so it is never used


class AnimationState(models.TextChoices):
    DRAFT = "draft", "draft"
    QUEUED = "queued", "waiting"
    ACTIVE = "active", "painting"
    ASSEMBLING = "assembling", "putting the GIF together"
    DONE = "done", "done"
    PARTIAL = "partial", "partly done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


RUNNING_STATES = (AnimationState.ACTIVE,)
ENDED_STATES = (AnimationState.DONE, AnimationState.PARTIAL, AnimationState.FAILED, AnimationState.CANCELLED)


class PausedReason(models.TextChoices):
    """Why nothing moves although nothing is wrong with the animation. Nothing is charged meanwhile."""

    NONE = "", "not paused"
    TURN = "turn", "other animations of the same person are running"
    ENGINE = "engine", "the engine is paused"
    SITE_CEILING = "site_ceiling", "the site's spending limit of the day is reached"
    USER_CEILING = "user_ceiling", "the person's spending limit of the day is reached"
    REVIEW = "review", "an answer got lost and somebody has to look"
    ROOM = "room", "there is no room to keep an answer safe"


class FailureReason(models.TextChoices):
    """Why an animation ended before its last frame."""

    NONE = "", "nothing failed"
    CONTENT = "content", "the engine refused the prompt or the picture"
    FILTERED = "filtered", "the engine blurred the picture"
    REQUEST = "request", "the engine could not work with this request"
    ENGINE = "engine", "the engine failed"
    UNREACHABLE = "unreachable", "the engine did not answer"
    UNUSABLE = "unusable", "the engine sent something that is no picture"
    UNKNOWN = "unknown", "an answer got lost"
    CANCELLED = "cancelled", "the person cancelled"
    PICTURE = "picture", "a stored picture could not be read"
    FROZEN = "frozen", "the person's payment is disputed"
    DRIFT = "drift", "the picture went off by more than the person allowed"


class LoopStyle(models.TextChoices):
    FORWARD = "forward", "Forward"
    PING_PONG = "ping-pong", "Ping-pong"
    REVERSE = "reverse", "Reverse"
    ONCE = "once", "Play once"
    RETURN_TO_START = "return-to-start", "Return to start"
    CROSS_FADED = "cross-faded", "Cross-fade"


class FileSize(models.TextChoices):
    """How large the GIF may be that is shown and shared. `exports.spec.MOST_BYTES` has the bytes."""

    ONE_MB = "1mb", "Up to 1 MB (pastes anywhere)"
    TWO_MB = "2mb", "Up to 2 MB (for Slack)"
    FULL = "full", "Full quality (any size)"


class AnimationQuerySet(models.QuerySet["Animation"]):
    def owned_by(self, user: Any) -> "AnimationQuerySet":
        return self.filter(owner=user)

    def submitted(self) -> "AnimationQuerySet":
        return self.exclude(state=AnimationState.DRAFT)

    def visible(self) -> "AnimationQuerySet":
        """Return those that are not in the trash and not erased."""
        return self.filter(deleted_at=None)

    def in_trash(self) -> "AnimationQuerySet":
        return self.filter(deleted_at__isnull=False, erased_at=None)

    def with_photo(self) -> "AnimationQuerySet":
        """Return those whose source picture is kept."""
        return self.filter(erased_at=None, photo_deleted_at=None)

    def running(self) -> "AnimationQuerySet":
        """Return those that take one of their owner's turns: who waits for an operator's decision takes none."""
        return self.filter(state__in=RUNNING_STATES).exclude(paused_reason=PausedReason.REVIEW)


class Animation(models.Model):
    """One order of a GIF: whose, which picture, which recipe, and how far it got."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="animations")
    payer = models.UUIDField(null=True, blank=True)  # whose credits pay when they are not the owner's own
    request_key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=AnimationState, default=AnimationState.DRAFT)
    ending = models.CharField(max_length=12, choices=AnimationState, blank=True)
    paused_reason = models.CharField(max_length=12, choices=PausedReason, blank=True)
    failure = models.CharField(max_length=12, choices=FailureReason, blank=True)

    title = models.CharField(max_length=MAX_TITLE, blank=True)  # what its owner calls it, instead of the prompt

    source_key = models.CharField(max_length=200)
    mask_key = models.CharField(max_length=200, blank=True)
    analysis_key = models.CharField(max_length=200, blank=True)  # faces and people in the source; empty: not known
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    whole_key = models.CharField(max_length=200, blank=True)  # of a draft: all of the picture, while choices are open
    upload = models.JSONField(default=dict, blank=True)  # what `create.upload.Upload` says of the file that was sent

    engine = models.CharField(max_length=20)
    model = models.CharField(max_length=40)
    fallback_model = models.CharField(max_length=40, blank=True)  # may paint instead, because the person chose so
    prompt = models.TextField()
    negative_prompt = models.TextField(blank=True)
    style_preset = models.CharField(max_length=40, blank=True)
    strength = models.FloatField(null=True, blank=True)
    seed = models.BigIntegerField()
    color_stabilization = models.FloatField(default=0)  # how much of a drift in color is taken back: 0 none, 1 all
    stop_off_by = models.FloatField(null=True, blank=True)  # end when a frame's colors are off by more, CIE76 units
    mask_follows = models.BooleanField(default=False)  # the mask travels with what it was painted on
    camera_path = models.JSONField(default=dict, blank=True)  # a camera that moves before each frame is painted
    frame_count = models.PositiveSmallIntegerField()
    fps = models.FloatField()
    loop = models.CharField(max_length=20, choices=LoopStyle)
    timeline = models.JSONField(default=dict, blank=True)  # what `exports.timeline.Timeline` says beyond speed and loop
    file_size = models.CharField(max_length=8, choices=FileSize, default=FileSize.ONE_MB)
    loop_gap = models.JSONField(null=True, blank=True)  # how the painted loop closes, as `exports.loop_gap` measured it

    price_id = models.CharField(max_length=80, blank=True)
    credits_per_frame = models.PositiveIntegerField(default=0)
    cost_mills = models.PositiveIntegerField(default=0)
    fallback_price_id = models.CharField(max_length=80, blank=True)
    fallback_credits_per_frame = models.PositiveIntegerField(default=0)
    fallback_cost_mills = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)  # the last time anything about it changed
    ended_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)  # since when it is in the trash
    erased_at = models.DateTimeField(
        null=True, blank=True
    )  # its words and files are gone; what it cost stays on record
    photo_deleted_at = models.DateTimeField(null=True, blank=True)  # source and masks are gone, the GIF is kept
    source_bytes = models.PositiveBigIntegerField(
        null=True, blank=True
    )  # source, mask and analysis; null: not measured
    frames_bytes = models.PositiveBigIntegerField(
        null=True, blank=True
    )  # frames and what is kept beside them; null: not measured

    objects = AnimationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "request_key"], name="one_animation_per_request_key"),
            models.CheckConstraint(name="animation_state_is_known", condition=Q(state__in=AnimationState.values)),
            models.CheckConstraint(
                name="animation_has_2_to_24_frames", condition=Q(frame_count__gte=2, frame_count__lte=24)
            ),
            models.CheckConstraint(
                name="ended_animation_has_an_end_time",
                condition=Q(state__in=ENDED_STATES, ended_at__isnull=False)
                | (~Q(state__in=ENDED_STATES) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="assembling_animation_knows_its_ending",
                condition=~Q(state=AnimationState.ASSEMBLING) | Q(ending__in=ENDED_STATES),
            ),
            models.CheckConstraint(
                name="only_what_is_in_the_trash_and_over_is_erased",
                condition=Q(erased_at=None)
                | Q(deleted_at__isnull=False, state__in=[AnimationState.DRAFT, *ENDED_STATES]),
            ),
            models.CheckConstraint(
                name="seed_is_one_that_every_engine_takes", condition=Q(seed__gte=1, seed__lte=SEED_COUNT)
            ),
            models.CheckConstraint(
                name="color_stabilization_is_from_0_to_1",
                condition=Q(color_stabilization__gte=0, color_stabilization__lte=1),
            ),
            models.CheckConstraint(
                name="fallback_is_another_model_and_cheaper",
                condition=Q(fallback_model="", fallback_credits_per_frame=0)
                | Q(state=AnimationState.DRAFT)
                | (
                    ~Q(fallback_model="")
                    & ~Q(fallback_model=F("model"))
                    & Q(fallback_credits_per_frame__lt=F("credits_per_frame"))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="animation_by_owner"),
            models.Index(
                fields=["moved_at"],
                name="animation_unfinished",
                condition=Q(state__in=["queued", "active", "assembling"]),
            ),
            models.Index(
                fields=["deleted_at"],
                name="animation_in_trash",
                condition=Q(deleted_at__isnull=False, erased_at=None),
            ),
            models.Index(fields=["moved_at"], name="animation_draft", condition=Q(state="draft")),
            # The collector asks which of some keys are in use.
            models.Index(fields=["source_key"], name="animation_by_source"),
            models.Index(fields=["mask_key"], name="animation_by_mask", condition=~Q(mask_key="")),
            models.Index(fields=["analysis_key"], name="animation_by_analysis", condition=~Q(analysis_key="")),
            models.Index(fields=["whole_key"], name="animation_by_whole", condition=~Q(whole_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.name[:40]} ({self.state})"

    @property
    def name(self) -> str:
        """Return what it is called on pages: its title, or else its prompt."""
        return self.title or self.prompt

    @property
    def has_photo(self) -> bool:
        """Return whether another can be made from its source picture."""
        return self.photo_deleted_at is None and self.erased_at is None

    @property
    def group_key(self) -> str:
        """Return how the ledger calls everything that happens for this animation."""
        return f"animation:{self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED_STATES

    def credits_for(self, model: str) -> int:
        """Return what a frame costs that this model painted: the chosen one, or else the fallback."""
        return self.credits_per_frame if model == self.model else self.fallback_credits_per_frame

    def mills_for(self, model: str) -> int:
        """Return what a call to this model costs the house."""
        return self.cost_mills if model == self.model else self.fallback_cost_mills

    def part_for(self, model: str) -> str:
        """Return the part of the engine that a call to this model strains, as pauses name it."""
        return MASKED if self.mask_key else model
