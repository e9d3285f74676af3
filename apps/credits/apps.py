from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "apps.credits"
    label = "credits"
    verbose_name = "Credits"

    def ready(self) -> None:
        from apps.credits import receivers  # noqa: F401 - connects the receivers
