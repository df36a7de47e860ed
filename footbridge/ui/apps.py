"""The ui rail as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags; no models."""

    name = "footbridge.ui"
    label = "ui"
    verbose_name = "Look and feel"
