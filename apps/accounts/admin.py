"""What operators see of people's sign-ins."""

from allauth.usersessions import admin as allauth_admin  # noqa: F401 - registers theirs, which is replaced here
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

admin.site.unregister(UserSession)


@admin.register(UserSession)
class SessionAdmin(admin.ModelAdmin[UserSession]):
    """Who is signed in where. Read only; allauth's own page searches by a user name, which nobody has here."""

    list_display = ("user", "ip", "created_at", "last_seen_at")
    search_fields = ("user__email", "ip")
    readonly_fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    exclude = ("session_key", "data")
    ordering = ("-last_seen_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
