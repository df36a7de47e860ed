"""Links: the facilitator's list, one link with its history, a school's own links, withdrawals; the page of the measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, public, requires
from footbridge.access.http import Request
from footbridge.brokering import costs
from footbridge.brokering.drafts.queries import drafts_of, years_of
from footbridge.brokering.links import queries
from footbridge.brokering.links.listing import links_table
from footbridge.brokering.links.picture import for_a_funder, for_a_head, measure_examples
from footbridge.brokering.links.together import table, together
from footbridge.brokering.models import Link
from footbridge.brokering.offers import actions
from footbridge.brokering.offers.forms import WithdrawForm
from footbridge.brokering.offers.reading import meetings_said
from footbridge.brokering.rules import may_broker
from footbridge.brokering.teachers.queries import ClassLed, led_of, without_teacher

SCHOOL = (Permission.SEE_OWN_SCHOOL, Permission.SEE_OWN_LINKS)


@requires(Permission.SEE_LINK_PROGRESS)
def links(request: Request) -> HttpResponse:
    """Every link of the facilitator's programmes, to filter and sort."""
    table = links_table(request.viewer, years_of(request.viewer), request.GET)
    return render(request, "brokering/links/list.html", {"table": table})


@requires(*SCHOOL)
def ours(request: Request) -> HttpResponse:
    """A school's own links: what waits for an answer first."""
    found = list(queries.links_for(request.viewer))
    waiting = {link.pk for link in queries.offers_waiting(request.viewer)}
    context = {
        "leads": request.viewer.may(Permission.SEE_OWN_SCHOOL),
        "unled": without_teacher(request.viewer),
        "waiting": [_shown(request, link) for link in found if link.pk in waiting],
        "others": [_shown(request, link) for link in found if link.pk not in waiting],
    }
    return render(request, "brokering/links/ours.html", context)


@requires(Permission.SEE_LINK_PROGRESS, *SCHOOL)
def one(request: Request, link_id: int) -> HttpResponse:
    """One link: for its schools the partner, the reasons and the answer; for the facilitator all of it."""
    link = queries.link_for(request.viewer, link_id)
    programme = link.linking_year.programme
    facilitates = may_broker(request.viewer, programme.pk)
    context = {
        **_shown(request, link, led_of(request.viewer, link)),
        "meetings": meetings_said(programme),
        "events": queries.timeline_of(request.viewer, link),
        "coach_sentence": costs.CoachPrices.of(programme.pairing_rules).sentence,
        "leads": request.viewer.may(Permission.SEE_OWN_SCHOOL),
        "may_accept": request.viewer.may(Permission.ACCEPT_OFFER),
        "programme": programme,
        "drafts": drafts_of(request.viewer, link.linking_year) if facilitates else [],
        "replaced": link.replaces,
    }
    return render(request, f"brokering/links/{'facilitator' if facilitates else 'school'}.html", context)


def _shown(request: Request, link: Link, led: Mapping[int, Sequence[ClassLed]] | None = None) -> dict[str, object]:
    """A link with its sides, the viewer's own first in thought: `side` and its `partners`."""
    side, lines = queries.own_side(request.viewer, link), queries.lines_of(link, led)
    return {
        "link": link,
        "title": queries.title_of(link),
        "tone": queries.TONES[link.state],
        "lines": lines,
        "side": side,
        "own": next((line for line in lines if side and line.side.pk == side.pk), None),
        "partners": [line for line in lines if side is None or line.side.pk != side.pk],
    }


@requires(Permission.BROKER_LINKS, Permission.ACCEPT_OFFER)
def withdraw(request: Request, link_id: int) -> HttpResponse:
    """Withdraw a link that is offered or stands, with the reason; asks before it acts."""
    link = queries.link_for(request.viewer, link_id)
    side = queries.own_side(request.viewer, link)
    if not link.is_live:
        messages.warning(request, "This link has ended already.")
        return redirect("brokering:link", link.pk)
    schools = [(line.side.school_id, line.side.school.name) for line in queries.lines_of(link)]
    form = WithdrawForm(request.POST or None, schools=schools, own=side is not None)
    if request.method == "POST" and form.is_valid():
        school = side.school_id if side else form.cleaned_data["school"]
        actions.withdraw_link(by=request.viewer, link=link, reason=form.cleaned_data["reason"], school=school)
        messages.success(request, "The link is withdrawn, and the schools have been told kindly.")
        return redirect("brokering:link", link.pk)
    context = {"form": form, "link": link, "title": queries.title_of(link), "own": side}
    return render(request, "brokering/links/withdraw.html", context)


@requires(Permission.BROKER_LINKS)
@require_POST
def lift(request: Request, link_id: int) -> HttpResponse:
    """Let the schools of a declined link be proposed to each other again."""
    link = queries.link_for(request.viewer, link_id)
    side = next((one for one in queries.sides_of(link) if str(one.pk) == request.POST.get("side")), None)
    if side is None:
        raise Http404
    actions.lift_refusal(by=request.viewer, side=side)
    messages.success(request, "Lifted. The next proposal may use it again.")
    return redirect("brokering:link", link.pk)


@requires(Permission.SEE_LINK_PROGRESS, Permission.SEE_NETWORK_FIGURES)
def contact(request: Request) -> HttpResponse:
    """What links make possible, before and after: the facilitator's programmes, or all of them for network staff."""
    found = together(request.viewer)
    context = {"found": found, "table": table(found.programmes, request.GET) if found and found.all else None}
    return render(request, "brokering/links/together.html", context)


@public
def measure(request: Request) -> HttpResponse:
    """What "contact gained" means, with pictures: for a head and for a funder."""
    context = {"head": for_a_head(), "funder": for_a_funder(), "examples": measure_examples()}
    return render(request, "brokering/links/measure.html", context)
