"""The operators' view of packs: added and ended."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone

from apps.common.money import in_money
from apps.payments.models import Pack, PackQuerySet
from apps.payments.services.packs import stop_selling
from apps.payments.web.pack_form import PackForm


@admin.register(Pack)
class PackAdmin(admin.ModelAdmin[Pack]):
    """A pack is added and ended. Its price never changes: a new price is a new pack, so that old purchases stay explained."""

    form = PackForm
    list_display = ["label", "credits", "price", "since", "until", "on_sale"]
    list_filter = ["currency"]
    ordering = ["currency", "amount_minor", "-since"]
    actions = ["stop_selling"]

    def get_fields(self, request: HttpRequest, obj: Pack | None = None) -> list[Any]:
        fields = ["label", "credits", "currency", "amount_minor", "since", "until"]
        if obj is None:
            return fields
        return [*fields, "stopped_at" if obj.stopped_at else "stop_now"]

    def get_readonly_fields(self, request: HttpRequest, obj: Pack | None = None) -> list[str]:
        return [] if obj is None else ["label", "credits", "currency", "amount_minor", "since", "stopped_at"]

    def save_model(self, request: HttpRequest, obj: Pack, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("stop_now"):
            stop_selling(packs=[obj], now=timezone.now())

    @admin.action(description="Take off sale now", permissions=["change"])
    def stop_selling(self, request: HttpRequest, queryset: PackQuerySet) -> None:
        count = stop_selling(packs=queryset, now=timezone.now())
        messages.success(request, f"{count} packs are not sold any more. What was bought of them stays as it is.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="price")
    def price(self, pack: Pack) -> str:
        return in_money(pack.amount_minor, pack.currency)

    @admin.display(boolean=True, description="on sale today")
    def on_sale(self, pack: Pack) -> bool:
        today = timezone.now().date()
        return pack.stopped_at is None and pack.since <= today and (pack.until is None or today <= pack.until)
