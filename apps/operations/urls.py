from django.urls import path

from apps.operations import dev_mail, status, views

urlpatterns = [
    path("status/", status.status, name="status"),
    path("operations/", views.operations, name="operations"),
    path("dev/mail/", dev_mail.dev_mail, name="dev_mail"),
    path("healthz", status.healthz, name="healthz"),
    path("readyz", status.readyz, name="readyz"),
]
