"""Reporting a concern; for safeguarding leads, the list of them and one of them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.concerns import queries
from footbridge.exchange.concerns.actions import report_concern, report_words, settle_concern
from footbridge.exchange.models import Concern
from footbridge.exchange.pieces.queries import card_for, firsts_for
from footbridge.ui.forms import CountedTextarea

LONGEST = 1000
BACK = {"question": "exchange:questions", "answer": "exchange:questions", "message": "exchange:messages"}


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
    context = {"title": card.words.title, "back": reverse("exchange:piece", args=[piece_id]), "form": form}
    return render(request, "exchange/concerns/report.html", context)


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def report_other(request: Request, about: str, target_id: UUID) -> HttpResponse:
    """Report a question, an answer, a message or a name; it is hidden at once."""
    target, text = queries.reportable(request.viewer, about, target_id)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report_words(by=request.viewer, target=target, **form.cleaned_data)
        messages.success(
            request, "Thank you. It is hidden from everybody now, and the safeguarding leads of both schools are told."
        )
        return redirect("exchange:room", target.link_id)
    back = reverse(BACK.get(about, "exchange:room"), args=[target.link_id])
    context = {"title": Truncator(text).chars(80), "back": back, "form": form}
    return render(request, "exchange/concerns/report.html", context)


@requires(Permission.HANDLE_CONCERNS)
def concerns(request: Request) -> HttpResponse:
    """Concerns of the schools' links that wait, and first pieces that wait for a second adult."""
    context = {"rows": queries.concerns_for(request.viewer), "firsts": firsts_for(request.viewer)}
    return render(request, "exchange/concerns/list.html", context)


@requires(Permission.HANDLE_CONCERNS)
@require_http_methods(["GET", "POST"])
def one(request: Request, concern_id: UUID) -> HttpResponse:
    """One concern with what it hid; POST settles it, and deletes after a second question."""
    row = queries.concern_for(request.viewer, concern_id)
    if request.method == "POST":
        how = request.POST.get("how")
        if how not in ("back", "remove"):
            raise Http404
        if how == "remove" and "sure" not in request.POST:
            return render(request, "exchange/concerns/remove.html", {"row": row})
        whole = settle_concern(by=request.viewer, concern=row.concern, remove=how == "remove")
        back = "The piece is back in its maker's tray." if row.piece else "It can be read again."
        said = "It is deleted for good." if how == "remove" else back
        messages.success(
            request, said if whole else "Settled for your school. It stays hidden until the other has too."
        )
        return redirect("exchange:concerns")
    return render(request, "exchange/concerns/one.html", {"row": row, "piece": row.piece})
