"""The facilitator's inbox."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.interest import drafts
from footbridge.interest.actions.looking_after import finish_step
from footbridge.interest.exports import answers_sheet, as_response
from footbridge.interest.forms.finding import FindForm
from footbridge.interest.inbox_table import answers_table, states_tabs
from footbridge.interest.queries import inbox as reading
from footbridge.interest.queries.finding import find_schools
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School

looks_after = requires(Permission.MANAGE_INTEREST)


def year_in(request: Request) -> tuple[LinkingYear, list[LinkingYear]]:
    """The linking year the address asks for, and all one could ask for."""
    years = reading.years_of(request.viewer)
    year = reading.chosen_year(years, request.GET.get("year", "") or request.POST.get("year", ""))
    if year is None:
        raise Http404
    return year, years


@looks_after
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Answers by state, with filters, search and pages."""
    years = reading.years_of(request.viewer)
    year = reading.chosen_year(years, request.GET.get("year", ""))
    if year is None:
        return render(request, "interest/inbox/no_year.html")
    now = timezone.now()
    counts = reading.counts_of(request.viewer, year, timezone.localdate())
    context = {
        "year": year,
        "years": years,
        "counts": counts,
        "tabs": states_tabs(counts, request.GET, year),
        "table": answers_table(reading.answers_of(request.viewer, year), request.GET, now),
    }
    return render(request, "interest/inbox/inbox.html", context)


@looks_after
@require_safe
def export(request: Request, kind: str) -> HttpResponse:
    """The inbox as a spreadsheet, with formulas made harmless."""
    year, _ = year_in(request)
    rows = answers_sheet(request.viewer, year)
    return as_response(rows, name=f"interest-{year.programme.slug}-{year.start}", kind=kind)


@looks_after
@require_safe
def due(request: Request) -> HttpResponse:
    """Next steps, soonest first."""
    year, years = year_in(request)
    today = timezone.localdate()
    context = {"year": year, "years": years, "steps": list(reading.steps_due(request.viewer, year)), "today": today}
    return render(request, "interest/inbox/due.html", context)


@looks_after
@require_POST
def step_done(request: Request, pk: int) -> HttpResponse:
    """A next step is done."""
    talk = reading.one_talk(request.viewer, pk)
    finish_step(by=request.viewer, talk=talk)
    if request.POST.get("from") == "one":
        return redirect("interest:one", talk.interest.reference)
    return redirect(f"{reverse('interest:due')}?year={talk.interest.linking_year_id}")


@looks_after
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Answer on a school's behalf: find it, then the same questions as the school gets."""
    year, _ = year_in(request)
    if request.method == "POST":
        school = School.objects.filter(pk=request.POST.get("school") or 0).first()
        if school is None:
            raise Http404
        draft = drafts.Draft(drafts.new_id(), school.pk, year.pk, way="behalf")
        draft.intake = "january" if request.POST.get("intake") == "january" else "autumn"
        drafts.begin(request.session, draft)
        return redirect("interest:question", draft.id, "answer")
    words = request.GET.get("q", "").strip()
    found = find_schools(words[:80])
    return render(
        request, "interest/inbox/add.html", {"year": year, "words": words, "found": found, "form": FindForm()}
    )
