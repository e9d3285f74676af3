from django.urls import path

from apps.operations import views

urlpatterns = [
    path("status/", views.status, name="status"),
    path("operations/", views.operations, name="operations"),
    path("dev/mail/", views.dev_mail, name="dev_mail"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
