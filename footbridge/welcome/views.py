"""Public pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from footbridge.access import public
from footbridge.booking.queries.pages import public_briefings
from footbridge.booking.words import hours_of
from footbridge.programmes import queries as programmes
from footbridge.schools.models import School
from footbridge.schools.queries import search_schools
from footbridge.welcome import near as finding
from footbridge.welcome import queries, words
from footbridge.welcome.forms import NearForm
from footbridge.welcome.joining import joinings, joinings_near
from footbridge.welcome.map import map_of


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door."""
    figures = queries.figures_of_the_year()
    context = {
        "near_form": NearForm(),
        "figures": figures,
        "steps": words.STEPS[:3],
        "set_up": figures is not None or queries.is_set_up(),
    }
    return render(request, "welcome/home.html", context)


@public
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Why link."""
    return render(request, "welcome/why.html", {"measures": words.MEASURES})


@public
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """How the year goes."""
    return render(request, "welcome/year.html", {"steps": words.STEPS})


@public
@require_safe
def signing_up(request: HttpRequest) -> HttpResponse:
    """What a school signs up to, and what it costs."""
    return render(request, "welcome/signing_up.html", {"promises": words.PROMISES, "costs": words.COSTS})


@public
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The four key questions."""
    return render(request, "welcome/questions.html", {"questions": words.QUESTIONS, "subjects": words.SUBJECTS})


@public
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All programmes, as a list and on the map."""
    found = programmes.directory()
    on_map = request.GET.get("view") == "map"
    context = {"found": joinings(found), "on_map": on_map, "map": map_of(found), "tabs": words.directory_tabs(on_map)}
    return render(request, "welcome/directory.html", context)


@public
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: where it works, whom to ask, what is next."""
    found = programmes.public_programme(slug)
    year, ahead = queries.coming(found)
    context = {
        "programme": found,
        "joining": joinings([found])[0],
        "host": programmes.host_of(found).now,
        "shape": queries.shape_of(found),
        "year": year,
        "ahead": ahead,
        "interest_url": interest_url(),
        "briefings": [(one, hours_of(one)) for one in public_briefings(found)],
    }
    return render(request, "welcome/programme.html", context)


@public
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Is there a programme near you? One step: the school or the place, the programme, whom to ask."""
    chosen = request.GET.get("school", "")
    if chosen:
        number = int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0
        answer = finding.for_school(
            get_object_or_404(School.objects.select_related("authority", "replaced_by__authority"), pk=number)
        )
    else:
        answer = finding.look(request.GET.get("q", ""))
    here = joinings(answer.recruiting)
    context = {
        "near_form": NearForm(initial={"q": answer.asked}),
        "answer": answer,
        "here": here,
        "nearest": joinings_near(answer.nearest),
        "can_ask": bool(answer.school and not answer.trouble and any(one.is_open for one in here)),
        "interest_url": interest_url(school=answer.school.pk) if answer.school else interest_url(),
        "contact": queries.network_contact(),
    }
    return render(request, "welcome/near.html", context)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Schools while one types; choosing one leads to its answer."""
    found = search_schools(request.GET.get("q", ""), limit=7)
    rows = [
        {
            "value": one.name,
            "label": one.name,
            "note": one.place,
            "url": f"{reverse('welcome:near')}?{urlencode({'school': one.id})}",
        }
        for one in found
    ]
    return render(request, "ui/suggestions.html", {"suggestions": rows})


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The year in figures, computed from the record."""
    return render(request, "welcome/figures.html", {"figures": queries.figures_of_the_year()})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why and how long, made from the record itself."""
    parts = [(title, queries.kept_about(kind)) for kind, title in words.WHOSE_DATA]
    context = {
        "parts": parts,
        "contact": queries.network_contact(),
    }
    return render(request, "welcome/privacy.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everybody, and where it falls short."""
    return render(request, "welcome/accessibility.html", {"contact": queries.network_contact()})


@public
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask."""
    context = {"contact": queries.network_contact(), "network": queries.network_name(), "near_form": NearForm()}
    return render(request, "welcome/contact.html", context)


def interest_url(**asked: int) -> str:
    """The form in which a school says it is interested, with what is known already."""
    address = reverse("interest:start")
    return f"{address}?{urlencode(asked)}" if asked else address
