"""The guided set-up of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.programmes import guide
from footbridge.programmes.actions import set_up_programme
from footbridge.programmes.rules import NotPossible


@requires(Permission.SET_UP_PROGRAMMES)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """What will be asked; a draft that was begun can be continued or thrown away."""
    draft: guide.Draft = request.session.get(guide.SESSION_KEY, {})
    if request.method == "POST":
        request.session.pop(guide.SESSION_KEY, None)
        return redirect(guide.address(guide.KEYS[0]))
    return render(
        request,
        "programmes/set_up_start.html",
        {"questions": guide.QUESTIONS, "draft": draft, "resume": guide.address(guide.first_open(draft) or "start")},
    )


@requires(Permission.SET_UP_PROGRAMMES)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, key: str) -> HttpResponse:
    """One question. “Back” keeps what was typed as well."""
    one = guide.question(key)
    if one is None:
        raise Http404
    draft: guide.Draft = request.session.get(guide.SESSION_KEY, {})
    if request.method == "POST":
        draft = request.session[guide.SESSION_KEY] = guide.keep(draft, key, request.POST)
        if "back" in request.POST:
            return redirect(guide.address(guide.before(key)) if guide.before(key) else "programmes:set_up")
        if guide.form_of(one, draft).is_valid():
            ready = not guide.first_open(draft)
            return redirect(
                "programmes:set_up_check" if ready or not guide.after(key) else guide.address(guide.after(key))
            )
    context = {
        "form": guide.form_of(one, draft),
        "question": one,
        "step_label": f"Question {guide.KEYS.index(key) + 1} of {len(guide.KEYS)}",
        "button": "Continue",
    }
    return render(request, "programmes/set_up_question.html", context)


@requires(Permission.SET_UP_PROGRAMMES)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Check the answers, then set the programme up."""
    draft: guide.Draft = request.session.get(guide.SESSION_KEY, {})
    if missing := guide.first_open(draft):
        return redirect(guide.address(missing))
    if request.method == "POST":
        try:
            made = set_up_programme(by=request.viewer, **guide.answers(draft))
        except NotPossible as fault:
            messages.error(request, str(fault))
        else:
            del request.session[guide.SESSION_KEY]
            messages.success(request, f"{made.name} is set up. Next, invite its facilitator.")
            return redirect("programmes:overview", slug=made.slug)
    return render(request, "programmes/set_up_check.html", {"rows": guide.checked(draft)})
