"""Sending files in parts: begun, sent on, broken off; small answers for the script of the upload page."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.media import actions, opening, queries
from footbridge.exchange.media.remaking import NotTaken
from footbridge.exchange.models import Parcel
from footbridge.exchange.pieces.actions.making import CannotChange
from footbridge.exchange.tasks import open_parcel
from footbridge.vault.switches import SwitchedOff
from footbridge.vault.troubles import Away


@requires(Permission.RUN_EXCHANGE)
@require_POST
def begin(request: Request, class_id: int) -> HttpResponse:
    """Begin a file, or learn where one goes on that was broken off."""
    own = own_class(request.viewer, class_id)
    size, mark = request.POST.get("size", ""), request.POST.get("mark", "")
    try:
        row = actions.begin_parcel(
            by=request.viewer,
            link_class=own.id,
            size=int(size) if size.isdecimal() and len(size) < 12 else 0,
            mark=mark[:200],
        )
    except (NotTaken, CannotChange, SwitchedOff) as trouble:
        return JsonResponse({"state": "refused", "why": str(trouble)}, status=422)
    return JsonResponse(told(row))


@requires(Permission.RUN_EXCHANGE)
@require_POST
def part(request: Request, parcel_id: UUID) -> HttpResponse:
    """Add the part that begins at X-Offset; after the last one say what became of the file. A plain form puts a settled file away."""
    row = queries.own_parcel(request.viewer, parcel_id)
    if "away" in request.POST:
        actions.put_away(by=request.viewer, parcel=row)
        return redirect("exchange:room", row.link_id)
    offset = request.headers.get("X-Offset", "")
    if not offset.isdecimal() or len(offset) > 11 or len(request.body) > actions.PART:
        raise Http404
    try:
        row = actions.add_part(by=request.viewer, parcel=row, offset=int(offset), content=request.body)
    except actions.WrongPart as wrong:
        return JsonResponse({"state": "arriving", "got": wrong.got}, status=409)
    except SwitchedOff as trouble:
        return JsonResponse({"state": "refused", "why": str(trouble)}, status=422)
    return JsonResponse(told(opened(row)))


def opened(row: Parcel) -> Parcel:
    """A whole file, opened at once; what may be a film is left to the worker."""
    if row.state != Parcel.State.WAITING or row.why:
        return row
    if _takes_time(row):
        open_parcel.configure(queueing_lock=f"parcel-{row.pk}").defer(parcel_id=str(row.pk))
        return row
    return opening.open_parcel(row.pk) or row


def _takes_time(row: Parcel) -> bool:
    try:
        return opening.takes_time(queries.start_of(row))
    except Away:  # kept a moment ago and not to be reached now: the worker tries until it is
        return True


def told(row: Parcel) -> dict[str, object]:
    return {"id": str(row.pk), "state": row.state, "got": row.got, "pieces": row.pieces, "why": row.why}
