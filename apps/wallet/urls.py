from django.urls import path

from apps.wallet import views

urlpatterns = [
    path("credits/", views.credits_page, name="credits"),
    path("credits/statement.csv", views.statement_csv, name="statement-csv"),
]
