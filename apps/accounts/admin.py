"""What operators see of people's sign-ins."""

from allauth.socialaccount import admin as socialaccount_admin  # noqa: F401 - as below
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as allauth_admin  # noqa: F401 - registers theirs, which is replaced here
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.security_event import SecurityEvent

admin.site.unregister(UserSession)
# Who may sign in is set by the environment, and what other sites call somebody is theirs.
for model in (SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)


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


@admin.register(SecurityEvent)
class SecurityEventAdmin(admin.ModelAdmin[SecurityEvent]):
    """The security log, to look things up in. Read only, and pruned by itself after 90 days."""

    list_display = ("at", "kind", "user", "network", "device", "detail")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email", "network")
    ordering = ("-at",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return False
