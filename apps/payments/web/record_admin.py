"""What operators read of money: refunds, disputes, messages and audits."""

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.payments.models import Audit, Dispute, Refund, WebhookEvent


@admin.register(Refund)
class RefundAdmin(ReadOnly[Refund]):
    list_display = ["purchase", "created_at", "amount_minor", "status", "reason", "asked_by"]
    list_filter = ["status"]
    search_fields = ["=purchase__id", "=provider_id"]


@admin.register(Dispute)
class DisputeAdmin(ReadOnly[Dispute]):
    list_display = ["provider_id", "created_at", "amount_minor", "status", "reason", "purchase"]
    list_filter = ["status"]
    search_fields = ["=purchase__id", "=provider_id"]


@admin.register(WebhookEvent)
class DeliveryAdmin(ReadOnly[WebhookEvent]):
    """The payment providers' messages. One without a time of work waits, or its note says what for."""

    list_display = ["event_id", "received_at", "kind", "processed_at", "attempts", "note"]
    list_filter = ["provider", "kind"]
    search_fields = ["=event_id"]
    date_hierarchy = "received_at"


@admin.register(Audit)
class AuditAdmin(ReadOnly[Audit]):
    """When purchases were compared with what the provider says. Findings were healed; why they had to be is the question."""

    list_display = ["began_at", "provider", "findings"]
