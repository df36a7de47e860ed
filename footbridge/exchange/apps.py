from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "footbridge.exchange"
