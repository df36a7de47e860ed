"""What a facilitator fills in about sign-up sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from footbridge.interest.sheets.columns import FIELDS
from footbridge.interest.sheets.opening import LARGEST


class SheetForm(forms.Form):
    file = forms.FileField(
        label="Sign-up sheet",
        help_text="CSV or Excel (XLSX, XLS, ODS), up to 5 MB. Columns in any order; the first row names them.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty. Choose the one with the answers in it.",
        },
    )
    intake = forms.ChoiceField(
        label="Round", choices=[("autumn", "Autumn"), ("january", "January, the second round")], initial="autumn"
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                "This file is larger than 5 MB. A sign-up sheet is smaller: is it the right one?"
            )
        return file


SHOWN = (
    "school",
    "urn",
    "postcode",
    "answer",
    "years",
    "class_name",
    "classes",
    "size",
    "teachers",
    "contact_name",
    "contact_email",
    "linked_before",
    "last_partner",
    "wishes",
    "red_lines",
    "reason",
)


class RowForm(forms.Form):
    """The cells of a row, to be typed again where they were wrong."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cells: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in SHOWN:
            if field in cells or field in ("answer", "years", "size", "class_name"):
                self.fields[field] = forms.CharField(
                    label=FIELDS[field][0], required=False, max_length=2000, initial=cells.get(field, "")
                )

    def cells(self) -> dict[str, str]:
        """What is in the cells now."""
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}
