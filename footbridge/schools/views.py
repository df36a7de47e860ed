"""Pages about schools and about bringing the register up to date."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from footbridge.access import Permission, Request, public, requires
from footbridge.schools import actions, queries, rules, showing
from footbridge.schools.forms import AddSchoolForm, SearchForm, UploadForm
from footbridge.schools.models import RegisterUpload
from footbridge.schools.refusals import csv_of
from footbridge.ui.parts import Crumb

May = Permission


@requires(May.SEE_SCHOOLS)
@require_GET
def search(request: Request) -> HttpResponse:
    """Find a school, or look through those of the own programme."""
    table = showing.table_of_schools(request.viewer, request.GET)
    form = SearchForm(initial={"q": request.GET.get("q", "")})
    may_add = rules.may_add(request.viewer)
    return render(request, "schools/search.html", {"search": form, "table": table, "may_add": may_add})


@public
@require_GET
def suggest(request: Request) -> HttpResponse:
    """What a search box offers while one types: `?q=` typed words, `?to=page` where choosing leads to the school's page."""
    found = queries.search_schools(request.GET.get("q", ""), limit=8)
    suggestions = showing.suggestions_for(found, to_page=request.GET.get("to") == "page")
    answer = render(request, "ui/suggestions.html", {"suggestions": suggestions})
    patch_cache_control(answer, private=True, max_age=60)
    return answer


@public
@require_GET
def school(request: Request, school_id: int) -> HttpResponse:
    """A school: its name, place and phase for everybody; facts, figures and links for those who may see them."""
    found = queries.school_with_authority(school_id)
    if found is None:
        raise Http404
    context = {"school": found, "face": showing.face_of(found), "whole": rules.may_see_all_facts(request.viewer, found)}
    if not context["whole"]:
        near = f"{reverse('welcome:near')}?school={found.pk}"
        return render(request, "schools/face.html", {**context, "near": near})
    return render(request, "schools/school.html", {
        **context,
        "crumbs": [Crumb("Schools", reverse("schools:search"))] if request.viewer.may(May.SEE_SCHOOLS) else [],
        "facts": showing.facts_of(found),
        "charts": showing.charts_of(found),
        "before": queries.lineage(found)[1:],
        "successors": queries.successors(found),
        "links": queries.links_of_earlier_years(request.viewer, found),
    })  # fmt: skip


@requires(May.ADD_SCHOOL)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a school that the register does not have; those that look like it are shown first."""
    form = AddSchoolForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    alike = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        alike = queries.schools_like(given["name"], given["postcode"])
        if not alike or given.pop("not_the_same"):
            given.pop("not_the_same", None)
            programme = min(request.viewer.programmes, default=None)
            made = actions.add_school(by=request.viewer, programme=programme, **_known(given))
            messages.success(request, f"{made.name} is added. It can now answer and be linked like any other school.")
            return redirect("schools:school", made.pk)
    crumbs = [Crumb("Schools", reverse("schools:search"))]
    return render(request, "schools/add.html", {"form": form, "alike": alike, "crumbs": crumbs})


def _known(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value not in ("", None)}


@requires(May.IMPORT_REGISTER)
@require_http_methods(["GET", "POST"])
def imports(request: Request) -> HttpResponse:
    """Bring a file of the national register, and see those that were brought."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = actions.receive_register_file(
            name=file.name, file=file, as_of=form.cleaned_data["as_of"], by=request.viewer
        )
        return redirect("schools:upload", made.pk)
    table = showing.table_of_uploads(request.viewer, request.GET)
    return render(request, "schools/imports.html", {"form": form, "table": table})


def _upload(request: Request, upload_id: int) -> RegisterUpload:
    return get_object_or_404(queries.uploads(request.viewer), pk=upload_id)


@requires(May.IMPORT_REGISTER)
@require_GET
def upload(request: Request, upload_id: int) -> HttpResponse:
    """One file: how far the work is, what would change, and the buttons that apply it or throw it away."""
    found = _upload(request, upload_id)
    outcomes = showing.outcomes_of(found)
    nothing = bool(found.outcomes) and not any(
        outcome[key] for outcome in found.outcomes for key in ("new", "changed", "closed", "replaced")
    )
    return render(request, "schools/upload.html", {
        "upload": found,
        "tone": showing.UPLOAD_TONES[found.state],
        "outcomes": outcomes,
        "changes_nothing": nothing,
        "refused": found.refused[:20],
        "refused_more": max(len(found.refused) - 20, 0),
        "progress_url": reverse("schools:progress", args=[found.pk]),
        "crumbs": [Crumb("Register imports", reverse("schools:imports"))],
    })  # fmt: skip


@requires(May.IMPORT_REGISTER)
@require_GET
def progress(request: Request, upload_id: int) -> HttpResponse:
    """How far the work is, as a part of the page; once it is done the page is fetched whole."""
    found = get_object_or_404(queries.uploads(request.viewer).defer("refused", "outcomes"), pk=upload_id)
    answer = render(request, "schools/_progress.html", {
        "upload": found, "progress_url": reverse("schools:progress", args=[found.pk]),
    })  # fmt: skip
    if not found.is_busy:
        answer["HX-Refresh"] = "true"
    return answer


@requires(May.IMPORT_REGISTER)
@require_POST
def apply(request: Request, upload_id: int) -> HttpResponse:
    """Bring the previewed file in."""
    actions.apply_register_file(upload=_upload(request, upload_id), by=request.viewer)
    return redirect("schools:upload", upload_id)


@requires(May.IMPORT_REGISTER)
@require_POST
def drop(request: Request, upload_id: int) -> HttpResponse:
    """Throw a previewed or failed file away."""
    if actions.drop_register_file(upload=_upload(request, upload_id), by=request.viewer):
        messages.info(request, "The file is thrown away. Nothing was changed.")
    return redirect("schools:imports")


@requires(May.IMPORT_REGISTER)
@require_POST
def again(request: Request, upload_id: int) -> HttpResponse:
    """Read a file once more that failed."""
    actions.read_register_file_again(upload=_upload(request, upload_id), by=request.viewer)
    return redirect("schools:upload", upload_id)


@requires(May.IMPORT_REGISTER)
@require_GET
def refused(request: Request, upload_id: int) -> HttpResponse:
    """The rows that could not be read, for a spreadsheet program."""
    found = _upload(request, upload_id)
    answer = HttpResponse(csv_of(found.refused), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-rows-{found.pk}.csv"'
    return answer
