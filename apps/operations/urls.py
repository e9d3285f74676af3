from django.urls import path

from apps.operations import dev_mail, status, views
from apps.operations.desk import views as desk

urlpatterns = [
    path("status/", status.status, name="status"),
    path("operations/", views.operations, name="operations"),
    path("operations/people/", desk.people, name="people"),
    path("operations/people/<int:pk>/", desk.person, name="person"),
    path("operations/people/<int:pk>/<slug:act>/", desk.act_on_person, name="act_on_person"),
    path("operations/pages/<uuid:pk>/<slug:act>/", desk.act_on_page, name="act_on_page"),
    path("operations/animations/<uuid:pk>/<slug:act>/", desk.act_on_animation, name="act_on_animation"),
    path("operations/purchases/<uuid:pk>/refund/", desk.refund_purchase, name="refund_purchase"),
    path("operations/storage/", desk.storage, name="storage_by_person"),
    path("operations/mail/", desk.undelivered, name="undelivered_mail"),
    path("operations/log/", desk.acts, name="operator_log"),
    path("dev/mail/", dev_mail.dev_mail, name="dev_mail"),
    path("healthz", status.healthz, name="healthz"),
    path("readyz", status.readyz, name="readyz"),
]
