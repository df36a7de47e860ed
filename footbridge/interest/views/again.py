"""Link again? Last year's schools are asked in one go, and answer by a link and a code."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, public, requires
from footbridge.access.http import Request
from footbridge.interest import drafts, keys, letters
from footbridge.interest.actions.inviting import invite_again, note_wrong_again_code
from footbridge.interest.forms.code import CodeForm
from footbridge.interest.intakes import door_of
from footbridge.interest.models import AgainInvitation
from footbridge.interest.queries import again as reading
from footbridge.interest.rules import Refused
from footbridge.interest.views.changing import begin_change
from footbridge.interest.views.inbox import year_in

invites = requires(Permission.INVITE_SCHOOLS)


@invites
@require_safe
def formers(request: Request) -> HttpResponse:
    """Last year's schools, who was asked, who has not answered."""
    year, years = year_in(request)
    found = reading.former_schools(request.viewer, year)
    only = request.GET.get("only", "")
    shown = [one for one in found if only != "silent" or (one.invitation and not one.answer)]
    context = {
        "year": year,
        "years": years,
        "formers": shown,
        "only": only,
        "askable": sum(one.can_be_asked for one in shown),
        "asked": sum(one.invitation is not None for one in found),
        "answered": sum(bool(one.answer and one.invitation) for one in found),
        "silent": sum(one.invitation is not None and not one.answer for one in found),
    }
    return render(request, "interest/again/formers.html", context)


@invites
@require_POST
def preview(request: Request) -> HttpResponse:
    """The letter as the first of the chosen schools would get it; nothing is sent yet."""
    year, _ = year_in(request)
    chosen = _chosen(request, reading.former_schools(request.viewer, year))
    if not chosen:
        messages.error(request, "Choose at least one school that can be asked.")
        return redirect(f"{reverse('interest:formers')}?year={year.pk}")
    first = chosen[0]
    sample = AgainInvitation(linking_year=year, school=first.school, last=first.last, email=first.email)
    words = {
        **letters.again_words(sample, first.partner),
        "address": settings.ADDRESS,
        "link": f"{settings.ADDRESS}/interest/again/…",
        "code": "ABCD-2345",
    }
    context = {
        "year": year,
        "chosen": chosen,
        "subject": render_to_string("interest/mail/again_subject.txt", words).strip(),
        "text": render_to_string("interest/mail/again.txt", words).strip(),
        "first": first,
    }
    return render(request, "interest/again/preview.html", context)


@invites
@require_POST
def send(request: Request) -> HttpResponse:
    """Send the letters, one per school."""
    year, _ = year_in(request)
    chosen = _chosen(request, reading.former_schools(request.viewer, year))
    try:
        written = invite_again(by=request.viewer, linking_year=year, answers=[one.last for one in chosen])
    except Refused as trouble:
        messages.error(request, str(trouble))
    else:
        if written:
            messages.success(request, f"{written} letter{'s are' if written != 1 else ' is'} on the way.")
        else:
            messages.info(request, "These schools were asked before, so no letter was sent.")
    return redirect(f"{reverse('interest:formers')}?year={year.pk}")


def _chosen(request: Request, found: list[reading.Former]) -> list[reading.Former]:
    asked = set(request.POST.getlist("last"))
    return [one for one in found if one.can_be_asked and str(one.last.pk) in asked]


@public
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: Request, token: str) -> HttpResponse:
    """The link of an invitation: the code opens the form, filled in with last year's answer."""
    invitation = reading.invitation_by_token(keys.token_hash(token))
    if invitation is None:
        return render(request, "interest/change/gone.html", status=404)
    locked = invitation.tries >= keys.MOST_TRIES
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not locked and form.is_valid():
        if keys.code_fits(form.cleaned_data["code"], invitation.code):
            return _open(request, invitation)
        note_wrong_again_code(by=request.viewer, invitation=invitation)
        form.add_error("code", "This code is not the one in our e-mail. Check it and type it again.")
    context = {"invitation": invitation, "form": form, "locked": locked}
    return render(request, "interest/again/code.html", context)


def _open(request: Request, invitation: AgainInvitation) -> HttpResponse:
    if invitation.interest is not None:
        drafts.remember_mine(request.session, invitation.interest.pk)
        return begin_change(request, invitation.interest, "link")
    year = invitation.linking_year
    now = door_of(year.programme, timezone.localdate()).now
    draft = drafts.Draft(
        drafts.new_id(),
        invitation.school_id,
        year.pk,
        way="again",
        intake=now.kind if now and now.year.pk == year.pk else "autumn",
        invitation=invitation.pk,
        given=reading.given_again(invitation),
    )
    drafts.begin(request.session, draft)
    return redirect("interest:question", draft.id, "answer")
