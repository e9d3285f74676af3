"""The public files of a page, straight from the store."""

from typing import TypeVar

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from apps.animations import media
from apps.common.ranges import ranged
from apps.gallery.live_page import of_live_page
from apps.gallery.models import Publication

Answer = TypeVar("Answer", bound=HttpResponseBase)

PUBLIC_SECONDS = 300  # a page taken back is gone from caches after this; the slug never comes to mean another file


def found_by_search(response: Answer, publication: Publication) -> Answer:
    """Tell search engines to leave out what is for those alone who have the link: its page and its files."""
    if not publication.is_listed:
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@require_safe
@of_live_page
def share_file(request: HttpRequest, publication: Publication, extension: str) -> HttpResponseBase:
    """Answer the public file itself, straight from the store: no redirect, no cookie, no query."""
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
@of_live_page
def share_video(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Answer what the share page plays: the MP4, in the parts that a browser asks for."""
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
