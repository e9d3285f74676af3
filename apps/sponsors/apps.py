from django.apps import AppConfig


class SponsorsConfig(AppConfig):
    name = "apps.sponsors"
    label = "sponsors"
    verbose_name = "Sponsors"

    def ready(self) -> None:
        from apps.sponsors.kinds import register_kinds

        register_kinds()
