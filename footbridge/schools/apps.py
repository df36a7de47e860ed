from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "footbridge.schools"
