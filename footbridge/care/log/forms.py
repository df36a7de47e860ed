"""Noting a contact about a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.crypto import get_random_string

from footbridge.care.models import WAYS
from footbridge.ui.forms import CountedTextarea, DateField


class LogForm(forms.Form):
    way = forms.ChoiceField(label="How?", choices=[one for one in WAYS if one[0] != "nudge"])
    on = DateField(label="On which day", required=False, help_text="Leave it empty for today.")
    talked_with = forms.CharField(label="With whom", required=False, max_length=200)
    summary = forms.CharField(
        label="What was said",
        max_length=2000,
        widget=CountedTextarea(2000, attrs={"rows": 4}),
        error_messages={"required": "Write a line about what was said."},
    )
    next_step = forms.CharField(label="Next step", required=False, max_length=200)
    next_on = DateField(label="When", required=False)
    sent_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"sent_key": get_random_string(24)}, **kwargs})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", "This day is still to come. Note what you plan as the next step.")
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "You gave a date. Say what is to be done then.")
        return cleaned
