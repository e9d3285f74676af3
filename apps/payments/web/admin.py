"""The operators' view of purchases: a refund is asked for with a reason, all else is read."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from apps.accounts.operator_act import Act
from apps.accounts.operator_log import LONGEST_REASON, write_down
from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.common.admin import ReadOnly
from apps.common.money import in_money
from apps.payments.models import Dispute, DuplicatePayment, Purchase, PurchaseState, Refund
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.services.refund_rules import NotRefundable, refundable_minor
from apps.payments.services.refunds import refund_by_staff
from apps.payments.web.forms import RefundForm


class RefundsInline(admin.TabularInline[Refund, Purchase]):
    model = Refund
    fields = ("amount_minor", "status", "reason", "asked_by", "provider_id", "created_at")
    readonly_fields = ("amount_minor", "status", "reason", "asked_by", "provider_id", "created_at")
    can_delete = False
    max_num = 0


class DisputesInline(admin.TabularInline[Dispute, Purchase]):
    model = Dispute
    fields = ("amount_minor", "status", "reason", "provider_id", "created_at")
    readonly_fields = ("amount_minor", "status", "reason", "provider_id", "created_at")
    can_delete = False
    max_num = 0


class DuplicatesInline(admin.TabularInline[DuplicatePayment, Purchase]):
    model = DuplicatePayment
    fields = ("payment_ref", "amount_minor", "currency", "status", "created_at")
    readonly_fields = ("payment_ref", "amount_minor", "currency", "status", "created_at")
    can_delete = False
    max_num = 0


@admin.register(Purchase)
class PurchaseAdmin(ReadOnly[Purchase]):
    """What was bought. A paid purchase has a button that leads to its refund."""

    list_display = ["begun", "buyer", "what", "state", "given_back"]
    list_select_related = ["owner"]
    ordering = ["-created_at"]
    list_filter = ["state", "provider", "currency"]
    search_fields = ["=id", "=owner__email", "=session_id", "=payment_ref"]
    date_hierarchy = "created_at"
    readonly_fields = ("give_money_back",)
    inlines = [RefundsInline, DisputesInline, DuplicatesInline]

    @admin.display(description="begun (UTC)", ordering="created_at")
    def begun(self, purchase: Purchase) -> str:
        return f"{purchase.created_at:%Y-%m-%d %H:%M}"

    @admin.display(ordering="owner__email")
    def buyer(self, purchase: Purchase) -> str:
        return purchase.owner.email if purchase.owner else "closed account"

    @admin.display(description="bought", ordering="credits")
    def what(self, purchase: Purchase) -> str:
        return f"{purchase.credits:,} for {in_money(purchase.amount_minor, purchase.currency)}"

    @admin.display(description="refunded", ordering="refunded_minor")
    def given_back(self, purchase: Purchase) -> str:
        return in_money(purchase.refunded_minor, purchase.currency) if purchase.refunded_minor else ""

    @admin.display(description="refund")
    def give_money_back(self, purchase: Purchase) -> str:
        if purchase.state != PurchaseState.PAID or not refundable_minor(purchase):
            return "nothing left to refund"
        address = reverse("admin:payments_purchase_refund", args=[purchase.pk])
        return format_html('<a class="button" href="{}">Refund…</a>', address)

    def get_urls(self) -> list[URLPattern]:
        refund = self.admin_site.admin_view(after_proof(self.refund))
        return [path("<uuid:pk>/refund/", refund, name="payments_purchase_refund"), *super().get_urls()]

    def refund(self, request: SignedInRequest, pk: str) -> HttpResponse:
        """Ask how much and why, and give it back when that was confirmed."""
        if not request.user.has_perm("payments.change_purchase"):
            raise PermissionDenied
        purchase = get_object_or_404(Purchase, pk=pk)
        left = refundable_minor(purchase)
        form = RefundForm(request.POST or None, initial={"amount_minor": left})
        if request.method == "POST" and form.is_valid() and self._refunded(request, purchase, form):
            return HttpResponseRedirect(reverse("admin:payments_purchase_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Refund",
            "form": form,
            "purchase": purchase,
            "price": in_money(purchase.amount_minor, purchase.currency),
            "left": left,
        }
        return TemplateResponse(request, "admin/payments/refund.html", context)

    def _refunded(self, request: SignedInRequest, purchase: Purchase, form: RefundForm) -> bool:
        amount = form.cleaned_data["amount_minor"]
        try:
            refund = refund_by_staff(
                purchase=purchase,
                amount_minor=amount,
                reason=form.cleaned_data["reason"],
                staff=request.user,
                now=timezone.now(),
            )
        except (NotRefundable, ProviderRefused) as refused:
            form.add_error(None, f"{refused.says} {refused}" if refused.says != str(refused) else refused.says)
            return False
        except ProviderUnavailable as away:
            form.add_error(None, f"The payment provider isn't responding: {away}")
            return False
        if purchase.owner is not None:
            write_down(
                operator=request.user,
                act=Act.REFUNDED,
                person=purchase.owner,
                reason=form.cleaned_data["reason"][:LONGEST_REASON],
                subject=str(purchase.pk),
                detail=in_money(amount, purchase.currency),
            )
        messages.success(request, f"{in_money(amount, purchase.currency)} refunded ({refund.status}).")
        return True
