"""One door for every change of a draft: the verb stands in the address, the version in the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.brokering.drafts import actions, forms
from footbridge.brokering.drafts.queries import draft_for, steps_since
from footbridge.brokering.drafts.steps import CannotDo, DraftMoved
from footbridge.brokering.drafts.views.boards import show
from footbridge.brokering.models import Draft

Cleaned = Mapping[str, Any]
Verb = tuple[type[forms.StepForm], Callable[..., Draft], Callable[[Cleaned], dict[str, Any]]]


def _nothing(sent: Cleaned) -> dict[str, Any]:
    return {}


def _group(sent: Cleaned) -> dict[str, Any]:
    return {"group": sent["key"]}


VERBS: Mapping[str, Verb] = {
    "propose": (forms.StepForm, actions.ask_for_proposal, _nothing),
    "undo": (forms.StepForm, actions.undo, _nothing),
    "redo": (forms.StepForm, actions.redo, _nothing),
    "fix": (forms.GroupForm, actions.fix_link, _group),
    "free": (forms.GroupForm, actions.fix_link, lambda sent: {"group": sent["key"], "fixed": False}),
    "part": (forms.GroupForm, actions.part_link, _group),
    "link": (forms.LinkForm, actions.link_classes, lambda sent: {k: sent[k] for k in ("classes", "again")}),
    "rule-out": (
        forms.RuleOutForm,
        actions.rule_out,
        lambda sent: {k: sent[k] for k in ("one", "two", "reason", "again")},
    ),
    "allow": (forms.AllowForm, actions.allow_again, lambda sent: {k: sent[k] for k in ("one", "two")}),
    "hold": (forms.HoldForm, actions.hold_back, lambda sent: {"class_id": sent["one"], "reason": sent["reason"]}),
    "release": (forms.ClassForm, actions.release, lambda sent: {"class_id": sent["one"]}),
    "back": (forms.BackForm, actions.go_back_to, lambda sent: {"number": sent["number"]}),
}


@requires(Permission.BROKER_LINKS)
@require_POST
def change(request: Request, draft_id: int, verb: str) -> HttpResponse:
    """Change the draft and come back to the view one was in."""
    draft = draft_for(request.viewer, draft_id)
    if verb not in VERBS:
        raise Http404
    form_class, act, read = VERBS[verb]
    form = form_class(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return redirect("brokering:board", draft.pk)
    sent = form.cleaned_data
    return perform(
        request, draft, form, lambda: act(by=request.viewer, draft=draft, version=sent["version"], **read(sent))
    )


def perform(request: Request, draft: Draft, form: forms.StepForm, act: Callable[[], object]) -> HttpResponse:
    """Run a change; where somebody else was quicker show both, where it makes no sense say why.

    The page's script gets the board in the same answer: what has just been worked out need not be worked out by another process.
    """
    try:
        act()
    except DraftMoved as moved:
        return conflict(request, moved, form)
    except CannotDo as problem:
        messages.warning(request, str(problem))
    view = form.cleaned_data.get("view") or "board"
    if request.headers.get("HX-Request"):
        return show(request, draft.pk, view)
    return redirect(f"brokering:{view}", draft.pk)


def conflict(request: Request, moved: DraftMoved, form: forms.StepForm) -> HttpResponse:
    """What others did, what you wanted, and yours once more with the version as it is now: nothing is lost."""
    fields = [
        (name, value)
        for name in form.data
        if name not in ("version", "csrfmiddlewaretoken")
        for value in _values(form.data, name)
    ]
    context = {
        "draft": moved.draft,
        "steps": steps_since(request.viewer, moved.draft, moved.since),
        "wanted": moved.wanted,
        "fields": fields,
        "address": request.path,
        "view": form.cleaned_data.get("view") or "board",
    }
    response = render(request, "brokering/drafts/conflict.html", context)
    response.status_code = 200 if request.headers.get("HX-Request") else 409
    return response


def _values(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else [data[name]]
