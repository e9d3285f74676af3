"""Private files: behind a short-lived link, or for whoever is signed in."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.animations.media_links import link, open_link, open_own_link

OWN_MEDIA_SECONDS = 60  # a browser may ask the link again that it was led to: shorter than that link lives

KINDS = {
    "gif": "image/gif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "webp": "image/webp",
}


@require_safe
@cache_control(private=True, max_age=settings.MEDIA_LINK_SECONDS, immutable=True)
def private_media(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer a private file behind a short-lived signed link, for an installation without an object store."""
    try:
        key, filename = open_link(token)
    except signing.BadSignature:
        raise Http404 from None
    return _file(key, filename)


def _file(key: str, filename: str) -> FileResponse:
    try:
        file = default_storage.open(key)
    except OSError:
        raise Http404 from None
    kind = KINDS.get(key.rpartition(".")[2], "application/octet-stream")
    return FileResponse(file, content_type=kind, as_attachment=bool(filename), filename=filename or "")


@require_safe
def own_media(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer one's own private file while one is signed in: a redirect to a fresh link, or the file itself.

    The file itself comes where there is no object store, and with `?here`, for scripts: they may read no other site.
    """
    try:
        key, filename, owner = open_own_link(token)
    except signing.BadSignature:
        raise Http404 from None
    if not request.user.is_authenticated:
        if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
            return redirect_to_login(request.get_full_path())
        # A picture or a script cannot sign in, and must not take a page for a file.
        return HttpResponse(status=401, headers={"Cache-Control": "private, no-store"})
    if str(request.user.pk) != owner:
        raise Http404
    is_elsewhere = settings.AWS_STORAGE_BUCKET_NAME and "here" not in request.GET
    response = redirect(link(key, filename=filename)) if is_elsewhere else _file(key, filename)
    response["Cache-Control"] = f"private, max-age={OWN_MEDIA_SECONDS}"
    return response
