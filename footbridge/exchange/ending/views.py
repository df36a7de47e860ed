"""One child's data for its family, erasing a child, and the certificates of rooms that have ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.ending.actions import TABLES, erase_child
from footbridge.exchange.ending.child import file_of
from footbridge.exchange.ending.queries import title_of_link
from footbridge.exchange.labels.queries import own_child
from footbridge.exchange.models import Certificate
from footbridge.paper import download, pdf
from footbridge.vault.switches import SwitchedOff, insist_on

SEES_LINKS = (Permission.SEE_LINK_PROGRESS, Permission.SEE_OWN_SCHOOL, Permission.SEE_OWN_LINKS)


@requires(Permission.RUN_EXCHANGE)
@require_POST
def export(request: Request, child_id: UUID) -> HttpResponse:
    """Everything kept of one child, as a file that no cache keeps."""
    row, label, _ = own_child(request.viewer, child_id)
    try:
        insist_on("exports")
    except SwitchedOff as shut:
        messages.warning(request, str(shut))
        return redirect("exchange:child", child_id)
    response = HttpResponse(file_of(request.viewer, row, label), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="what-is-kept.zip"'
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def erase(request: Request, child_id: UUID) -> HttpResponse:
    """Ask, then erase everything of one child."""
    row, label, own = own_child(request.viewer, child_id)
    if request.method == "POST":
        count = erase_child(by=request.viewer, label=row)
        words = "1 piece" if count == 1 else f"{count} pieces"
        messages.success(request, f"Everything of the child is erased, {words} with it.")
        return redirect("exchange:children", own.id)
    return render(request, "exchange/ending/erase.html", {"own": own, "child": label})


@requires(*SEES_LINKS)
def certificate(request: Request, link_id: int) -> HttpResponse:
    """That a room is deleted, as a PDF; for whoever sees the link."""
    seen = Certificate.objects.visible_to(request.viewer).select_related("link__linking_year__programme")
    made = get_object_or_404(seen, link=link_id)
    link = made.link
    data = {
        "title": "Certificate of deletion",
        "link": title_of_link(link),
        "year": str(link.linking_year),
        "reference": link.reference,
        "at": f"{localtime(made.at):%-d %B %Y, %H:%M}",
        "until": f"31 December {localtime(made.at):%Y}",
        "because": made.because,
        "counts": [
            [name.capitalize(), str(made.counts[name])] for name, _ in reversed(TABLES) if made.counts.get(name)
        ],
        "foot": f"Certificate of deletion, link {link.reference}",
    }
    return download(pdf("exchange/certificate", data), f"deletion-{link.reference.lower()}")
