from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "footbridge.exchange"

    def ready(self) -> None:
        from footbridge.access.passes import register_pass
        from footbridge.exchange.labels import actions, on_removal  # noqa: F401  (says how labels are deleted again)
        from footbridge.exchange.lesson import holding
        from footbridge.exchange.pieces.actions.making import _forget_child

        on_removal(_forget_child)
        register_pass(holding.NAME, find=holding.find, entrance="exchange:lesson_enter")
