"""The library of activities: found, read, printed, taken into a room; added, changed, withdrawn and published by its keepers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires, signed_in
from footbridge.exchange.classes import own_class, own_classes
from footbridge.exchange.models import RoomActivity
from footbridge.exchange.resources import library, queries
from footbridge.exchange.resources.actions import drop_activity, keep_activity, turn_activity, use_activity
from footbridge.exchange.resources.forms import ActivityForm

TURNED = {
    "withdraw": "It is withdrawn: nobody finds it any more.",
    "back": "It is in the library again.",
    "open": "Every programme finds it now.",
    "close": "Only its own programme finds it now.",
}


@signed_in
def activities(request: Request) -> HttpResponse:
    """Every activity that the viewer may use, with a search; for its keepers a way to add one."""
    asked = {key: request.GET.get(key, "").strip()[:80] for key in ("words", "question", "subject")}
    among = queries.activities_for(request.viewer)
    context = {
        "found": library.search(**asked, among=among), "asked": asked, "all": len(among),
        "sections": library.sections(), "subjects": library.subjects(among), "kept": queries.added_by(request.viewer),
        "may_add": request.viewer.may(Permission.ADD_ACTIVITIES),
        "may_publish": request.viewer.may(Permission.PUBLISH_ACTIVITIES),
    }  # fmt: skip
    return render(request, "exchange/resources/list.html", context)


@signed_in
def activity(request: Request, slug: str) -> HttpResponse:
    """One activity, made to be printed too; a teacher takes it into her room."""
    context = {"one": queries.activity_for(request.viewer, slug), "classes": own_classes(request.viewer)}
    return render(request, "exchange/resources/one.html", context)


@requires(Permission.ADD_ACTIVITIES)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Write an activity for the own programme, or as network staff for everybody."""
    form = ActivityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        programme = min(request.viewer.programmes, default=None)
        made = keep_activity(by=request.viewer, row=None, programme=programme, **form.cleaned_data)
        messages.success(request, f"“{made.title}” is in the library.")
        return redirect("exchange:activity", made.slug)
    return render(request, "exchange/resources/change.html", {"form": form, "row": None})


@requires(Permission.ADD_ACTIVITIES)
@require_http_methods(["GET", "POST"])
def change(request: Request, activity_id: int) -> HttpResponse:
    """Change an added activity."""
    row = queries.added_for(request.viewer, activity_id)
    if not queries.may_change(request.viewer, row):
        raise Http404
    initial = {name: getattr(row, name) for name in ActivityForm.base_fields}
    form = ActivityForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        keep_activity(by=request.viewer, row=row, programme=row.programme_id, **form.cleaned_data)
        messages.success(request, "It is changed, in every room that has taken it too.")
        return redirect("exchange:activities")
    return render(request, "exchange/resources/change.html", {"form": form, "row": row})


@requires(Permission.ADD_ACTIVITIES)
@require_POST
def turn(request: Request, activity_id: int) -> HttpResponse:
    """Withdraw it or bring it back; open it to every programme or close it again."""
    row, how = queries.added_for(request.viewer, activity_id), request.POST.get("how", "")
    publishes = request.viewer.may(Permission.PUBLISH_ACTIVITIES)
    if how not in TURNED or not (publishes if how in ("open", "close") else queries.may_change(request.viewer, row)):
        raise Http404
    turn_activity(by=request.viewer, row=row, how=how)
    messages.success(request, TURNED[how])
    return redirect("exchange:activities")


@requires(Permission.RUN_EXCHANGE)
@require_POST
def use(request: Request, slug: str) -> HttpResponse:
    """Take an activity into the room of an own class."""
    one, wanted = queries.activity_for(request.viewer, slug), request.POST.get("class", "")
    if not wanted.isdecimal():
        raise Http404
    own = own_class(request.viewer, int(wanted))
    use_activity(by=request.viewer, link_class=own.id, slug=one.slug, question=one.question)
    messages.success(request, f"“{one.title}” is in your room. Begin a piece with it there; your partner sees it too.")
    return redirect("exchange:room", own.link)


@requires(Permission.RUN_EXCHANGE)
@require_POST
def drop(request: Request, activity_id: int) -> HttpResponse:
    """Take it out of the room again."""
    row = get_object_or_404(RoomActivity.objects.visible_to(request.viewer), pk=activity_id)
    own = own_class(request.viewer, row.link_class_id)
    drop_activity(by=request.viewer, activity=row)
    return redirect("exchange:room", own.link)
