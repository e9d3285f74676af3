"""The operators' review queue: frames that wait for a decision."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from apps.animations.copy import format_credits
from apps.animations.media_links import link
from apps.animations.models import Frame, FrameInReview, FrameState
from apps.animations.operations.overdue import REVIEW_LASTS
from apps.animations.rendering.context import get_render_context
from apps.animations.rendering.review import NotInReview, NoTryLeft, give_up_frame, repeat_frame
from apps.animations.rendering.spool_recovery import recover_spool
from apps.common.admin import ReadOnly


@admin.register(FrameInReview)
class FrameInReviewAdmin(ReadOnly[FrameInReview]):
    """The review queue. After a day without a decision the credits go back by themselves."""

    list_display = ["which", "waiting_since", "released_at", "owner", "calls", "lost_calls", "last_word"]
    fields = ("animation", "which", "owner", "waiting_since", "released_at", "before", "evidence")
    readonly_fields = fields
    ordering = ["animation__moved_at"]  # who waits longest is next
    actions = ["look_for_late_answers", "paint_again", "give_up"]
    change_form_template = "admin/animations/frameinreview/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrameInReview]:
        waiting = super().get_queryset(request).filter(state=FrameState.REVIEW)
        return waiting.select_related("animation__owner", "parent").prefetch_related("submissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_staff)  # actions are for who may change

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_staff)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the evidence, with the same decisions below it that the list offers."""
        decisions = {name: words for _, name, words in map(self.get_action, self.actions) if words}  # type: ignore[misc] # all of them are names
        chosen = request.POST.get("decision", "")
        if request.method == "POST" and chosen in decisions:
            waiting = self.get_queryset(request).filter(pk=object_id)
            if not waiting:
                messages.warning(request, "That frame was already decided. Nothing changed.")
            getattr(self, chosen)(request, waiting)
            return redirect("admin:animations_frameinreview_changelist")
        return super().change_view(request, object_id, form_url, {"decisions": list(decisions.items())})

    @admin.display(description="frame")
    def which(self, frame: Frame) -> str:
        return f"{frame.position} of {frame.animation.frame_count}, “{frame.animation.prompt[:40]}”"

    @admin.display(description="owner")
    def owner(self, frame: Frame) -> str:
        return str(frame.animation.owner)

    @admin.display(description="waiting since", ordering="animation__moved_at")
    def waiting_since(self, frame: Frame) -> str:
        since = max((call.ended_at for call in frame.submissions.all() if call.ended_at), default=None)
        return f"{since:%Y-%m-%d %H:%M:%S} UTC" if since else ""

    @admin.display(description="refunded", ordering="animation__moved_at")
    def released_at(self, frame: Frame) -> str:
        return f"{frame.animation.moved_at + REVIEW_LASTS:%Y-%m-%d %H:%M} UTC"

    @admin.display(description="calls")
    def calls(self, frame: Frame) -> int:
        return len(frame.submissions.all())

    @admin.display(description="lost")
    def lost_calls(self, frame: Frame) -> int:
        return sum(call.state == "unknown" for call in frame.submissions.all())

    @admin.display(description="last word")
    def last_word(self, frame: Frame) -> str:
        return next((f"{call.outcome}: {call.detail}"[:120] for call in reversed(frame.submissions.all())), "")

    @admin.display(description="picture before")
    def before(self, frame: Frame) -> str:
        key = frame.parent.image_key if frame.parent else frame.animation.source_key
        return format_html('<img src="{}" alt="The picture before this frame" width="256">', link(key))

    @admin.display(description="evidence")
    def evidence(self, frame: Frame) -> str:
        rows = (
            (
                f"{call.sent_at:%Y-%m-%d %H:%M:%S} to {call.ended_at:%H:%M:%S}" if call.ended_at else call.sent_at,
                call.model,
                call.state,
                call.http_status or "no status",
                call.vendor_request_id or "no request id",
                f"${call.cost_mills / 1000:.3f}",
                f"{call.outcome}: {call.detail}",
            )
            for call in frame.submissions.all()
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} · {} · {} · {} · {} · {}<br>{}</li>", rows))

    @admin.action(description="Check the spool for late responses")
    def look_for_late_answers(self, request: HttpRequest, queryset: QuerySet[FrameInReview]) -> None:
        found = recover_spool(root=settings.SPOOL_DIR, render_context=get_render_context())
        messages.info(request, f"Late responses found in this machine's spool: {found}.")

    @admin.action(description="Generate again at our cost")
    def paint_again(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        for frame in queryset:
            try:
                repeat_frame(frame_id=frame.pk, now=timezone.now())
            except NotInReview:
                messages.warning(request, f"{frame} of {frame.animation}: it isn't waiting anymore. Nothing changed.")
            except NoTryLeft:
                messages.error(
                    request, f"{frame} of {frame.animation}: it already used all three calls. Give it up instead."
                )
            else:
                messages.success(request, f"{frame} of {frame.animation} is being generated again.")

    @admin.action(description="Give up: deliver what's there, refund the rest")
    def give_up(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        for frame in queryset:
            try:
                released = give_up_frame(frame_id=frame.pk, now=timezone.now())
            except NotInReview:
                messages.warning(request, f"{frame} of {frame.animation}: it isn't waiting anymore. Nothing changed.")
            else:
                messages.success(request, f"{frame.animation}: {format_credits(released)} refunded.")
