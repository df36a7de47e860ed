"""Reporting a concern; for safeguarding leads, the list of them and one of them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.concerns import queries
from footbridge.exchange.concerns.actions import report_concern, settle_concern
from footbridge.exchange.models import Concern
from footbridge.exchange.pieces.queries import card_for, firsts_for
from footbridge.ui.forms import CountedTextarea

LONGEST = 1000


class ConcernForm(forms.Form):
    """What the worry is."""

    kind = forms.ChoiceField(label="What is the matter?", choices=Concern.Sort.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="What should the safeguarding leads know?",
        max_length=LONGEST,
        required=False,
        widget=CountedTextarea(LONGEST),
        help_text="Only the safeguarding leads of both schools read this.",
    )


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def report(request: Request, piece_id: UUID) -> HttpResponse:
    """Report a piece; it is hidden at once."""
    card = card_for(request.viewer, piece_id)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report_concern(by=request.viewer, piece=card.piece, **form.cleaned_data)
        messages.success(
            request, "Thank you. It is hidden from everybody now, and the safeguarding leads of both schools are told."
        )
        return redirect("exchange:room", card.piece.link_id)
    return render(request, "exchange/concerns/report.html", {"card": card, "piece": card.piece, "form": form})


@requires(Permission.HANDLE_CONCERNS)
def concerns(request: Request) -> HttpResponse:
    """Concerns of the schools' links that wait, and first pieces that wait for a second adult."""
    context = {"rows": queries.concerns_for(request.viewer), "firsts": firsts_for(request.viewer)}
    return render(request, "exchange/concerns/list.html", context)


@requires(Permission.HANDLE_CONCERNS)
@require_http_methods(["GET", "POST"])
def one(request: Request, concern_id: UUID) -> HttpResponse:
    """One concern with the hidden piece; POST settles it."""
    row = queries.concern_for(request.viewer, concern_id)
    if request.method == "POST":
        how = request.POST.get("how")
        if how not in ("back", "remove"):
            raise Http404
        whole = settle_concern(by=request.viewer, concern=row.concern, remove=how == "remove")
        said = "The piece is deleted." if how == "remove" else "The piece is back in its maker's tray."
        messages.success(
            request, said if whole else "Settled for your school. It stays hidden until the other has too."
        )
        return redirect("exchange:concerns")
    return render(request, "exchange/concerns/one.html", {"row": row, "piece": row.concern.piece})
