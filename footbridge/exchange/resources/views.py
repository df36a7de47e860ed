"""The library of activities: found, read, printed, taken into a room."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, Request, requires, signed_in
from footbridge.exchange.classes import own_class, own_classes
from footbridge.exchange.models import RoomActivity
from footbridge.exchange.resources import library
from footbridge.exchange.resources.actions import drop_activity, use_activity


@signed_in
def activities(request: Request) -> HttpResponse:
    """Every activity, with a search."""
    asked = {key: request.GET.get(key, "").strip()[:80] for key in ("words", "question", "subject")}
    context = {
        "found": library.search(**asked), "asked": asked, "all": len(library.library()),
        "sections": library.sections(), "subjects": library.subjects(),
    }  # fmt: skip
    return render(request, "exchange/resources/list.html", context)


@signed_in
def activity(request: Request, slug: str) -> HttpResponse:
    """One activity, made to be printed too; a teacher takes it into her room."""
    one = library.by_slug(slug)
    if one is None:
        raise Http404
    context = {"one": one, "classes": own_classes(request.viewer)}
    return render(request, "exchange/resources/one.html", context)


@requires(Permission.RUN_EXCHANGE)
@require_POST
def use(request: Request, slug: str) -> HttpResponse:
    """Take an activity into the room of an own class."""
    one, wanted = library.by_slug(slug), request.POST.get("class", "")
    if one is None or not wanted.isdecimal():
        raise Http404
    own = own_class(request.viewer, int(wanted))
    use_activity(by=request.viewer, link_class=own.id, slug=one.slug, question=one.question)
    messages.success(request, f"“{one.title}” is in your room. Your partner teacher sees it there too.")
    return redirect("exchange:room", own.link)


@requires(Permission.RUN_EXCHANGE)
@require_POST
def drop(request: Request, activity_id: int) -> HttpResponse:
    """Take it out of the room again."""
    row = get_object_or_404(RoomActivity.objects.visible_to(request.viewer), pk=activity_id)
    own = own_class(request.viewer, row.link_class_id)
    drop_activity(by=request.viewer, activity=row)
    return redirect("exchange:room", own.link)
