from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "footbridge.exchange"

    def ready(self) -> None:
        from footbridge.exchange.labels import actions  # noqa: F401  (says how labels are deleted again after a restore)
