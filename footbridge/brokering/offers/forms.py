"""Forms of offers and of links that end."""

from __future__ import annotations

from typing import Any

from django import forms

from footbridge.brokering.drafts.forms import StepForm
from footbridge.brokering.drafts.state import group_from
from footbridge.brokering.models import DECLINES
from footbridge.ui.forms import CountedTextarea

LONGEST_REASON = 500


class OfferForm(StepForm):
    """The links of a draft to offer, by their keys, as chosen on the preview."""

    keys = forms.TypedMultipleChoiceField(
        coerce=group_from, error_messages={"required": "Choose at least one link to offer."}
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a school declines: a chosen reason and its own words."""

    kind = forms.ChoiceField(label="Why does this link not suit you?", choices=DECLINES, widget=forms.RadioSelect)
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=LONGEST_REASON,
        widget=CountedTextarea(LONGEST_REASON),
        help_text="Your facilitator reads this. The other school does not.",
    )


class WithdrawForm(forms.Form):
    """Why a link is withdrawn, and which school cannot go on."""

    school = forms.TypedChoiceField(
        label="Which school cannot go on?", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=CountedTextarea(LONGEST_REASON),
        help_text="Kept in the link's history for you and your colleagues. The schools are told kindly, without it.",
    )

    def __init__(self, *args: Any, schools: list[tuple[int, str]], own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [*schools, ("", "None of them: they may be linked again")]  # type: ignore[attr-defined]
        if own:
            del self.fields["school"]
            self.fields["reason"].help_text = "Your facilitator reads this. The other school does not."
