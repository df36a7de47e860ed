"""Miles are shown and asked for; what is kept in kilometres is not moved by looking at it."""

from __future__ import annotations

from django import forms
from hypothesis import given
from hypothesis import strategies as some

from footbridge.ui import miles
from matching.miles import METRES_IN_A_MILE, two_miles
from matching.miles import miles as engine_says


class Limits(forms.Form):
    far = miles.MilesField(required=False, min_value=0.5, max_value=200)
    price = miles.MilesField(price=True, required=False)


@given(some.one_of(some.none(), some.integers(1, 300), some.floats(1, 300)), some.floats(0, 50))
def test_a_form_sent_back_untouched_changes_nothing(far: float | None, price: float) -> None:
    kept = {"far": far, "price": price}
    shown = Limits(initial=kept)
    sent = Limits({name: shown[name].value() for name in kept}, initial=kept)
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data == kept
    assert type(sent.cleaned_data["far"]) is type(far)


def test_what_is_typed_is_miles_and_comes_back_as_it_was_typed() -> None:
    form = Limits({"far": "10", "price": "3"}, initial={"far": 25, "price": 2})
    assert form.is_valid()
    assert form.cleaned_data["far"] * 1000 == 10 * METRES_IN_A_MILE
    again = Limits(initial=form.cleaned_data)
    assert (again["far"].value(), again["price"].value()) == ("10", "3")
    assert Limits({"far": ""}, initial={"far": 25}).fields["far"].clean("") is None
    wrong = Limits({"far": "ten", "price": "3"}, initial={"far": 25})
    assert (wrong.is_valid(), wrong["far"].value()) == (False, "ten")


def test_distances_in_words() -> None:
    assert [miles.miles(way) for way in (None, 1_609, 3_400)] == ["not known", "1.0 mile", "2.1 miles"]
    assert [miles.about_miles(way) for way in (None, 300, 3_400)] == ["not known", "about 1 mile", "about 2 miles"]
    assert miles.METRES_IN_A_MILE == METRES_IN_A_MILE, "the house and the engine mean the same mile"
    assert engine_says(3_400) == miles.miles(3_400)


@given(some.floats(100, 90_000), some.floats(2, 30_000))
def test_a_broken_limit_never_reads_as_kept(limit: float, over: float) -> None:
    way, most = two_miles(limit + over, limit)
    assert way != most
