"""Find your school, and what its door says."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import Permission, public
from footbridge.access.http import Request
from footbridge.interest import drafts
from footbridge.interest.forms.finding import FindForm
from footbridge.interest.queries.finding import find_schools, school_door
from footbridge.schools.models import School


@public
@require_safe
def start(request: Request) -> HttpResponse:
    """Find your school by name, postcode, town or URN."""
    if request.GET.get("school", "").isdecimal():  # where the public pages already know it
        return redirect("interest:school", int(request.GET["school"]))
    words = request.GET.get("q", "").strip()
    form = FindForm(request.GET if "q" in request.GET else None)
    found = find_schools(words) if form.is_bound and form.is_valid() else []
    context = {"form": form, "words": words, "found": found, "searched": form.is_bound and form.is_valid()}
    return render(request, "interest/answer/start.html", context)


@public
@require_safe
def suggest(request: Request) -> HttpResponse:
    """Schools while one types."""
    found = find_schools(request.GET.get("q", "")[:80], limit=8)
    suggestions = [
        {
            "value": school.name,
            "label": school.name,
            "note": f"{school.place}, closed" if school.gone else school.place,
            "url": reverse("interest:school", args=[school.id]),
        }
        for school in found
    ]
    return render(request, "ui/suggestions.html", {"suggestions": suggestions})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def school(request: Request, pk: int) -> HttpResponse:
    """Whose the school is and whether answers are taken now; POST begins the form."""
    door = school_door(get_object_or_404(School, pk=pk), timezone.localdate())
    if request.method == "POST" and door.door and door.door.now:
        intake = door.door.now
        draft = drafts.Draft(drafts.new_id(), door.school.pk, intake.year.pk, intake=intake.kind)
        drafts.begin(request.session, draft)
        return redirect("interest:question", draft.id, "answer")
    own = pk in request.viewer.schools and request.viewer.may(Permission.ANSWER_FOR_SCHOOL)
    return render(request, "interest/answer/school.html", {"at": door, "own": own})
