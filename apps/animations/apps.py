from django.apps import AppConfig


class AnimationsConfig(AppConfig):
    name = "apps.animations"
    label = "animations"
    verbose_name = "Animations"

    def ready(self) -> None:
        from apps.animations.operations import receivers  # connects the receivers
        from apps.animations.retention.kinds import register_kinds
        from apps.animations.web import admin, review_admin  # registers the operators' pages

        register_kinds()
