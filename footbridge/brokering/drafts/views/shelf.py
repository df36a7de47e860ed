"""The shelf of drafts: all of a year, new ones, copies, names, putting away; and the history of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.board import board_of
from footbridge.brokering.drafts.forms import NameForm
from footbridge.brokering.drafts.queries import draft_for, drafts_aside, drafts_of, steps_of, year_asked, years_of
from footbridge.brokering.drafts.views.boards import frame
from footbridge.brokering.models import Draft

TAKEN = "There is a draft of this name already. Choose another name."


@requires(Permission.BROKER_LINKS)
def all_drafts(request: Request) -> HttpResponse:
    """Every draft of a linking year."""
    year = year_asked(request.viewer, request.GET.get("year", ""))
    context = {
        "year": year,
        "years": years_of(request.viewer),
        "drafts": drafts_of(request.viewer, year) if year else [],
        "aside": drafts_aside(request.viewer, year) if year else [],
        "form": NameForm(),
    }
    return render(request, "brokering/drafts/all.html", context)


@requires(Permission.BROKER_LINKS)
@require_POST
def new(request: Request) -> HttpResponse:
    """Begin a draft with a first proposal."""
    year = year_asked(request.viewer, request.POST.get("year", ""))
    if year is None:
        raise Http404
    form = NameForm(request.POST)
    if form.is_valid():
        name, empty = form.cleaned_data["name"], "empty" in request.POST
        try:
            draft = actions.start_draft(by=request.viewer, year=year, name=name, propose=not empty)
            return redirect("brokering:board", draft.pk)
        except IntegrityError:
            form.add_error("name", TAKEN)
    context = {"year": year, "years": years_of(request.viewer), "drafts": drafts_of(request.viewer, year), "form": form}
    return render(request, "brokering/drafts/all.html", context)


@requires(Permission.BROKER_LINKS)
def history(request: Request, draft_id: int) -> HttpResponse:
    """Every step of a draft, with the way back to it; its name, copies, putting away."""
    draft = draft_for(request.viewer, draft_id)
    board = board_of(request.viewer, draft)
    context = {
        **frame(request, draft, board, "history"),
        "steps": steps_of(request.viewer, draft),
        "rename_form": NameForm(initial={"name": draft.name}, prefix="rename"),
        "copy_form": NameForm(initial={"name": f"{draft.name}, a copy"}, prefix="copy"),
    }
    return render(request, "brokering/drafts/history.html", context)


@requires(Permission.BROKER_LINKS)
@require_POST
def shelve(request: Request, draft_id: int, verb: str) -> HttpResponse:
    """Rename, copy, put aside or fetch back a draft."""
    draft = draft_for(request.viewer, draft_id)
    by = request.viewer
    verbs: Mapping[str, Callable[[], HttpResponse]] = {
        "rename": lambda: _named(request, draft, "rename", actions.rename_draft),
        "copy": lambda: _named(request, draft, "copy", actions.copy_draft),
        "aside": lambda: _shelved(lambda: actions.put_draft_aside(by=by, draft=draft)),
        "fetch": lambda: _shelved(lambda: actions.fetch_draft_back(by=by, draft=draft)),
    }
    if verb not in verbs:
        raise Http404
    return verbs[verb]()


def _named(request: Request, draft: Draft, prefix: str, act: Callable[..., Draft]) -> HttpResponse:
    form = NameForm(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            return redirect("brokering:board", act(by=request.viewer, draft=draft, name=form.cleaned_data["name"]).pk)
        except IntegrityError:
            messages.warning(request, TAKEN)
    else:
        messages.warning(request, "Give the draft a name of at most 80 characters.")
    return redirect("brokering:history", draft.pk)


def _shelved(act: Callable[[], None]) -> HttpResponse:
    act()
    return redirect("brokering:all_drafts")
