"""Who pays for other people's GIFs, and when their card was seen."""

import uuid
from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.animations.models import Animation


class SponsorQuerySet(models.QuerySet["Sponsor"]):
    def active_on(self, day: date) -> "SponsorQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=day), is_active=True, since__lte=day)


class Sponsor(models.Model):
    """Pays for animations of people who have no credits, and has a card shown to them while they wait.

    `ledger_owner` is the sponsor's name in the ledger: what they gave is a wallet like everybody's, and cannot be overdrawn.
    """

    name = models.CharField(max_length=40)
    text = models.CharField(max_length=140, help_text="What the card says, in one or two sentences.")
    url = models.URLField(max_length=500)
    picture_key = models.CharField(max_length=200, blank=True, editable=False)
    picture_alt = models.CharField(
        max_length=120, blank=True, help_text="What the picture shows, for who cannot see it."
    )
    ledger_owner = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_active = models.BooleanField(default=False)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="the last day; empty: until the credits are used up")
    per_person_per_day = models.PositiveSmallIntegerField(default=1)
    max_frames = models.PositiveSmallIntegerField(default=8)
    max_credits = models.PositiveSmallIntegerField(
        "credits per GIF, at most",
        default=32,
        validators=[MinValueValidator(1)],
        help_text="What one GIF may cost this sponsor. 32 is eight frames of a model that takes 4 credits a frame.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SponsorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sponsor_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="The last day is before the first.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Impression(models.Model):
    """One animation that a sponsor paid for: one card, counted as seen once and as followed once."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="showings")
    animation = models.OneToOneField(Animation, primary_key=True, on_delete=models.CASCADE, related_name="showing")
    promised_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sponsor", "-promised_at"], name="showing_by_sponsor")]

    def __str__(self) -> str:
        return f"{self.sponsor_id} for {self.animation_id}"
