"""Pages of the sharing of slots: the draft, a link of it, and the days of a school."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.brokering.links.queries import link_for, title_of
from footbridge.brokering.models import Link, LinkSide
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School
from footbridge.ui.parts import Tab
from footbridge.visits import rules
from footbridge.visits.allocation import forms
from footbridge.visits.allocation.actions import sharing, sides
from footbridge.visits.allocation.page import page_of
from footbridge.visits.allocation.pool import pool_of
from footbridge.visits.allocation.state import CannotDo, Moved, open_draft
from footbridge.visits.models import LinkWish, SchoolDays

shares_slots = requires(Permission.RUN_VENUES)
of_a_school = requires(Permission.SEE_OWN_VISITS, Permission.PLAN_VISITS)
Verb = tuple[type[forms.StepForm], Callable[..., Any], tuple[str, ...]]
VERBS: Mapping[str, Verb] = {
    "share": (forms.StepForm, sharing.ask_to_share, ()),
    "fix": (forms.FixForm, sharing.fix, ("link", "slot")),
    "free": (forms.LinkForm, sharing.let_go, ("link",)),
    "rule-out": (forms.VenueForm, sharing.rule_out, ("link", "venue")),
    "allow": (forms.VenueForm, sharing.allow, ("link", "venue")),
}
MOVED = "Somebody else changed the draft while you had it open. Nothing was overwritten. Look at it as it is now, then do yours again."


def year_for(request: Request, year: int) -> LinkingYear:
    """A linking year of the viewer's own programme, or nothing."""
    rows = LinkingYear.objects.visible_to(request.viewer).select_related("programme")
    return get_object_or_404(rows, pk=year, programme__in=request.viewer.programmes)


@shares_slots
@require_safe
def years(request: Request) -> HttpResponse:
    """The linking years whose slots one shares; a single one opens at once."""
    rows = LinkingYear.objects.visible_to(request.viewer).filter(
        state=LinkingYear.State.OPEN, programme__in=request.viewer.programmes
    )
    found = list(rows.select_related("programme").order_by("programme__name", "-start"))
    if len(found) == 1:
        return redirect("allocation:draft", found[0].pk)
    return render(request, "visits/allocation/years.html", {"years": found})


@shares_slots
@require_safe
def draft(request: Request, year: int) -> HttpResponse:
    """The draft as a list or by month."""
    found = year_for(request, year)
    view = "calendar" if request.GET.get("view") == "calendar" else "list"
    tabs = [Tab(label, f"?view={key}", key == view) for key, label in (("list", "List"), ("calendar", "Calendar"))]
    page = page_of(request.viewer, found)
    return render(request, "visits/allocation/draft.html", {"year": found, "page": page, "tabs": tabs, "view": view})


@shares_slots
@require_POST
def change(request: Request, year: int, verb: str) -> HttpResponse:
    """One step of the draft; the version in the form says what its sender has seen."""
    found = year_for(request, year)
    if verb not in VERBS:
        raise Http404
    form_class, act, fields = VERBS[verb]
    form = form_class(request.POST)
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in fields}
        _perform(request, lambda: act(by=request.viewer, year=found, version=form.cleaned_data["version"], **sent))
    else:
        messages.error(request, "That form was not whole. Look at the draft and try again.")
    return redirect("allocation:draft", found.pk)


@shares_slots
@require_http_methods(["GET", "POST"])
def book(request: Request, year: int) -> HttpResponse:
    """Ask before booking, then book: this leaves the draft."""
    found = year_for(request, year)
    form = forms.StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = form.cleaned_data["version"]
        _perform(request, lambda: _say_booked(request, sharing.book(by=request.viewer, year=found, version=version)))
        return redirect("allocation:draft", found.pk)
    return render(request, "visits/allocation/book.html", {"year": found, "page": page_of(request.viewer, found)})


@shares_slots
@require_http_methods(["GET", "POST"])
def link(request: Request, link: int) -> HttpResponse:
    """A link that waits: what it wishes, and a slot chosen by hand."""
    rows = Link.objects.visible_to(request.viewer).select_related("linking_year__programme")
    row = get_object_or_404(rows, pk=link, linking_year__programme__in=request.viewer.programmes)
    problem = pool_of(request.viewer, row.linking_year).problem
    if row.pk not in problem.link_by_id:
        raise Http404
    one = problem.link_by_id[row.pk]
    now = open_draft(request.viewer, row.linking_year)
    wish = LinkWish.objects.visible_to(request.viewer).filter(link=row).first()
    posted = request.POST if request.method == "POST" else None
    form = forms.FacilitatorsWishForm(posted, problem=problem, initial=_said(wish))
    if form.is_valid():
        sides.wish_for_venue(by=request.viewer, link=row, wish=form.wish, venues=form.cleaned_data["venues"])
        messages.success(request, "The wish is kept. Share the slots again, and it counts.")
        return redirect("allocation:draft", row.linking_year_id)
    chooser = forms.ChooseForm(problem=problem, link=one, initial={"version": now.version if now else 0})
    context = {"link": row, "one": one, "form": form, "chooser": chooser, "year": row.linking_year,
               "schools": [problem.school_by_id[pk].name for pk in one.schools]}  # fmt: skip
    return render(request, "visits/allocation/link.html", context)


def _said(wish: LinkWish | None) -> dict[str, Any]:
    return model_to_dict(wish, ["themes", "needs", "farthest", "note", "venues"]) if wish else {}


@requires(Permission.PLAN_VISITS)
@require_http_methods(["GET", "POST"])
def wish(request: Request, link: int) -> HttpResponse:
    """A teacher says for the link what the venue should offer and must have, and how far the classes can travel."""
    row = link_for(request.viewer, link)
    if row.state != Link.State.STANDING or not rules.may_plan(request.viewer, row.pk):
        raise Http404
    kept = LinkWish.objects.visible_to(request.viewer).filter(link=row).first()
    form = forms.WishForm(request.POST if request.method == "POST" else None, initial=_said(kept))
    if form.is_valid():
        sides.wish_for_venue(by=request.viewer, link=row, wish=form.wish)
        messages.success(request, "Kept. Your facilitator shares the venues with it in mind.")
        return redirect("visits:ours")
    return render(request, "visits/allocation/wish.html", {"form": form, "title": title_of(row)})


@of_a_school
@require_http_methods(["GET", "POST"])
def school_days(request: Request, year: int | None = None, school: int | None = None) -> HttpResponse:
    """Days that do not suit this year: of the only school and year, or chosen from several."""
    viewer = request.viewer
    rows = LinkSide.objects.visible_to(viewer).filter(school__in=viewer.schools, link__state="standing")
    pairs = sorted(set(rows.values_list("school", "link__linking_year")))
    if year is None or school is None:
        if len(pairs) == 1:
            return redirect("allocation:days_of", *pairs[0])
        schools = School.objects.in_bulk([one for one, _ in pairs])
        return render(request, "visits/allocation/schools.html", {"rows": [(schools[s], y) for s, y in pairs]})
    if (school, year) not in pairs:
        raise Http404
    place = get_object_or_404(School, pk=school)
    linking_year = rows.filter(link__linking_year=year).select_related("link__linking_year")[0].link.linking_year
    kept = SchoolDays.objects.visible_to(viewer).filter(school=place, linking_year=linking_year).first()
    start = (
        {"weekdays": kept.weekdays_not, "dates": "\n".join(f"{d:%-d %-m %Y}" for d in kept.dates_not)} if kept else {}
    )
    form = forms.SchoolDaysForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        sides.say_school_days(by=viewer, school=place, year=linking_year, **form.cleaned_data)
        messages.success(request, "Your days are kept. The facilitator shares the venues’ slots around them.")
        return redirect("today")
    return render(request, "visits/allocation/school_days.html", {"form": form, "school": place})


def _say_booked(request: Request, lost: list[str]) -> None:
    messages.success(request, "Booked. Hosts are asked to confirm, and the meetings have their dates.")
    for one in lost:
        messages.warning(request, one)


def _perform(request: Request, act: Callable[[], object]) -> None:
    try:
        act()
    except Moved:
        messages.warning(request, MOVED)
    except CannotDo as problem:
        messages.warning(request, str(problem))
