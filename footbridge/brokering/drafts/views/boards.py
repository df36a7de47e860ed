"""The board, the map and the table of one draft; and the news when somebody else changed it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering import costs
from footbridge.brokering.drafts import layout
from footbridge.brokering.drafts.board import Board, board_of
from footbridge.brokering.drafts.forms import NameForm, PairForm
from footbridge.brokering.drafts.queries import can_redo, draft_for, drafts_of, steps_since, year_asked
from footbridge.brokering.models import Draft
from footbridge.brokering.problem.pool import pool_of

NO_CONTENT = 204


@requires(Permission.BROKER_LINKS)
def start(request: Request) -> HttpResponse:
    """The board of the draft worked at last; where there is none yet, what there is to begin with."""
    year = year_asked(request.viewer, request.GET.get("year", ""))
    drafts = drafts_of(request.viewer, year) if year else []
    if drafts:
        return redirect("brokering:board", drafts[0].pk)
    pool = pool_of(request.viewer, year) if year else None
    free = [one for one in pool.classes.values() if one.id not in pool.taken] if pool else []
    context = {
        "year": year,
        "classes": len(free),
        "schools": len({one.school for one in free}),
        "form": NameForm(initial={"name": "First draft"}),
    }
    return render(request, "brokering/drafts/start.html", context)


@requires(Permission.BROKER_LINKS)
def board(request: Request, draft_id: int) -> HttpResponse:
    """Every link of the draft as a card, and who waits."""
    return show(request, draft_id, "board")


@requires(Permission.BROKER_LINKS)
def on_map(request: Request, draft_id: int) -> HttpResponse:
    """The same draft on the map."""
    return show(request, draft_id, "map")


@requires(Permission.BROKER_LINKS)
def as_table(request: Request, draft_id: int) -> HttpResponse:
    """The same draft as a table that sorts and filters."""
    return show(request, draft_id, "table")


@requires(Permission.BROKER_LINKS)
def news(request: Request, draft_id: int, version: int) -> HttpResponse:
    """What others did to the draft since `version`; nothing where nobody did anything."""
    draft = draft_for(request.viewer, draft_id)
    steps = steps_since(request.viewer, draft, version) if draft.version > version else []
    if not steps:
        return HttpResponse(status=NO_CONTENT)
    return render(request, "brokering/drafts/_news.html", {"steps": steps, "draft": draft})


@requires(Permission.BROKER_LINKS)
def search(request: Request, draft_id: int) -> HttpResponse:
    """How far the worker is with a proposal; when it has one, the board is renewed."""
    draft = draft_for(request.viewer, draft_id)
    response = render(request, "brokering/drafts/_searching.html", {"draft": draft})
    if draft.searching is None:
        response["HX-Refresh"] = "true"
    return response


def show(request: Request, draft_id: int, view: str) -> HttpResponse:
    """The draft as it is now in one of its views: board, map or table."""
    draft = draft_for(request.viewer, draft_id)
    laid = board_of(request.viewer, draft)
    context = {
        **frame(request, draft, laid, view),
        "pair_form": PairForm(laid, prefix="pair"),
        "coach_sentence": costs.CoachPrices.of(laid.programme.pairing_rules).sentence,
    }
    if view == "map":
        context["map"] = layout.map_of(laid)
    if view == "table":
        context["table"] = layout.table_of(laid, request.GET)
    return render(request, f"brokering/drafts/{view}.html", context)


def frame(request: Request, draft: Draft, laid: Board, view: str) -> dict[str, object]:
    """What the pages round one draft have in common."""
    return {
        "draft": draft,
        "board": laid,
        "view": view,
        "drafts": drafts_of(request.viewer, draft.linking_year),
        "tabs": layout.tabs_of(draft, view),
        "crumbs": [{"label": f"Brokering {draft.linking_year}", "url": reverse("brokering:all_drafts")}],
        "last": steps_since(request.viewer, draft, draft.version - 1),
        "can_undo": laid.shown > 1,
        "can_redo": can_redo(draft, laid.shown),
    }
