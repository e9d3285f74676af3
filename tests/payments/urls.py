"""The site's addresses, and the names of the shop's pages, so that the money's core is tested without its pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("a page of the shop")


urlpatterns = [
    path("shop/<uuid:pk>/", page, name="purchase"),
    path("shop/buy/", page, name="buy"),
    path("shop/practice/<uuid:pk>/", page, name="practice-checkout"),
    path("", include("gifsite.urls")),
]
