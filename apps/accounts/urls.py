from django.urls import include, path

from apps.accounts import views

urlpatterns = [
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/", include("allauth.urls")),
]
