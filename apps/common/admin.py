from django.contrib import admin
from django.http import HttpRequest

from apps.common.models import Alarm


@admin.register(Alarm)
class AlarmAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # a plain class at run time
    """Read only: what happened, how often, and whether a mail has told of it."""

    list_display = ("subject", "count", "first_at", "last_at", "mailed_at")
    search_fields = ("subject", "text")
    ordering = ("-last_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alarm | None = None) -> bool:
        return False
