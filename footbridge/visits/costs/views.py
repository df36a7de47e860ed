"""Pages of costs: a school's own, and the facilitator's claims with an export."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.links.queries import link_for, own_side, title_of
from footbridge.interest.exports import as_response
from footbridge.programmes.models import LinkingYear
from footbridge.ui.parts import Row
from footbridge.visits import rules
from footbridge.visits.costs import actions, queries
from footbridge.visits.costs.forms import ClaimForm, ContributionsForm, CostForm, SettleForm
from footbridge.visits.costs.listing import costs_table, links_table
from footbridge.visits.meetings.steps import CannotDo
from footbridge.visits.models import Contribution, CostLine
from footbridge.visits.plans.money import say_pounds


@requires(Permission.SEE_OWN_COSTS)
def costs(request: Request) -> HttpResponse:
    """What the year costs the own school, link by link."""
    found = [
        {"costs": one, "sums": _said(one.sums, "your school"), "rows": [_line(row) for row in one.rows]}
        for one in queries.own_costs(request.viewer)
    ]
    return render(request, "visits/costs/ours.html", {"links": found})


@requires(Permission.SEE_OWN_COSTS)
def add_cost(request: Request, link_id: int) -> HttpResponse:
    """Note a cost of a link."""
    link = link_for(request.viewer, link_id)
    side = own_side(request.viewer, link)
    if side is None:
        raise Http404
    given = {key: request.GET[key] for key in ("kind", "words", "planned") if key in request.GET}
    form = CostForm(request.POST or None, initial={**given, "once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_cost(by=request.viewer, side=side, amounts=form.amounts, once=form.mark)
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Noted.")
            return redirect("visits:costs")
    return render(request, "visits/costs/form.html", {"form": form, "title": title_of(link), "heading": "Note a cost"})


@requires(Permission.SEE_OWN_COSTS, Permission.MANAGE_COSTS)
def cost(request: Request, cost_id: int) -> HttpResponse:
    """One cost: the school changes, claims or takes it out; the facilitator settles the claim."""
    found = queries.cost_for(request.viewer, cost_id)
    own = rules.may_note_costs(request.viewer, found.side.school_id)
    settles = rules.may_settle_claims(request.viewer, found.side.link.linking_year.programme_id)
    what = request.POST.get("what", "")
    change = CostForm(request.POST if what == "change" else None, initial=_initial(found))
    claim = ClaimForm(
        request.POST if what == "claim" else None, initial={"pence": found.actual, "evidence": found.evidence}
    )
    settle = SettleForm(request.POST if what == "settle" else None, initial={"pence": found.claimed})
    form = {"change": change, "claim": claim, "settle": settle}.get(what)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            if isinstance(form, CostForm):
                actions.change_cost(by=request.viewer, cost=found, amounts=form.amounts)
            elif isinstance(form, ClaimForm):
                actions.claim_cost(by=request.viewer, cost=found, **form.cleaned_data)
            else:
                actions.settle_claim(by=request.viewer, cost=found, **form.cleaned_data)
        except CannotDo as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Saved.")
            return redirect("visits:costs" if own else "visits:claims")
    waits = found.claim == CostLine.Claim.CLAIMED
    open_ = found.claim in (CostLine.Claim.NONE, CostLine.Claim.REFUSED)
    context = {
        "cost": found,
        "facts": _facts(found),
        "own": own,
        "change": change if own and open_ else None,
        "claim": claim if own and open_ and found.actual and found.payer != CostLine.Payer.SCHOOL else None,
        "settle": settle if settles and waits else None,
    }
    return render(request, "visits/costs/cost.html", context)


@requires(Permission.SEE_OWN_COSTS)
@require_POST
def drop_cost(request: Request, cost_id: int) -> HttpResponse:
    """Take a cost out."""
    try:
        actions.drop_cost(by=request.viewer, cost=queries.cost_for(request.viewer, cost_id))
    except CannotDo as reason:
        messages.warning(request, str(reason))
    return redirect("visits:costs")


@requires(Permission.MANAGE_COSTS)
def claims(request: Request) -> HttpResponse:
    """The costs of every link of the own programmes, claims first, with sums."""
    rows = queries.costs_for(request.viewer)
    years = LinkingYear.objects.visible_to(request.viewer).filter(
        state=LinkingYear.State.OPEN, programme__in=request.viewer.programmes
    )
    context = {
        "table": costs_table(rows, request.GET),
        "sums": _said(queries.sums_of(rows)),
        "links": links_table(queries.by_link(rows)) if rows else None,
        "years": years.select_related("programme").order_by("programme__name", "-start"),
    }
    return render(request, "visits/costs/claims.html", context)


@requires(Permission.MANAGE_COSTS)
def contributions(request: Request, year: int) -> HttpResponse:
    """What programme or grant pays in a year, of each kind of cost."""
    rows = LinkingYear.objects.visible_to(request.viewer).select_related("programme")
    found = get_object_or_404(rows, pk=year, programme__in=request.viewer.programmes)
    start: dict[str, Any] = {}
    for one in Contribution.objects.visible_to(request.viewer).filter(linking_year=found):
        start |= {one.kind: one.most, f"{one.kind}_payer": one.payer}
    form = ContributionsForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.say_contributions(by=request.viewer, year=found, given=form.given)
        messages.success(request, "Saved. Schools read it on the page of their costs.")
        return redirect("visits:claims")
    return render(request, "visits/costs/contributions.html", {"form": form, "year": found})


@requires(Permission.MANAGE_COSTS)
def costs_export(request: Request, kind: str) -> HttpResponse:
    """The same as a spreadsheet."""
    return as_response(queries.costs_sheet(queries.costs_for(request.viewer)), name="costs", kind=kind)


def _line(row: CostLine) -> dict[str, Any]:
    return {
        "row": row,
        "planned": say_pounds(row.planned),
        "actual": say_pounds(row.actual),
        "back": say_pounds(row.settled),
    }


def _said(sums: queries.Sums, whose: str = "schools") -> list[Row]:
    return [
        Row("Expected in all", say_pounds(sums.expected)),
        Row("Paid so far", say_pounds(sums.paid)),
        Row("Claimed, not answered yet", say_pounds(sums.claimed)),
        Row("Paid by the programme or a grant", say_pounds(sums.back)),
        Row(f"Left with {whose}", say_pounds(sums.left)),
    ]


def _facts(row: CostLine) -> list[Row]:
    facts = [
        Row("School", row.side.school.name),
        Row("Link", row.side.link.reference),
        Row("Expected", say_pounds(row.planned)),
        Row("Paid", say_pounds(row.actual)),
        Row("Who is to pay", row.get_payer_display()),
        Row("Claim", row.get_claim_display()),
        Row("Claimed", say_pounds(row.claimed)),
        Row("What shows it", row.evidence),
        Row("Paid back", say_pounds(row.settled)),
        Row("Reply", row.reply),
    ]
    return [fact for fact in facts if fact.value]


def _initial(row: CostLine) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("kind", "words", "planned", "actual", "payer")}
