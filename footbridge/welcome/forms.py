"""The one question of the public site."""

from __future__ import annotations

from django import forms

from footbridge.ui.forms import Suggest


class NearForm(forms.Form):
    """Where is your school? Read from the address, so that an answer can be kept and sent."""

    use_required_attribute = False

    q = forms.CharField(
        label="Your school, your postcode or your town",
        help_text="A school can be found by its name, its number (URN) or its postcode.",
        max_length=200,
        widget=Suggest("welcome:suggestions", button="Look"),
    )
