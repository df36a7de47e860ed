"""Changing an answer later: by the mailed link and its code, in the same browser, or signed in for one's own school."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, public, requires
from footbridge.access.http import Request
from footbridge.interest import drafts, keys
from footbridge.interest.actions.answering import note_wrong_code, send_new_keys, withdraw_answer
from footbridge.interest.forms.code import CodeForm
from footbridge.interest.models import Interest
from footbridge.interest.queries import answers
from footbridge.interest.queries.finding import school_door
from footbridge.interest.rules import Refused, is_live
from footbridge.interest.summary import names_of, rows_of
from footbridge.schools.models import School


@public
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, token: str) -> HttpResponse:
    """The mailed link: it says which answer it is about; the code, or the browser that sent it, opens it."""
    interest = answers.by_token(keys.token_hash(token))
    if interest is None:
        return render(request, "interest/change/gone.html", status=404)
    known = drafts.is_mine(request.session, interest.pk)
    locked = interest.change_tries >= keys.MOST_TRIES
    form = CodeForm(request.POST if request.method == "POST" and not known else None)
    if request.method == "POST" and not locked:
        if known or (form.is_valid() and keys.code_fits(form.cleaned_data["code"], interest.change_code)):
            drafts.remember_mine(request.session, interest.pk)
            return begin_change(request, interest, "link")
        if form.is_valid():
            note_wrong_code(by=request.viewer, interest=interest)
            form.add_error("code", "This code is not the one in our e-mail. Check it, or ask for a new one below.")
    context = {"interest": interest, "form": form, "known": known, "locked": locked, "token": token}
    return render(request, "interest/change/code.html", context)


@public
@require_POST
def new_code(request: Request, token: str) -> HttpResponse:
    """Send a new link and code to the school's address."""
    interest = answers.by_token(keys.token_hash(token))
    if interest is None:
        return render(request, "interest/change/gone.html", status=404)
    sent = send_new_keys(by=request.viewer, interest=interest)
    return render(request, "interest/change/new_code.html", {"interest": interest, "sent": sent})


def begin_change(request: Request, interest: Interest, way: str) -> HttpResponse:
    """A draft filled with the answer as it stands, at “check your answers”."""
    draft = drafts.Draft(
        drafts.new_id(),
        interest.school_id,
        interest.linking_year_id,
        way=way,
        intake=interest.intake,
        interest=interest.pk,
        version=interest.version,
        given=answers.given_of(interest),
        checked=True,
    )
    drafts.begin(request.session, draft)
    return redirect("interest:check", draft.id)


@requires(Permission.ANSWER_FOR_SCHOOL)
@require_safe
def ours(request: Request) -> HttpResponse:
    """The own schools' present answers, and those of other years."""
    today = timezone.localdate()
    found = answers.own_answers(request.viewer)
    schools = School.objects.filter(pk__in=request.viewer.schools).select_related("authority").order_by("name")
    shown = [answers.own_school(school, found, school_door(school, today)) for school in schools]
    for one in shown:
        if one.present:
            given = answers.given_of(one.present)
            one.rows = rows_of(given, names_of([*given.refused_schools, given.last_partner]))
    return render(request, "interest/ours.html", {"schools": shown})


@requires(Permission.ANSWER_FOR_SCHOOL)
@require_POST
def begin_ours(request: Request, pk: int) -> HttpResponse:
    """Answer for the own school, or change its present answer."""
    if pk not in request.viewer.schools:
        raise Http404
    school = get_object_or_404(School, pk=pk)
    own = answers.own_school(school, answers.own_answers(request.viewer), school_door(school, timezone.localdate()))
    if own.present:
        return begin_change(request, own.present, "own")
    if not (own.at.door and own.at.door.now):
        return redirect("interest:school", pk)
    intake = own.at.door.now
    draft = drafts.Draft(drafts.new_id(), pk, intake.year.pk, way="own", intake=intake.kind)
    draft.given.contact_name, draft.given.contact_email = request.viewer.name, request.viewer.email
    draft.given.contact_role = request.viewer.role.name if request.viewer.role else ""
    drafts.begin(request.session, draft)
    return redirect("interest:question", draft.id, "answer")


@requires(Permission.ANSWER_FOR_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_ours(request: Request, reference: str) -> HttpResponse:
    """Take the own school's answer back."""
    interest = answers.own_answer(request.viewer, reference)
    if request.method == "POST":
        try:
            withdraw_answer(by=request.viewer, interest=interest)
        except Refused as trouble:
            messages.error(request, str(trouble))
        else:
            messages.success(request, "Your answer is taken back. You can answer again whenever you like.")
        return redirect("interest:ours")
    if not is_live(interest):
        return redirect("interest:ours")
    return render(request, "interest/change/withdraw.html", {"interest": interest})
