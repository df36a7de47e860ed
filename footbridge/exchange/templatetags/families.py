"""Sentences for families in templates: `{% load families %}{% say "home.title" %}`, with what fills its places by name."""

from __future__ import annotations

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: object) -> str:
    """A sentence of the page's language, from the `speech` that the view put into the context."""
    text: str = context["speech"].say(key, **values)
    return text
