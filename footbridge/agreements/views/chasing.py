"""The facilitator's list of agreements, and reminding many heads at once with a preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from footbridge.access import Permission, requires
from footbridge.access.http import Request
from footbridge.agreements import queries
from footbridge.agreements.actions.chasing import remind_many
from footbridge.agreements.forms import RemindForm
from footbridge.agreements.listing import agreements_table


@requires(Permission.SEE_LINK_PROGRESS)
def listing(request: Request) -> HttpResponse:
    """Every agreement of the facilitator's programmes, to filter and sort."""
    context = {
        "table": agreements_table(request.viewer, request.GET),
        "programmes": queries.programmes_of(request.viewer),
    }
    return render(request, "agreements/list.html", context)


@requires(Permission.SEE_LINK_PROGRESS)
def remind(request: Request) -> HttpResponse:
    """GET shows who waits and the letter; POST sends it to those chosen, once a day at most."""
    waiting = list(queries.waiting_sides(request.viewer))
    ids = [side.pk for side in waiting]
    form = RemindForm(request.POST or None, sides=ids)
    if request.method == "POST" and form.is_valid():
        sent = remind_many(by=request.viewer, sides=form.cleaned_data["sides"], words=form.cleaned_data["words"])
        messages.success(
            request, f"{sent} school{'' if sent == 1 else 's'} reminded. Each gets one letter a day at most."
        )
        return redirect("agreements:list")
    chosen = request.POST.getlist("sides") if request.method == "POST" else [str(pk) for pk in ids]
    return render(request, "agreements/remind.html", {"form": form, "waiting": waiting, "chosen": chosen})
