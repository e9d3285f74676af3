"""The operators' view of animations: engines at rest, and every call on record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from apps.animations.copy import pause_name
from apps.animations.models import Animation, EnginePause, Frame, Heartbeat, MeterReading, Submission
from apps.animations.operations.heartbeats import stale_components, stale_workers
from apps.common.admin import ReadOnly


@admin.register(EnginePause)
class EnginePauseAdmin(ReadOnly[EnginePause]):
    """Engines and models that rest. Removing a pause lets the waiting animations go on within seconds."""

    list_display = ["name", "until", "reason", "strikes", "began_at"]
    list_filter = ["engine"]

    @admin.display(description="what rests", ordering="engine")
    def name(self, pause: EnginePause) -> str:
        return pause_name(pause)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_staff)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly[Heartbeat]):
    """Who proved lately that they work; a part that was not heard of for a minute is called deaf."""

    list_display = ["name", "seen_at", "hears"]

    @admin.display(boolean=True, description="heard within a minute")
    def hears(self, heartbeat: Heartbeat) -> bool:
        now = timezone.now()
        return heartbeat.name not in [*stale_components(now=now), *stale_workers(now=now)]


class FramesInline(admin.TabularInline[Frame, Animation]):
    model = Frame
    fields = ("position", "take", "state", "seed", "credits", "stored_at", "sha256")
    readonly_fields = ("position", "take", "state", "seed", "credits", "stored_at", "sha256")
    can_delete = False
    max_num = 0
    show_change_link = False


@admin.register(Animation)
class AnimationAdmin(ReadOnly[Animation]):
    list_display = [
        "id",
        "created_at",
        "state",
        "paused_reason",
        "failure",
        "engine",
        "model",
        "fallback_model",
        "frame_count",
    ]
    list_filter = ["state", "paused_reason", "failure", "engine"]
    search_fields = ["=id", "=owner__email"]
    date_hierarchy = "created_at"
    inlines = [FramesInline]


@admin.register(MeterReading)
class MeterReadingAdmin(ReadOnly[MeterReading]):
    """What the vendors' own meters said, and what that proved."""

    list_display = ["engine", "read_at", "balance_mills", "spent_mills", "known_mills", "finding", "is_alarm"]
    list_filter = ["engine", "is_alarm"]


@admin.register(Submission)
class SubmissionAdmin(ReadOnly[Submission]):
    """Every paid call that was ever made, with what is known about it."""

    list_display = ["id", "sent_at", "state", "outcome", "engine", "model", "cost_mills", "n", "vendor_request_id"]
    list_filter = ["state", "engine", "outcome"]
    search_fields = ["=id", "=animation__id", "=frame__id", "vendor_request_id"]
    date_hierarchy = "sent_at"
