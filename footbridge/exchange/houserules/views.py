"""What the two schools allow together, and the viewer's own school's part in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.gate import ALLOWED_UNSAID, tightest
from footbridge.exchange.houserules.actions import note_away, set_rule
from footbridge.exchange.models import Away, HouseRule
from footbridge.exchange.room.queries import room_for
from footbridge.ui.forms import DateField


class RuleForm(forms.Form):
    """What the own school allows."""

    faces = forms.BooleanField(label="Pictures may show faces", required=False)
    names = forms.BooleanField(label="First names may be shown", required=False)
    voice = forms.BooleanField(label="Recordings of voices may be sent", required=False)
    film = forms.BooleanField(label="Film may be sent", required=False)
    call = forms.BooleanField(label="The classes may call each other live", required=False)
    enhanced = forms.BooleanField(
        label="Enhanced protection: work alone, no faces, names, voices, film or calls",
        required=False,
        help_text="Needs no reason, and names no child.",
    )


class AwayForm(forms.Form):
    """From when to when the class is away."""

    first = DateField(label="From")
    last = DateField(label="To")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "The last day comes before the first.")
        return said


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def house_rules(request: Request, link_id: int) -> HttpResponse:
    """Both schools' rules side by side; POST sets the own one, or notes an absence."""
    room = room_for(request.viewer, link_id)
    mine = HouseRule.objects.visible_to(request.viewer).filter(link=link_id, school=room.school).first()
    names = (*ALLOWED_UNSAID, "enhanced")
    initial = {name: getattr(mine, name) if mine else ALLOWED_UNSAID.get(name, False) for name in names}
    away = "first_0" in request.POST or "away" in request.POST
    form = RuleForm(request.POST if request.method == "POST" and not away else None, initial=initial)
    away_form = AwayForm(request.POST if request.method == "POST" and away else None)
    if form.is_valid():
        set_rule(by=request.viewer, link=link_id, **form.cleaned_data)
        messages.success(request, "Your school's rule is set. It holds from now on, for both schools.")
        return redirect("exchange:rules", link_id)
    if away_form.is_valid():
        note_away(by=request.viewer, link=link_id, **away_form.cleaned_data)
        messages.success(request, "Noted. Nobody asks why it is quiet then.")
        return redirect("exchange:rules", link_id)
    context = {
        "room": room,
        "form": form,
        "away_form": away_form,
        "together": tightest(link_id),
        "away": Away.objects.visible_to(request.viewer).filter(link=link_id).select_related("school").order_by("first"),
    }
    return render(request, "exchange/room/rules.html", context)
