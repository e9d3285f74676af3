"""Addresses below /g/: the page that a slug stands for, or why there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from apps.gallery import selectors
from apps.gallery.models import Publication

PageView = Callable[..., HttpResponseBase]


def of_live_page(view: PageView) -> PageView:
    """Return a view that is given the publication instead of its slug.

    An address whose GIF was deleted answers 410 and says so; one that was taken down, or never was, answers 404.
    """

    @wraps(view)
    def find_and_view(request: HttpRequest, slug: str, *arguments: Any, **named: Any) -> HttpResponseBase:
        try:
            publication = selectors.get_live(slug)
        except Publication.DoesNotExist:
            if selectors.was_deleted(slug):
                return render(request, "gallery/deleted.html", status=410)
            raise Http404("This GIF was removed or is private.") from None
        return view(request, publication, *arguments, **named)

    return find_and_view
