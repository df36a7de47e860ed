"""Forms of costs. Amounts are typed in pounds and kept in pence."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms

from footbridge.ui.forms import Inline
from footbridge.visits.costs.actions import Amounts
from footbridge.visits.models import CostLine


class Pounds(forms.DecimalField):
    """An amount in pounds, typed; cleans to pence, or None where nothing is typed."""

    def __init__(self, label: str, *, least: str = "0.01", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "chars-10"})
        errors = {"invalid": "Write an amount such as 420 or 420.50."}
        super().__init__(
            label=label, min_value=Decimal(least), max_value=Decimal(100000), decimal_places=2, widget=widget,
            error_messages=errors, **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        found = super().clean(str(value or "").replace("£", "").replace(",", "").strip())
        return None if found is None else int(found * 100)

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds; what was typed stays as it was typed."""
        return f"{value / 100:.2f}" if isinstance(value, int) else value


class CostForm(forms.Form):
    """What it is, what it costs, who is to pay."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="What is it for?", choices=CostLine.What.choices, widget=forms.RadioSelect)
    words = forms.CharField(label="In a few words", max_length=200, required=False, help_text="Name no children.")
    planned = Pounds("What do you expect to pay? In pounds")
    actual = Pounds("What was paid? In pounds")
    payer = forms.ChoiceField(
        label="Who is to pay in the end?", choices=CostLine.Payer.choices, widget=forms.RadioSelect, initial="school"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("planned") is None and data.get("actual") is None:
            self.add_error("planned", "Say what you expect to pay, or what was paid.")
        return data

    @property
    def amounts(self) -> Amounts:
        return Amounts(**{name: self.cleaned_data[name] for name in ("kind", "words", "planned", "actual", "payer")})

    @property
    def mark(self) -> uuid.UUID:
        """The form's own mark, so that sending it twice keeps one cost."""
        return self.cleaned_data.get("once") or uuid.uuid4()


class ContributionsForm(forms.Form):
    """What is paid of each kind of cost, up to how much a link, and by whom."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in CostLine.What.choices:
            self.fields[kind] = Pounds(
                f"{label}: up to how much for each link? In pounds",
                help_text="For all schools of the link together. Leave it empty where you set no limit.",
            )
            self.fields[f"{kind}_payer"] = forms.ChoiceField(
                label=f"{label}: who pays it?",
                choices=[one for one in CostLine.Payer.choices if one[0] != CostLine.Payer.SCHOOL],
                initial=CostLine.Payer.PROGRAMME,
                widget=Inline,
                required=False,
            )

    @property
    def given(self) -> list[tuple[str, str, int | None]]:
        data = self.cleaned_data
        return [(kind, data[f"{kind}_payer"] or CostLine.Payer.PROGRAMME, data[kind]) for kind in CostLine.What.values]


class ClaimForm(forms.Form):
    """How much is claimed, and what shows it."""

    pence = Pounds("How much do you claim? In pounds", required=True)
    evidence = forms.CharField(
        label="What shows it?",
        help_text="The number of the invoice. Keep the invoice itself: your facilitator may ask to see it.",
        max_length=200,
        required=False,
    )


class SettleForm(forms.Form):
    """How much is paid back, and why not all."""

    pence = Pounds("How much do you pay? In pounds", least="0", required=True, help_text="Write 0 if it is not paid.")
    reply = forms.CharField(label="Words to the school", max_length=300, required=False)
