from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "apps.payments"
    label = "payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        from apps.payments import checks, receivers  # noqa: F401 - registers the checks, connects the receivers
        from apps.payments.web import admin  # noqa: F401 - registers the operators' pages
