from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "footbridge.privacy"

    def ready(self) -> None:
        from footbridge.privacy import checks  # noqa: F401
