from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "footbridge.exchange"

    def ready(self) -> None:
        from footbridge.exchange.labels import actions, on_removal  # noqa: F401  (says how labels are deleted again)
        from footbridge.exchange.pieces.actions.making import _forget_child

        on_removal(_forget_child)
