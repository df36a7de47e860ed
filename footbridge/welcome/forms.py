"""The one question of the public site."""

from __future__ import annotations

from django import forms

from footbridge.ui.forms import Suggest


class NearForm(forms.Form):
    """Where is your school? Read from the address, so that an answer can be kept and sent."""

    q = forms.CharField(
        label="Is there a programme near you?",
        help_text="Type your school's name, its number (URN) or its postcode, or your town.",
        max_length=200,
        required=False,
        widget=Suggest("welcome:suggestions", button="Look"),
    )
