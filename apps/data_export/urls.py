from django.urls import path

from apps.data_export import views

urlpatterns = [
    path("accounts/data/", views.data_export, name="data_export"),
    path("accounts/data/start/", views.start, name="data_export_start"),
]
