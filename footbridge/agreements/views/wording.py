"""Writing the words: network staff the text, facilitators their programme's clauses; publishing asks first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.agreements import queries, starter
from footbridge.agreements.actions import words as actions
from footbridge.agreements.forms import ClausesForm, TextForm
from footbridge.agreements.words import blocks_of, changes, compared, whole


@requires(Permission.WRITE_AGREEMENT)
def texts(request: Request) -> HttpResponse:
    """The text in force, its versions with what changed, and the draft of the next."""
    found = queries.texts(request.viewer)
    now = found.published[0] if found.published else None
    context = {
        "draft": found.draft,
        "now": now,
        "blocks": blocks_of(now.body) if now else (),
        "versions": compared(found.published),
    }
    return render(request, "agreements/texts.html", context)


@requires(Permission.WRITE_AGREEMENT)
def write(request: Request) -> HttpResponse:
    """Write the draft of the next version, beginning from the text in force or from our own."""
    found = queries.texts(request.viewer)
    source = found.draft or (found.published[0] if found.published else None)
    form = TextForm(request.POST or None, initial=starter.initial_from(source, fresh=found.draft is None))
    if request.method == "POST" and form.is_valid():
        actions.save_text(by=request.viewer, **form.cleaned_data)
        messages.success(request, "Saved. Nobody hears of it before you publish.")
        return redirect("agreements:publish")
    return render(request, "agreements/write.html", {"form": form, "draft": found.draft, "back": "agreements:texts"})


@requires(Permission.WRITE_AGREEMENT)
def publish(request: Request) -> HttpResponse:
    """Shows what changes and how many agreements are asked again; POST publishes."""
    found = queries.texts(request.viewer)
    if request.method == "POST" and found.draft is not None and request.POST.get("number") == str(found.draft.number):
        asked = actions.publish_text(by=request.viewer, number=found.draft.number)
        messages.success(request, f"Published. {asked} agreement{' is' if asked == 1 else 's are'} asked again.")
        return redirect("agreements:texts")
    if found.draft is None:
        messages.info(request, "There is no draft to publish.")
        return redirect("agreements:texts")
    former = whole(found.published[0], None) if found.published else ""  # type: ignore[arg-type]
    context = {
        "draft": found.draft,
        "changes": changes(former, whole(found.draft, None)),  # type: ignore[arg-type]
        "asks": queries.asked_again_by(),
        "back": "agreements:texts",
    }
    return render(request, "agreements/publish.html", context)


@requires(Permission.MANAGE_PROGRAMME)
def clauses(request: Request, slug: str) -> HttpResponse:
    """A programme's clauses: the versions, and a form for the next."""
    programme = queries.programme_for(request.viewer, slug)
    found = queries.clauses_of(request.viewer, programme)
    source = found.draft or (found.published[0] if found.published else None)
    initial = {"body": source.body, "changed": found.draft.changed if found.draft else ""} if source else {}
    form = ClausesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_clauses(by=request.viewer, programme=programme, **form.cleaned_data)
        messages.success(request, "Saved. Nobody hears of it before you publish.")
        return redirect("agreements:publish_clauses", programme.slug)
    context = {
        "form": form,
        "programme": programme,
        "draft": found.draft,
        "versions": compared(found.published),
    }
    return render(request, "agreements/clauses.html", context)


@requires(Permission.MANAGE_PROGRAMME)
def publish_clauses(request: Request, slug: str) -> HttpResponse:
    """Shows what changes and how many agreements are asked again; POST publishes."""
    programme = queries.programme_for(request.viewer, slug)
    found = queries.clauses_of(request.viewer, programme)
    if request.method == "POST" and found.draft is not None and request.POST.get("number") == str(found.draft.number):
        asked = actions.publish_clauses(by=request.viewer, programme=programme, number=found.draft.number)
        messages.success(request, f"Published. {asked} agreement{' is' if asked == 1 else 's are'} asked again.")
        return redirect("agreements:clauses", programme.slug)
    if found.draft is None:
        messages.info(request, "There is no draft to publish.")
        return redirect("agreements:clauses", programme.slug)
    former = found.published[0].body if found.published else ""
    context = {
        "draft": found.draft,
        "programme": programme,
        "changes": changes(former, found.draft.body),
        "asks": queries.asked_again_by(programme.pk),
    }
    return render(request, "agreements/publish.html", context)
