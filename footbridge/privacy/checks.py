"""`manage.py check` fails on a field of ours that nobody has classified."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from footbridge.privacy.register import unclassified


@register()
def every_field_is_classified(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check over every model of Footbridge."""
    return [
        Error(
            f"{model._meta.label}.{name} is not classified.",
            hint="Add it to @classified(Kind…) on the model, with why it is kept.",
            id="privacy.E001",
        )
        for model in apps.get_models()
        if model.__module__.startswith("footbridge.")
        for name in unclassified(model)
    ]
