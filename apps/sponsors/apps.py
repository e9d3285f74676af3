from django.apps import AppConfig


class SponsorsConfig(AppConfig):
    name = "apps.sponsors"
    label = "sponsors"
    verbose_name = "Sponsors"
