"""The public files of a page, straight from the store."""

from typing import TypeVar

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from apps.animations import media
from apps.common.ranges import ranged
from apps.gallery import selectors
from apps.gallery.models import Publication

Answer = TypeVar("Answer", bound=HttpResponseBase)

PUBLIC_SECONDS = 300  # a page taken back is gone from caches after this; the slug never comes to mean another file


def live_or_404(slug: str) -> Publication:
    try:
        return selectors.get_live(slug)
    except Publication.DoesNotExist:
        raise Http404("This GIF was removed or is private.") from None


def found_by_search(response: Answer, publication: Publication) -> Answer:
    """Tell search engines to leave out what is for those alone who have the link: its page and its files."""
    if not publication.is_listed:
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@require_safe
def share_file(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """Answer the public file itself, straight from the store: no redirect, no cookie, no query."""
    publication = live_or_404(slug)
    key, kind = (publication.gif_key, "image/gif") if extension == "gif" else (publication.poster_key, "image/jpeg")
    try:
        file = default_storage.open(key)
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return found_by_search(response, publication)


@require_safe
def share_video(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer what the share page plays: the MP4, in the parts that a browser asks for."""
    publication = live_or_404(slug)
    if not publication.has_video or publication.video is None:
        raise Http404("This GIF has no video.")
    try:
        data = media.read(publication.video.key)
    except OSError:
        raise Http404 from None
    response = ranged(request, data, content_type="video/mp4")
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return found_by_search(response, publication)
