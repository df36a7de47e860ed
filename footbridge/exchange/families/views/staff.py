"""For the teacher: how far the families are, letters, paper slips, and settling who answered by a code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.families import queries, speech
from footbridge.exchange.families.actions import answering, making, slips
from footbridge.exchange.families.forms import LettersForm, SlipLine, slips_of
from footbridge.exchange.families.languages import ENGLISH
from footbridge.exchange.families.printing import (
    letters_of,
    letters_pdf,
    names_without_letters,
    only_from_a_browser,
)
from footbridge.exchange.labels import own_labels
from footbridge.exchange.permissions.queries import ledger_of
from footbridge.exchange.permissions.uses import Use
from footbridge.exchange.rules import programme_of
from footbridge.paper import download
from footbridge.ui.forms import Hinted
from footbridge.ui.squares import square_of


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def families(request: Request, class_id: int) -> HttpResponse:
    """Every family of a class in one table; POST settles who answered by a code."""
    own = own_class(request.viewer, class_id)
    rows = queries.families_of(request.viewer, own)
    waiting = [(row.child, batch) for row in rows for batch in row.waiting]
    if request.method == "POST":
        _settle(request, own, {batch.id for _, batch in waiting})
        return redirect("exchange:families", own.id)
    context = {
        "own": own,
        "rows": rows,
        "waiting": waiting,
        "uses": [use.label for use in Use],
        "silent": sum(row.silent for row in rows),
        "answered": sum(row.answered for row in rows),
    }
    return render(request, "exchange/families/families.html", context)


def _settle(request: Request, own: OwnClass, there: set[UUID]) -> None:
    every = request.POST.get("every") == "yes"
    said = {batch: request.POST.get(f"who-{batch.hex}", "") for batch in there}
    confirmed = there if every else {batch for batch, word in said.items() if word == "yes"}
    aside = set() if every else {batch for batch, word in said.items() if word == "no"}
    yes, no, stays = answering.settle(by=request.viewer, link_class=own.id, confirmed=confirmed, aside=aside)
    if yes:
        words = "1 family is confirmed" if yes == 1 else f"{yes} families are confirmed"
        messages.success(request, f"{words}. What they permit may be used from now on.")
    if no:
        messages.success(request, "What did not come from the family is set aside. A no stands until you change it.")
    if stays:
        words = "1 answer stays" if stays == 1 else f"{stays} answers stay"
        messages.warning(request, f"{words} no: somebody at home said no. When they agree, change it in the table.")
    if not (yes or no):
        messages.warning(request, "Choose for at least one answer whether it came from the family.")


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def letters(request: Request, class_id: int) -> HttpResponse:
    """Make the letters of the class or of some children: a PDF, or a page that the browser prints with the letters of its device."""
    own = own_class(request.viewer, class_id)
    children = own_labels(request.viewer, own.id)
    programme = programme_of(own.link)
    reviews = speech.reviews_of(programme)
    spoken = {one.language.code: one for one in speech.speeches_of(programme)}
    standings = {code: speech.standing_of(one, reviews) for code, one in spoken.items()}
    usable = [one for code, one in spoken.items() if standings[code].usable]
    unprinted = {one.language.code for one in usable if only_from_a_browser(one)}
    form = LettersForm(
        request.POST if request.method == "POST" else None, children=children,
        languages=[_choice(one, standings[one.language.code], one.language.code in unprinted) for one in usable],
        initial={"languages": [ENGLISH]},
    )  # fmt: skip
    if children and form.is_valid():
        data, on_screen = form.cleaned_data, "screen" in request.POST
        chosen = [one for one in children if one.id in data["children"]] or children
        if not on_screen:
            lacking = [spoken[code].language.english for code in data["languages"] if code in unprinted]
            form.refuse_paper(lacking, names_without_letters(own, chosen))
        if not form.errors:
            try:
                found = making.make_codes(
                    by=request.viewer, link_class=own.id, children=[one.id for one in chosen], again=data["again"]
                )
            except making.YearIsOver as trouble:
                form.add_error(None, str(trouble))
            else:
                wanted, until = [spoken[code] for code in data["languages"]], queries.end_of(own.link)
                if on_screen:
                    return _to_print(request, own, letters_of(own, chosen, found, wanted, until), large=data["large"])
                content = letters_pdf(own, chosen, found, wanted, until, large=data["large"])
                return download(content, "letters-to-families")
    context = {
        "own": own,
        "form": form,
        "children": children,
        "unread": any(not one.reviewed for one in standings.values()),
        "unprinted": [spoken[code].language.english for code in unprinted],
    }
    return render(request, "exchange/families/letters.html", context)


def _choice(spoken: speech.Speech, standing: speech.Standing, unprinted: bool) -> tuple[str, Hinted]:
    """A language as the form offers it, with what a teacher must know of it."""
    one = spoken.language
    told = [
        *([] if standing.reviewed else [standing.words]),
        *(["Only from the browser, not as a PDF"] if unprinted else []),
    ]
    return one.code, Hinted("English" if one.code == ENGLISH else f"{one.english} · {one.own}", ". ".join(told))


def _to_print(request: Request, own: OwnClass, letters: list[dict[str, Any]], *, large: bool) -> HttpResponse:
    """Letters as a page to print, kept by no cache."""
    for one in letters:
        one["square"] = square_of(one["square_alt"])
    context = {"own": own, "letters": letters, "large": large}
    return render(request, "exchange/families/letters_print.html", context)


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def paper(request: Request, class_id: int) -> HttpResponse:
    """Type the slips of the class: a line a child, a letter a use."""
    own = own_class(request.viewer, class_id)
    children = own_labels(request.viewer, own.id)
    troubles: dict[UUID, str] = {}
    if request.method == "POST":
        cells, troubles = slips_of(request.POST, children)
        if not troubles:
            seen = request.POST.get("seen", "")
            added, against = slips.note_slips(
                by=request.viewer, link_class=own.id, said=cells, seen=int(seen) if seen.isdecimal() else 0
            )
            _tell(request, added, len({child for child, _ in against}))
            return redirect("exchange:slips", own.id)
    rows = queries.families_of(request.viewer, own)
    _, last = ledger_of(request.viewer, own.id)
    posted: QueryDict = request.POST
    lines = [
        SlipLine(row.child, row.marks, f"slip-{row.child.id.hex}", posted.get(f"slip-{row.child.id.hex}", ""),
                 troubles.get(row.child.id, ""))
        for row in rows
    ]  # fmt: skip
    context = {
        "own": own, "lines": lines, "uses": [use.label for use in Use], "seen": posted.get("seen", last),
        "troubles": [line for line in lines if line.trouble],
    }  # fmt: skip
    return render(request, "exchange/families/slips.html", context, status=422 if troubles else 200)


def _tell(request: Request, added: int, against: int) -> None:
    if added:
        messages.success(request, "1 answer is noted." if added == 1 else f"{added} answers are noted.")
    elif not against:
        messages.success(request, "Nothing had changed.")
    if against:
        who = "One family" if against == 1 else f"{against} families"
        messages.warning(
            request,
            f"{who} said no to something before, and the slip says yes. Two adults who disagree mean no, so it stays no. "
            "When they have agreed, change it in the table of permissions.",
        )
