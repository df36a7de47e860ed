from django.apps import AppConfig


class YearConfig(AppConfig):
    name = "footbridge.year"
