"""The page on which somebody asks for everything that is stored about them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations.media_links import own_link
from apps.common.ratelimit import check_rate
from apps.data_export.models import DataExport, DataExportState
from apps.data_export.services import request_data_export


@sign_in_first
@never_cache
@require_http_methods(["GET", "HEAD"])
def data_export(request: SignedInRequest) -> HttpResponse:
    """Show the archive: nothing yet, how far it is, or where it is downloaded."""
    found = DataExport.objects.filter(owner=request.user).first()
    is_ready = found is not None and found.state == DataExportState.READY
    filename = f"gifsite-{timezone.now():%Y-%m-%d}.zip"
    context = {
        "export": found,
        "is_pending": found is not None and found.state == DataExportState.PENDING,
        "has_failed": found is not None and found.state == DataExportState.FAILED,
        "download_url": own_link(found.key, owner=request.user.pk, filename=filename) if found and is_ready else "",
    }
    return render(request, "data_export/data_export.html", context)


@posted_by_somebody(lambda: reverse("data_export"))
@after_proof
def start(request: SignedInRequest) -> HttpResponse:
    """Have an archive made for whoever proved lately who they are."""
    check_rate(request, "manage_account")
    note(EventKind.DATA_REQUESTED, request=request, user=request.user)
    request_data_export(owner=request.user, now=timezone.now())
    return redirect("data_export")
