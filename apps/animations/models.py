"""The workshop's rows. The table is the truth; constraints refuse what must never be."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

SEED_COUNT = 4_294_967_294  # engines take 1 … 4294967294; 0 means "random" to some, so it is never used
MAX_CALLS_PER_FRAME = 3
WHOLE = ""  # what a pause is about when it is about an engine as a whole
MASKED = "masked"  # and when it is about painting with a mask, which an engine may do in its own way whatever the model


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
    """How large the GIF may be that is shown and shared. `files.MOST_BYTES` has the bytes."""

    ONE_MB = "1mb", "Up to 1 MB (pastes anywhere)"
    TWO_MB = "2mb", "Up to 2 MB (for Slack)"
    FULL = "full", "Full quality (any size)"


class AnimationQuerySet(models.QuerySet["Animation"]):
    def owned_by(self, user: Any) -> "AnimationQuerySet":
        return self.filter(owner=user)

    def submitted(self) -> "AnimationQuerySet":
        return self.exclude(state=AnimationState.DRAFT)

    def running(self) -> "AnimationQuerySet":
        """Those that take one of their owner's turns: who waits for an operator's decision takes none."""
        return self.filter(state__in=RUNNING_STATES).exclude(paused_reason=PausedReason.REVIEW)


class Animation(models.Model):
    """One wish: whose, which picture, which recipe, and how far it got."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="animations")
    payer = models.UUIDField(null=True, blank=True)  # whose credits pay when they are not the owner's own
    request_key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=AnimationState, default=AnimationState.DRAFT)
    ending = models.CharField(max_length=12, choices=AnimationState, blank=True)
    paused_reason = models.CharField(max_length=12, choices=PausedReason, blank=True)
    failure = models.CharField(max_length=12, choices=FailureReason, blank=True)

    source_key = models.CharField(max_length=200)
    mask_key = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    whole_key = models.CharField(max_length=200, blank=True)  # of a draft: all of the picture, while choices are open
    upload = models.JSONField(default=dict, blank=True)  # what `uploads.Upload` says of the file that was sent

    engine = models.CharField(max_length=20)
    model = models.CharField(max_length=40)
    fallback_model = models.CharField(max_length=40, blank=True)  # may paint instead, because the person chose so
    prompt = models.TextField()
    negative_prompt = models.TextField(blank=True)
    style_preset = models.CharField(max_length=40, blank=True)
    strength = models.FloatField(null=True, blank=True)
    seed = models.BigIntegerField()
    hold = models.FloatField(default=0)  # how much of a drift in color is taken back: 0 none, 1 all
    stop_off_by = models.FloatField(null=True, blank=True)  # end when a frame's colors are off by more, CIE76 units
    mask_follows = models.BooleanField(default=False)  # the mask travels with what it was painted on
    feed_motion = models.JSONField(default=dict, blank=True)  # a camera that moves before each frame is painted
    frame_count = models.PositiveSmallIntegerField()
    fps = models.FloatField()
    loop = models.CharField(max_length=20, choices=LoopStyle)
    timeline = models.JSONField(default=dict, blank=True)  # what `timelines.Timeline` says beyond speed and loop
    file_size = models.CharField(max_length=8, choices=FileSize, default=FileSize.ONE_MB)
    seam = models.JSONField(null=True, blank=True)  # how the painted loop closes, as `seams` measured it

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
                name="seed_is_one_that_every_engine_takes", condition=Q(seed__gte=1, seed__lte=SEED_COUNT)
            ),
            models.CheckConstraint(name="hold_is_from_0_to_1", condition=Q(hold__gte=0, hold__lte=1)),
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
        ]

    def __str__(self) -> str:
        return f"{self.prompt[:40]} ({self.state})"

    @property
    def cause(self) -> str:
        """How the ledger calls everything that happens for this animation."""
        return f"animation:{self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED_STATES

    @property
    def price_credits(self) -> int:
        """What it costs at most: all frames at the chosen model's price."""
        return self.frame_count * self.credits_per_frame

    def credits_for(self, model: str) -> int:
        """What a frame costs that this model painted: the chosen one, or else the fallback."""
        return self.credits_per_frame if model == self.model else self.fallback_credits_per_frame

    def mills_for(self, model: str) -> int:
        """What a call to this model costs the house."""
        return self.cost_mills if model == self.model else self.fallback_cost_mills

    def part_for(self, model: str) -> str:
        """The part of the engine that a call to this model strains, as pauses name it."""
        return MASKED if self.mask_key else model


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
    drift = models.JSONField(null=True, blank=True)  # what `finishing.drift_figures` says of it
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
        """The picture that people see; `image_key` is what the chain went on with, and stays."""
        return self.corrected["image_key"] if self.corrected else self.image_key

    @property
    def shown_sha256(self) -> str:
        return self.corrected["sha256"] if self.corrected else self.sha256

    @property
    def shown_mask_key(self) -> str:
        """Where it was allowed to differ; "" where that is the animation's own mask, or none."""
        return self.corrected["mask_key"] if self.corrected else self.mask_key

    @property
    def shown_differing_outside(self) -> int | None:
        return self.corrected["differing_outside"] if self.corrected else self.differing_outside

    @property
    def ref(self) -> str:
        """How the ledger calls what is held for this frame, whichever model paints it."""
        return f"frame:{self.pk}"

    @property
    def surcharge_ref(self) -> str:
        """How the ledger calls what the chosen model costs more than the fallback."""
        return f"surcharge:{self.pk}"


class FrameInReview(Frame):
    """Frames as the operators' review queue shows them."""

    class Meta:
        proxy = True
        verbose_name = "frame in review"
        verbose_name_plural = "frames in review"


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
        """How the ledger calls what is held under the spending limits for this call."""
        return f"submission:{self.pk}"


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
    """One file made from stored frames and a timeline. The digest names the wish, so it is never made twice.

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
    tries = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    poster_key = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveIntegerField(null=True, blank=True)
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
        """Whether it may be the file that is shown and shared: a GIF that was made for no place in particular."""
        return self.format == Format.GIF and not self.destination

    @property
    def fits(self) -> bool | None:
        """Whether it keeps every limit of its destination; None without one, or before it is made."""
        return all(check["passed"] for check in self.checks) if self.checks else None


class MaskCorrection(models.Model):
    """A mask that the owner painted on one finished frame. The others get theirs from it by what moves between them."""

    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="mask_corrections")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)  # when all frames were made anew with it
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["animation", "position"], name="one_mask_correction_per_frame"),
        ]

    def __str__(self) -> str:
        return f"mask on frame {self.position} of {self.animation_id}"


class Topic(models.TextChoices):
    STEP = "step", "look at an animation"
    ENCODE = "encode", "make an export"
    CORRECT = "correct", "make frames anew with corrected masks"


class Hint(models.Model):
    """The outbox: somebody should look at `ref`. Written with the change that makes it true, gone when it was looked at.

    A message in the broker is only a copy of this row; when the broker loses it, the sweeper sends another.
    """

    topic = models.CharField(max_length=8, choices=Topic)
    ref = models.UUIDField()
    due_at = models.DateTimeField()  # from when on a message for it counts as lost

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "ref"], name="one_hint_per_topic_and_ref"),
            models.CheckConstraint(name="hint_topic_is_known", condition=Q(topic__in=Topic.values)),
        ]
        indexes = [models.Index(fields=["due_at"], name="hint_due")]

    def __str__(self) -> str:
        return f"{self.topic} {self.ref}"


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
