from django.apps import AppConfig


class DataExportConfig(AppConfig):
    name = "apps.data_export"
    label = "data_export"
    verbose_name = "Data exports"

    def ready(self) -> None:
        from apps.data_export import receivers  # connects the receivers
        from apps.data_export.kinds import register_kinds

        register_kinds()
