from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "footbridge.access"

    def ready(self) -> None:
        from footbridge.access import checks  # noqa: F401
