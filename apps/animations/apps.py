from django.apps import AppConfig


class AnimationsConfig(AppConfig):
    name = "apps.animations"
    label = "animations"
    verbose_name = "Animations"

    def ready(self) -> None:
        from apps.animations.operations import receivers  # noqa: F401 - connects the receivers
        from apps.animations.web import admin  # noqa: F401 - registers the operators' pages
