"""A school's own agreements: read, ask a colleague to read, sign, print. The facilitator reads the same page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.agreements import queries
from footbridge.agreements.actions import signing as actions
from footbridge.agreements.forms import AskToReadForm, ReadForm, SignForm
from footbridge.agreements.showing import paper_of, shown
from footbridge.agreements.words import token_of
from footbridge.paper import download, pdf

READERS = (Permission.READ_AGREEMENT, Permission.SEE_LINK_PROGRESS)


@requires(Permission.READ_AGREEMENT)
def ours(request: Request) -> HttpResponse:
    """The agreements of a school's links, with who has signed."""
    rows = [queries.line_of(request.viewer, one) for one in queries.agreements_for(request.viewer)]
    return render(request, "agreements/ours.html", {"rows": rows})


@requires(*READERS)
def of_link(request: Request, link_id: int) -> HttpResponse:
    """From a link to its agreement."""
    return redirect("agreements:one", queries.agreement_of_link(request.viewer, link_id).pk)


@requires(*READERS)
def one(request: Request, agreement_id: int) -> HttpResponse:
    """One agreement: its words, who has signed, what happened."""
    agreement = queries.agreement_for(request.viewer, agreement_id)
    context = shown(request.viewer, agreement)
    return render(request, "agreements/one.html", context)


@requires(Permission.SIGN_AGREEMENT)
def sign(request: Request, agreement_id: int) -> HttpResponse:
    """The head reads the words and signs them on the same page."""
    agreement = queries.agreement_for(request.viewer, agreement_id)
    side = queries.own_side(request.viewer, agreement)
    if side is None:
        raise Http404
    if agreement.state == agreement.State.WITHDRAWN or side.signature_id:
        return redirect("agreements:one", agreement.pk)
    form = SignForm(
        request.POST or None, commitments=agreement.text.commitments, initial={"version": token_of(agreement)}
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            done = actions.sign(by=request.viewer, agreement=agreement, school=side.school_id, **sent)
        except actions.CannotSign as problem:
            form = form.again(token_of(agreement), problem)
        else:
            all_signed = done.state == done.State.SIGNED
            said = "Every school has signed." if all_signed else "We write to your partner that it is their turn."
            messages.success(request, f"Thank you, your signature is kept. {said}")
            return redirect("agreements:one", agreement.pk)
    return render(request, "agreements/sign.html", {**shown(request.viewer, agreement), "form": form})


@requires(Permission.SIGN_AGREEMENT)
def ask(request: Request, agreement_id: int) -> HttpResponse:
    """The head asks a deputy or the office to read first."""
    agreement = queries.agreement_for(request.viewer, agreement_id)
    side = queries.own_side(request.viewer, agreement)
    if side is None:
        raise Http404
    readers = queries.readers_at(request.viewer, side.school_id)
    form = AskToReadForm(request.POST or None, readers=readers)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_read(
                by=request.viewer, agreement=agreement, school=side.school_id, reader=form.cleaned_data["reader"]
            )
        except actions.CannotSign as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, "Asked. You hear when it was read. Signing stays with you.")
        return redirect("agreements:one", agreement.pk)
    return render(request, "agreements/ask.html", {"agreement": agreement, "form": form, "readers": readers})


@requires(Permission.READ_AGREEMENT)
def read(request: Request, agreement_id: int) -> HttpResponse:
    """A colleague who was asked says that the words were read, with a note."""
    agreement = queries.agreement_for(request.viewer, agreement_id)
    reading = queries.asked_of(request.viewer, agreement)
    if reading is None:
        raise Http404
    form = ReadForm(request.POST or None, initial={"note": reading.note, "version": token_of(agreement)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_reading(by=request.viewer, agreement=agreement, school=reading.school_id, **form.cleaned_data)
        except actions.WordsChanged as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, "Thank you. Your head sees your note above the place to sign.")
        return redirect("agreements:one", agreement.pk)
    return render(request, "agreements/read.html", {**shown(request.viewer, agreement), "form": form})


@requires(*READERS)
def paper(request: Request, agreement_id: int) -> HttpResponse:
    """The agreement with its signatures as a PDF."""
    agreement = queries.agreement_for(request.viewer, agreement_id)
    name = f"agreement-{agreement.link.reference.lower()}"
    return download(pdf("agreements/signed", paper_of(request.viewer, agreement)), name)
