"""One piece: looked at, described, sent, released, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.labels import own_labels
from footbridge.exchange.pieces import queries
from footbridge.exchange.pieces import tray as sorting
from footbridge.exchange.pieces.actions import keys, making
from footbridge.exchange.pieces.forms import DescribeForm, TextForm
from footbridge.exchange.resources.queries import beginning_of
from footbridge.vault.switches import SwitchedOff

VERBS = {
    "send": (keys.approve_piece, "It is on its way."),
    "recall": (keys.recall_piece, "It is called back. Your partner sees it no more."),
    "release": (keys.release_piece, "It is shown to your class now."),
    "return": (keys.return_piece, "It is given back. Write to your partner why, if you like."),
}


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def write(request: Request, class_id: int) -> HttpResponse:
    """Write a poem, a letter or another text; it lands in the tray."""
    own = own_class(request.viewer, class_id)
    posted = request.POST if request.method == "POST" else None
    begins, question, strand = beginning_of(request.viewer, own.id, (posted or request.GET).get("from", ""))
    form = TextForm(posted, initial={"title": begins.title if begins else ""})
    if form.is_valid():
        begun = {"question": question, "strand": strand} if begins else {}
        try:
            piece = making.write_text(by=request.viewer, link_class=own.id, **form.cleaned_data, **begun)
        except SwitchedOff as words:
            form.add_error(None, str(words))
        else:
            messages.success(request, "It is in your tray. Now say whose it is.")
            return redirect("exchange:describe", piece.pk)
    return render(request, "exchange/pieces/write.html", {"own": own, "form": form, "begins": begins})


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def tray(request: Request, class_id: int) -> HttpResponse:
    """The whole tray of a class on one page; POST describes, sends and deletes."""
    own = own_class(request.viewer, class_id)
    rows = sorting.rows_of(request.viewer, own.link, own.id, request.POST if request.method == "POST" else None)
    faulty = sum(row.form.is_bound and not row.form.is_valid() for row in rows)
    if request.method == "POST" and not faulty:
        done = sorting.sort(request.viewer, rows)
        messages.success(request, done.words)
        if done.held:
            messages.warning(request, f"{done.held} stayed in the tray: a permission is missing, or a rule holds it.")
        return redirect("exchange:tray" if done.held else "exchange:room", own.id if done.held else own.link)
    return render(request, "exchange/pieces/tray.html", {"own": own, "rows": rows, "faulty": faulty})


@requires(Permission.RUN_EXCHANGE)
def one(request: Request, piece_id: UUID) -> HttpResponse:
    """A piece with where it stands and what can be done."""
    card = queries.card_for(request.viewer, piece_id)
    looks = queries.looks_at(request.viewer, card.piece) if card.mine and card.piece.kind != "text" else []
    return render(request, "exchange/pieces/one.html", {**_shown(request, card), "looks": looks})


def _shown(request: Request, card: queries.Card) -> dict[str, object]:
    return {"card": card, "piece": card.piece, "makers": queries.makers_of(request.viewer, card)}


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def describe(request: Request, piece_id: UUID) -> HttpResponse:
    """Say what it is and who is in it."""
    card = queries.card_for(request.viewer, piece_id)
    if not card.mine:
        raise Http404
    piece = card.piece
    labels = own_labels(request.viewer, piece.link_class_id)
    initial = {
        "title": card.words.title, "words": card.words.typed, "question": piece.question, "strand": piece.strand,
        "faces": piece.faces, "names": piece.names, "who": piece.who, "may_keep": piece.may_keep,
        "portrait": piece.portrait,
        "children": [str(one) for one in queries.children_of(request.viewer, piece)],
    }  # fmt: skip
    form = DescribeForm(request.POST if request.method == "POST" else None, piece=piece, labels=labels, initial=initial)
    if form.is_valid():
        said = {"faces": False, "children": [], **form.cleaned_data}
        try:
            making.describe_piece(by=request.viewer, piece=piece, **said)
        except making.CannotChange as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect("exchange:piece", piece.pk)
    return render(request, "exchange/pieces/describe.html", {"card": card, "piece": piece, "form": form})


@requires(Permission.RUN_EXCHANGE)
@require_POST
def act(request: Request, piece_id: UUID, verb: str) -> HttpResponse:
    """Turn a key, or take a piece back."""
    card = queries.card_for(request.viewer, piece_id)
    if verb not in VERBS or card.mine != (verb in ("send", "recall")):
        raise Http404
    act, said = VERBS[verb]
    try:
        act(by=request.viewer, piece=card.piece)  # type: ignore[operator]
    except making.CannotChange as trouble:
        messages.warning(request, str(trouble))
    else:
        messages.success(request, said)
    if verb == "return":
        return redirect("exchange:room", card.piece.link_id)
    return redirect("exchange:piece", piece_id)


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def delete(request: Request, piece_id: UUID) -> HttpResponse:
    """Ask, then delete a piece for good."""
    card = queries.card_for(request.viewer, piece_id)
    if not card.mine:
        raise Http404
    if request.method == "POST":
        try:
            making.delete_piece(by=request.viewer, piece=card.piece)
        except making.CannotChange as trouble:
            messages.warning(request, str(trouble))
            return redirect("exchange:piece", piece_id)
        messages.success(request, "It is deleted for good.")
        return redirect("exchange:room", card.piece.link_id)
    return render(request, "exchange/pieces/delete.html", {"card": card, "piece": card.piece})


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
def firsts(request: Request) -> HttpResponse:
    """First pieces of colleagues that wait for a second adult."""
    return render(request, "exchange/pieces/firsts.html", {"cards": queries.firsts_for(request.viewer)})


@requires(Permission.RUN_EXCHANGE, Permission.HANDLE_CONCERNS)
@require_http_methods(["GET", "POST"])
def first(request: Request, piece_id: UUID) -> HttpResponse:
    """Look at a colleague's first piece, and agree or give it back."""
    card = queries.first_for(request.viewer, piece_id)
    if request.method == "POST":
        agree = request.POST.get("agree") == "yes"
        try:
            keys.agree_to_first(by=request.viewer, piece=card.piece, agree=agree)
        except making.CannotChange as trouble:
            messages.warning(request, str(trouble))
        else:
            messages.success(request, "It is sent." if agree else "It is back in your colleague's tray.")
        return redirect("exchange:firsts")
    return render(request, "exchange/pieces/first.html", _shown(request, card))
