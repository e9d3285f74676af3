from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The admin's own sign-in form counts nothing, so staff come in by the door that does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # allauth's documented way
admin.site.site_header = admin.site.site_title = "gifsite admin"

urlpatterns = [
    path("", include("apps.pages.urls")),
    path("", include("apps.operations.urls")),
    path("", include("apps.wallet.urls")),
    path("", include("apps.data_export.urls")),
    path("", include("apps.api.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.animations.web.urls")),
    path("", include("apps.sponsors.urls")),
    path("", include("apps.payments.web.urls")),
    path("", include("apps.gallery.urls")),
    path("admin/", admin.site.urls),
]
