"""The code typed from a letter."""

from django import forms


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code in our e-mail",
        help_text="Eight letters and numbers, such as ABCD-2345.",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "chars-10",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Type the code from the e-mail."},
    )
