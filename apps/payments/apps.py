from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "apps.payments"
    label = "payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        from apps.payments import checks, receivers  # registers the checks, connects the receivers
        from apps.payments.web import admin, pack_admin, record_admin  # registers the operators' pages
