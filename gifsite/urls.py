from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.pages.urls")),
    path("", include("apps.api.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.animations.urls")),
    path("", include("apps.gallery.urls")),
    path("admin/", admin.site.urls),
]
