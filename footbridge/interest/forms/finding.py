"""Find your school."""

from django import forms

from footbridge.ui.forms import Suggest


class FindForm(forms.Form):
    q = forms.CharField(
        label="Find your school",
        help_text="Type part of its name, its town, postcode or URN.",
        max_length=80,
        widget=Suggest("interest:suggest", button="Search"),
        error_messages={"required": "Type part of your school's name, or its postcode."},
    )
