"""What a facilitator fills in about an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from footbridge.interest.forms.classes import ClassForm
from footbridge.interest.models import Talk
from footbridge.people.models import Person
from footbridge.ui.forms import CountedTextarea, DateField


class TalkForm(forms.Form):
    way = forms.ChoiceField(label="How did you talk?", choices=list(Talk._meta.get_field("way").choices or []))
    on = DateField(label="On which day", required=False, help_text="Leave it empty for today.")
    talked_with = forms.CharField(label="With whom", required=False, max_length=120)
    summary = forms.CharField(
        label="What was said",
        max_length=2000,
        widget=CountedTextarea(2000, attrs={"rows": 4}),
        error_messages={"required": "Write a line about what was said."},
    )
    next_step = forms.CharField(label="Next step", required=False, max_length=200)
    next_on = DateField(label="When", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", "This day is still to come. Note what you plan as the next step.")
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "You gave a date. Say what is to be done then.")
        return cleaned


class OwnerForm(forms.Form):
    owner = forms.ChoiceField(label="Looked after by", required=False)

    def __init__(self, *args: Any, owners: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Nobody yet"), *((str(one.pk), one.name) for one in owners)]  # type: ignore[attr-defined]

    def owner_id(self) -> int | None:
        """The person chosen."""
        chosen = self.cleaned_data["owner"]
        return int(chosen) if chosen else None


class AddClassForm(ClassForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
