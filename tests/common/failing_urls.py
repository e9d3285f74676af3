"""The site's addresses and one that fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def fail(request: HttpRequest, number: int) -> HttpResponse:
    raise RuntimeError("the thing that broke")


urlpatterns = [path("fail/<int:number>/", fail), path("", include("gifsite.urls"))]
