"""Allauth's pages for second steps, counted like every other way in, and kept from who may not use them."""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import url_str_to_user_pk
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from apps.accounts.allauth_internals import LOGIN_SESSION_KEY
from apps.accounts.models import User
from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.accounts.tries import View, counted


def address_signing_in(request: HttpRequest) -> str:
    """Tell whose second step is waited for: allauth keeps in the session who has taken the first one."""
    state = request.session.get(LOGIN_SESSION_KEY) or {}
    who = state.get("user_pk")
    return User.objects.filter(pk=url_str_to_user_pk(who)).values_list("email", flat=True).first() or "" if who else ""


@never_cache
def sign_in_by_passkey(request: HttpRequest) -> HttpResponseBase:
    """Sign in by a passkey, and lead on to where the sign-in page was to lead."""
    response: HttpResponseBase = webauthn.login_webauthn(request)
    following = request.POST.get("next", "")
    if request.user.is_authenticated and url_has_allowed_host_and_scheme(following, {request.get_host()}):
        return HttpResponseRedirect(
            following
        )  # an address; redirect() would take one without a slash for a page's name
    return response


def list_passkeys(request: HttpRequest) -> HttpResponseBase:
    """Lead to the page that lists all second steps: allauth goes to a list of passkeys after a change of one."""
    return redirect("mfa_index")


def unless_needed(view: View, kind: Authenticator.Type) -> View:
    """Return allauth's page that removes a second step, kept from operators who would have none left."""

    @wraps(view)
    def remove(request: SignedInRequest, **named: int) -> HttpResponseBase:
        factor = get_object_or_404(Authenticator, user=request.user, type=kind, **named)
        if get_adapter().can_delete_authenticator(factor):
            return view(request, **named)
        messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")

    return remove


def kept_until_proved(view: View) -> Callable[..., HttpResponseBase]:
    """Return a page for people who are signed in and proved lately who they are."""
    return sign_in_first(never_cache(after_proof(view)), keeps_form=False)


authenticate = counted("second_factor", never_cache(base.authenticate), address_of=address_signing_in)
login_by_passkey = counted("passkey", sign_in_by_passkey)
reauthenticate = counted("second_factor", never_cache(base.reauthenticate))
reauthenticate_by_passkey = counted("second_factor", never_cache(webauthn.reauthenticate_webauthn))
index = sign_in_first(never_cache(base.index))
activate_totp = counted("manage_account", kept_until_proved(totp.activate_totp))
deactivate_totp = counted(
    "manage_account", kept_until_proved(unless_needed(totp.deactivate_totp, Authenticator.Type.TOTP))
)
add_passkey = counted("manage_account", kept_until_proved(webauthn.add_webauthn))
edit_passkey = counted("manage_account", kept_until_proved(webauthn.edit_webauthn))
drop_passkey = counted(
    "manage_account", kept_until_proved(unless_needed(webauthn.remove_webauthn, Authenticator.Type.WEBAUTHN))
)
recovery_codes_page = kept_until_proved(recovery_codes.view_recovery_codes)
download_recovery_codes = kept_until_proved(recovery_codes.download_recovery_codes)
new_recovery_codes = counted("manage_account", kept_until_proved(recovery_codes.generate_recovery_codes))
