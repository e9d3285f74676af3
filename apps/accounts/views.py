from functools import wraps
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.usersessions.views import list_usersessions as list_sessions
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.allauth_internals import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    LOGIN_SESSION_KEY,
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
    record_authentication,
    resume_request,
)
from apps.accounts.forms import ConfirmLoginCodeForm, ProfileForm
from apps.accounts.proof_by_code import ProofByCode
from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.security_log import PAGE_SIZE, activity_of
from apps.accounts.services import rename
from apps.accounts.sign_in import sign_in_first
from apps.accounts.signals import sign_ins_ended
from apps.accounts.timing import evenly_timed
from apps.accounts.tries import FOUND, View, counted, posted, waiting_for_code
from apps.common.cursors import decode_cursor, encode_cursor, one_page


@sign_in_first
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial={"display_name": request.user.display_name})
    if request.method == "POST" and form.is_valid():
        rename(user=request.user, display_name=form.cleaned_data["display_name"])
        messages.success(request, "Saved.")
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


def recorded_as_sign_in(view: View) -> View:
    """Return a view after which whoever typed the code of their sign-up counts as having just signed in by it."""

    @wraps(view)
    def view_and_record(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        was_stranger = not request.user.is_authenticated
        response = view(request, *arguments, **named)
        if was_stranger and request.user.is_authenticated and not get_authentication_records(request, request.user):
            record_authentication(request, request.user, method="code")
        return response

    return view_and_record


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove_again(request: SignedInRequest) -> HttpResponse:
    """Ask for the password, or where there is none for a code that is mailed when the page is opened."""
    # The library's own page where there is a password; for others the same by mail.
    if request.user.has_usable_password():
        by_password: HttpResponse = allauth_views.reauthenticate(request)
        return by_password
    process = ProofByCode.of(request)
    if request.POST.get("action") == "resend" and process.can_resend:
        process.resend()
        return redirect(request.get_full_path())
    form = ConfirmLoginCodeForm(request.POST if "code" in request.POST else None, code=process.code)
    if form.is_valid():
        process.abort()
        record_authentication(request, request.user, method="code", reauthenticated=True)
        resumed: HttpResponse | None = resume_request(request)
        return resumed or redirect("profile")
    # Too many wrong codes: the process has begun anew with another one.
    if form.errors and not process.record_invalid_attempt():
        messages.error(request, "You entered the wrong code three times, so we emailed you a new one.")
        return redirect(request.get_full_path())
    context = {
        "verify_form": form,
        "email": process.state["email"],
        "can_resend": process.can_resend,
        "next": get_next_redirect_url(request) or "",
        "cancel_url": reverse("profile"),
    }
    return render(request, "accounts/prove_again.html", context, status=422 if form.errors else 200)


sign_up = counted("sign_up", evenly_timed(allauth_views.signup), address_of=posted("email"))
sign_in = counted("sign_in", allauth_views.login, address_of=posted("login"), failures_only=True)
send_login_code = counted("send_code", evenly_timed(allauth_views.request_login_code), address_of=posted("email"))
send_reset_code = counted("send_code", evenly_timed(allauth_views.password_reset), address_of=posted("email"))
enter_login_code = counted(
    "enter_code", allauth_views.confirm_login_code, address_of=waiting_for_code(LOGIN_SESSION_KEY)
)
enter_address_code = counted(
    "enter_code",
    recorded_as_sign_in(allauth_views.email_verification_sent),
    address_of=waiting_for_code(EMAIL_VERIFICATION_CODE_SESSION_KEY),
)
enter_reset_code = counted(
    "enter_code",
    allauth_views.confirm_password_reset_code,
    address_of=waiting_for_code(PASSWORD_RESET_VERIFICATION_SESSION_KEY),
)
sign_in_again = counted("sign_in", prove_again)
change_password = counted("manage_account", allauth_views.password_change)
set_password = counted("manage_account", after_proof(allauth_views.password_set))
change_address = counted("manage_account", after_proof(allauth_views.email))


@sign_in_first
@require_safe
def activity(request: SignedInRequest) -> HttpResponse:
    """Show one's own part of the security log."""
    before = decode_cursor(request.GET.get("before", ""))
    rows, more = one_page(activity_of(request.user, before=before), PAGE_SIZE)
    following = encode_cursor(rows[-1].at, rows[-1].pk) if more else ""
    return render(request, "accounts/activity.html", {"events": rows, "next_before": following})


@sign_in_first
def signed_in_devices(request: SignedInRequest) -> HttpResponse:
    """Show allauth's list of sessions. Signing the others out ends everything else that lets somebody in, too."""
    response: HttpResponse = list_sessions(request)
    if request.method == "POST" and response.status_code == FOUND:
        sign_ins_ended.send(sender=type(request.user), user=request.user)
    return response
