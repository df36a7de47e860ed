"""The calendar as a page, on paper and as a private feed."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from footbridge.access import Permission, public, requires
from footbridge.access.http import Request
from footbridge.care.diary import actions, feed, month
from footbridge.care.diary.sources import KINDS, entries

HAS_DATES = (
    Permission.LOOK_AFTER_LINKS,
    Permission.SEE_OWN_VISITS,
    Permission.PLAN_VISITS,
)


@requires(*HAS_DATES)
@require_safe
def diary(request: Request) -> HttpResponse:
    """Three months of everything with a date, to look at or to print."""
    today = timezone.localdate()
    first = month.month_asked(request.GET.get("from", ""), today)
    only = request.GET.get("only", "")
    found = entries(request.viewer, first, month.last_of(first, 3))
    shown = [entry for entry in found if not only or entry.kind == only]
    context = {
        "first": first,
        "last": month.last_of(first, 3),
        "before": f"{month.before(first):%Y-%m}",
        "after": f"{month.following(first):%Y-%m}",
        "days": month.days_of(shown, today),
        "only": only,
        "kinds": [(key, label) for key, label in KINDS.items() if any(entry.kind == key for entry in found)],
        "several": len(request.viewer.programmes) > 1,
        "feed": feed.feed_of(request.viewer),
    }
    return render(request, "care/diary.html", context)


@requires(*HAS_DATES)
@require_POST
def make_feed(request: Request) -> HttpResponse:
    """Show the new private address once."""
    token = actions.make_feed(by=request.viewer)
    address = settings.ADDRESS + reverse("care:feed", args=[token])
    return render(request, "care/feed.html", {"address": address})


@requires(*HAS_DATES)
@require_POST
def end_feed(request: Request) -> HttpResponse:
    """End the private address."""
    actions.end_feed(by=request.viewer)
    return redirect("care:diary")


@public
@require_safe
def calendar_file(request: Request, token: str) -> HttpResponse:
    """The feed itself. An address that is not one answers like a page that is not there."""
    found = feed.feed_by_token(token)
    if found is None:
        raise Http404
    response = HttpResponse(feed.calendar_of(found, timezone.localdate()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
