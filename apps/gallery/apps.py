from django.apps import AppConfig


class GalleryConfig(AppConfig):
    name = "apps.gallery"
    label = "gallery"

    def ready(self) -> None:
        from apps.gallery import receivers  # connects the receivers
        from apps.gallery.kinds import register_kinds

        register_kinds()
