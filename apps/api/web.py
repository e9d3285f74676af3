"""The page of one's own tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.api.forms import TokenForm
from apps.api.models import ApiToken, Scope
from apps.api.services import create_token, revoke_token


@sign_in_first
@after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """List one's own tokens; a new one is shown once, in the answer to the request that made it."""
    now, user = timezone.now(), request.user
    form, new_secret = TokenForm(request.POST or None, initial={"scopes": Scope.values, "days": "90"}), ""
    if request.method == "POST" and form.is_valid():
        _, new_secret = create_token(
            user=user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(now),
            daily_credits=form.cleaned_data["daily_credits"],
        )
        note(EventKind.TOKEN_MADE, request=request, user=user, detail=form.cleaned_data["name"])
        form = TokenForm(initial={"scopes": Scope.values, "days": "90"})
    own = [(token, token.has_expired(now)) for token in ApiToken.objects.filter(user=user)]
    context = {"tokens": own, "new_secret": new_secret, "form": form}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@posted_by_somebody(lambda **_: reverse("tokens"))
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    if revoke_token(user=request.user, token_id=pk):
        note(EventKind.TOKEN_REVOKED, request=request, user=request.user)
        messages.success(request, "Token revoked.")
    return redirect("tokens")
