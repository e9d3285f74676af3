from django.urls import path

from apps.pages import views, wallet

urlpatterns = [
    path("", views.home, name="home"),
    path("pricing/", views.pricing, name="pricing"),
    path("status/", views.status, name="status"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
    path("credits/", wallet.credits_page, name="credits"),
    path("credits/statement.csv", wallet.statement_csv, name="statement-csv"),
    path("operations/", views.operations, name="operations"),
    path("dev/mail/", views.dev_mail, name="dev_mail"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
