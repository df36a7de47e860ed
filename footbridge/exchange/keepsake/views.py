"""The book, what the partner may keep, and the goodbye."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.keepsake import actions, queries
from footbridge.exchange.room.queries import room_for
from footbridge.paper import download
from footbridge.vault.switches import SwitchedOff


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def book(request: Request, class_id: int) -> HttpResponse:
    """The book of an own class: what would go in, and where it stands; POST asks for it."""
    if request.method == "POST":
        own = own_class(request.viewer, class_id)
        try:
            actions.ask_for_book(by=request.viewer, link_class=own.id)
        except SwitchedOff as shut:
            messages.warning(request, str(shut))
        return redirect("exchange:book", own.id)
    return render(request, "exchange/keepsake/book.html", {"page": queries.preview_of(request.viewer, class_id)})


@requires(Permission.RUN_EXCHANGE)
def book_progress(request: Request, class_id: int) -> HttpResponse:
    """How far the book is, for the page that waits."""
    found = queries.book_for(request.viewer, class_id)
    return render(request, "exchange/keepsake/_progress.html", {"book": found})


@requires(Permission.RUN_EXCHANGE)
@require_POST
def fetch(request: Request, class_id: int) -> HttpResponse:
    """The book as a file that no cache keeps."""
    found = queries.book_for(request.viewer, class_id)
    try:
        content = actions.fetch_book(by=request.viewer, book=found)
    except (actions.NotRight, SwitchedOff) as trouble:
        messages.warning(request, str(trouble))
        return redirect("exchange:book", class_id)
    return download(content, "our-linking-year")


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def keep(request: Request, link_id: int) -> HttpResponse:
    """Which of our pieces the partner may keep in its book."""
    room = room_for(request.viewer, link_id)
    if request.method == "POST":
        actions.keep_choices(by=request.viewer, link=room.id, kept=_ticked(request))
        messages.success(request, "Noted. It holds for every book that is made or fetched from now on.")
        return redirect("exchange:goodbye" if "goodbye" in request.POST else "exchange:keep", room.id)
    context = {"room": room, "cards": queries.keepable(request.viewer, room.id)}
    return render(request, "exchange/keepsake/keep.html", context)


def _ticked(request: Request) -> list[UUID]:
    found = []
    for value in request.POST.getlist("keep"):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def goodbye(request: Request, link_id: int) -> HttpResponse:
    """The end of the year: keep, fetch the book, say goodbye; POST says it or takes it back."""
    room = room_for(request.viewer, link_id)
    if request.method == "POST":
        if request.POST.get("do") == "back":
            actions.take_goodbye_back(by=request.viewer, link=room.link)
            messages.success(request, "Taken back. Your room goes on.")
        elif actions.say_goodbye(by=request.viewer, link=room.link):
            messages.success(request, "Everybody has said goodbye. Thank you for this year.")
        else:
            messages.success(request, "Thank you for this year. Your partner is told.")
        return redirect("exchange:goodbye", room.id)
    found, sent = queries.goodbyes_of(room.id), queries.keepable(request.viewer, room.id)
    context = {
        "room": room,
        "goodbyes": found,
        "mine": found.of(room.school),
        "kept": sum(card.piece.may_keep for card in sent),
        "sent": len(sent),
    }
    return render(request, "exchange/keepsake/goodbye.html", context)
