"""For the teacher: class news for parents, and inviting families to a celebration."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.classes import OwnClass, own_class
from footbridge.exchange.families import codes, notices
from footbridge.exchange.families.actions import making
from footbridge.exchange.families.actions import notices as actions
from footbridge.exchange.families.forms import NewsForm
from footbridge.exchange.models import News

VERBS = {
    "publish": (actions.publish_news, "Families can read it now."),
    "take-down": (actions.take_news_down, "It is taken down."),
}


@requires(Permission.RUN_EXCHANGE)
def news(request: Request, class_id: int) -> HttpResponse:
    """All news of a class, as its families see it."""
    own = own_class(request.viewer, class_id)
    return render(
        request, "exchange/families/news_list.html", {"own": own, "news": notices.news_of(request.viewer, own)}
    )


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def write(request: Request, class_id: int) -> HttpResponse:
    """Write some news and choose what to show with it."""
    own = own_class(request.viewer, class_id)
    return _written(request, own, None, {}, "It is kept. Look at it, then publish it.")


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def change(request: Request, news_id: UUID) -> HttpResponse:
    """Change some news; what families read changes with it."""
    row = notices.own_news(request.viewer, news_id)
    own = own_class(request.viewer, row.link_class_id)
    words = notices.words_for(request.viewer, row)
    chosen = [str(one) for one in notices.chosen_in(request.viewer, row)]
    initial = {"title": words.title, "words": words.words, "pieces": chosen}
    return _written(request, own, row, initial, "It is changed.")


def _written(request: Request, own: OwnClass, row: News | None, initial: dict[str, Any], done: str) -> HttpResponse:
    """The form of some news, new or standing, and what it says written down."""
    cards = notices.choosable(request.viewer, own)
    form = NewsForm(request.POST if request.method == "POST" else None, cards=cards, initial=initial)
    if form.is_valid():
        try:
            actions.write_news(by=request.viewer, link_class=own.id, news=row, **form.cleaned_data)
        except actions.SaysWhere as trouble:
            form.add_error("words", str(trouble))
        else:
            messages.success(request, done)
            return redirect("exchange:news", own.id)
    return render(request, "exchange/families/news_write.html", {"own": own, "form": form, "cards": cards})


@requires(Permission.RUN_EXCHANGE)
@require_POST
def act(request: Request, news_id: UUID, verb: str) -> HttpResponse:
    """Publish some news, or take it down."""
    row = notices.own_news(request.viewer, news_id)
    if verb not in VERBS:
        raise Http404
    verb_of, said = VERBS[verb]
    try:
        verb_of(by=request.viewer, news=row)
    except actions.SaysWhere as trouble:
        messages.warning(request, str(trouble))
    else:
        messages.success(request, said)
    return redirect("exchange:news", row.link_class_id)


@requires(Permission.RUN_EXCHANGE)
@require_POST
def class_code(request: Request, class_id: int) -> HttpResponse:
    """Show the code of the class, which opens the news and nothing else."""
    own = own_class(request.viewer, class_id)
    try:
        found = making.make_codes(by=request.viewer, link_class=own.id, children=[])
    except making.YearIsOver as trouble:
        messages.warning(request, str(trouble))
        return redirect("exchange:news", own.id)
    return render(request, "exchange/families/class_code.html", {"own": own, "code": codes.shown(found[None])})


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def invitations(request: Request, class_id: int) -> HttpResponse:
    """Celebrations of the class: invite its families, and see how many come."""
    own = own_class(request.viewer, class_id)
    found = notices.celebrations_of(request.viewer, own)
    if request.method == "POST":
        for one in found:
            if str(one.place.occasion_id) == request.POST.get("occasion", ""):
                invite = request.POST.get("invite") == "yes"
                actions.invite_families(
                    by=request.viewer, link_class=own.id, occasion=one.place.occasion, invite=invite
                )
                messages.success(request, "The families are invited." if invite else "The invitation is taken back.")
        return redirect("exchange:invitations", own.id)
    return render(request, "exchange/families/invitations.html", {"own": own, "celebrations": found})
