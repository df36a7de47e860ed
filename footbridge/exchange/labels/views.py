"""The children of one's own class: typed or pasted, renamed, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import own_class
from footbridge.exchange.labels import actions, own_labels
from footbridge.exchange.labels.forms import ChildrenForm, LabelForm
from footbridge.exchange.labels.queries import own_child
from footbridge.exchange.permissions.queries import unknown_of


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def children(request: Request, class_id: int) -> HttpResponse:
    """The list of a class; POST adds to it."""
    own = own_class(request.viewer, class_id)
    form = ChildrenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = actions.add_labels(by=request.viewer, link_class=own.id, texts=form.cleaned_data["children"])
        except actions.CannotAdd as trouble:
            form.add_error("children", str(trouble))
        else:
            words = "1 child is" if added == 1 else f"{added} children are"
            said = (
                f"{words} on the list. Next: what their families permit." if added else "They were all there already."
            )
            messages.success(request, said)
            return redirect("exchange:children", own.id)
    there = own_labels(request.viewer, own.id)
    unknown = unknown_of(request.viewer, own.id)
    context = {"own": own, "form": form, "children": there, "unknown": unknown}
    return render(request, "exchange/labels/children.html", context)


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def child(request: Request, child_id: UUID) -> HttpResponse:
    """One child of the own class: what it is called; POST changes that."""
    row, label, own = own_child(request.viewer, child_id)
    form = LabelForm(request.POST if request.method == "POST" else None, initial={"text": label.text})
    if form.is_valid():
        try:
            actions.rename_label(by=request.viewer, label=row, text=form.cleaned_data["text"])
        except actions.CannotAdd as trouble:
            form.add_error("text", str(trouble))
        else:
            messages.success(request, "The name is changed.")
            return redirect("exchange:children", own.id)
    return render(request, "exchange/labels/child.html", {"own": own, "child": label, "form": form})


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def remove(request: Request, child_id: UUID) -> HttpResponse:
    """Ask, then take a child off the list with everything that names it."""
    row, label, own = own_child(request.viewer, child_id)
    if request.method == "POST":
        actions.remove_label(by=request.viewer, label=row)
        messages.success(request, "The child is off the list, with everything here that named it.")
        return redirect("exchange:children", own.id)
    return render(request, "exchange/labels/remove.html", {"own": own, "child": label})
