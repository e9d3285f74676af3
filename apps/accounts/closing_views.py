"""The pages on which somebody closes their account, and comes back."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.closing import WEEK, StaffStays, close_account, reopen_account
from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.accounts.sign_in import sign_in_first
from apps.accounts.tries import counted


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest) -> HttpResponse:
    """Say what closing means, and close the account of whoever proved lately who they are."""
    if request.method != "POST":
        return render(request, "accounts/close.html", {"days": WEEK.days})
    now = timezone.now()
    user = request.user
    try:
        close_account(user=user, now=now)
    except StaffStays:
        messages.error(
            request, "This account has operator rights. Ask another operator to remove them first. Nothing changed."
        )
        return redirect("account_close")
    note(EventKind.CLOSING, request=request, user=user)
    get_adapter().send_mail(
        "account/email/account_closing",
        user.email,
        {"until": now + WEEK, "sign_in_url": settings.SITE_URL + reverse("account_login")},
    )
    logout(request)
    messages.success(request, "Your account is closing. We emailed you how to come back.")
    return redirect("home")


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: SignedInRequest) -> HttpResponse:
    """Show the one page of somebody who signs in while their account is closing: keep it, or leave."""
    user = request.user
    if user.closing_at is None:
        return redirect("profile")
    if request.method == "POST":
        reopen_account(user=user)
        note(EventKind.REOPENED, request=request, user=user)
        messages.success(request, "Welcome back. Your account and your GIFs are just as they were.")
        return redirect("library")
    return render(request, "accounts/closing.html", {"until": user.closing_at + WEEK})


close_after_proof = counted("manage_account", after_proof(close))
