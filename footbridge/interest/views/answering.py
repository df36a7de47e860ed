"""The form, one question a page: nothing typed is lost, every page can be reached again, sending acts once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from footbridge.access import public
from footbridge.access.http import Request
from footbridge.interest import drafts, questions
from footbridge.interest.briefings import Briefing, briefings_for
from footbridge.interest.drafts import Draft
from footbridge.interest.forms.classes import ClassRows
from footbridge.interest.forms.questions import QuestionForm
from footbridge.interest.queries import answers
from footbridge.interest.queries.finding import find_schools
from footbridge.interest.rules import ANSWERING, ChangedMeanwhile, Refused
from footbridge.interest.sending import send
from footbridge.interest.summary import differences, names_of, rows_of
from footbridge.people.throttle import TooManyTries, count_try, network_of
from footbridge.programmes.models import LinkingYear
from footbridge.schools.models import School


@dataclass
class Making:
    """A draft with the school and the linking year it is for."""

    draft: Draft
    school: School
    year: LinkingYear

    @property
    def on_behalf(self) -> bool:
        return self.draft.way == "behalf"

    def url(self, slug: str) -> str:
        """The address of a question, or of “check”."""
        return reverse("interest:question", args=[self.draft.id, slug])

    @cached_property
    def briefings(self) -> list[Briefing]:
        """Briefing sessions to offer with the answer."""
        return briefings_for(self.year)

    @property
    def check_url(self) -> str:
        return reverse("interest:check", args=[self.draft.id])


def making(request: Request, draft_id: str) -> Making:
    """The draft of this browser; 404 when it is not there, or the person may no longer act in its way."""
    draft = drafts.load(request.session, draft_id)
    if draft is None:
        raise Http404
    year = answers.year_of_draft(draft.year)
    school = School.objects.filter(pk=draft.school).first()
    if year is None or school is None or not answers.may_draft(request.viewer, request.session, draft, year):
        raise Http404
    return Making(draft, school, year)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, draft: str, slug: str) -> HttpResponse:
    """One question."""
    at = making(request, draft)
    asked = questions.BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    if at.draft.sent:
        return redirect("interest:sent", at.draft.id)
    if not asked.applies(at.draft.given):
        return redirect(onwards(at, slug))
    if slug == "classes":
        return _classes(request, at)
    if slug == "schools":
        return _schools(request, at)
    assert asked.form is not None
    extra: dict[str, Any] = {"given": at.draft.given} if slug == "refused" else {}
    if request.method != "POST":
        form = asked.form(initial=asked.form.from_given(at.draft.given), **extra)
        return page(request, at, slug, form)
    form = asked.form(request.POST, **extra)
    if at.on_behalf:
        for field in form.fields.values():
            field.required = field.required and slug != "contact"
    if not form.is_valid():
        return page(request, at, slug, form)
    form.into(at.draft.given)
    return answered(request, at, slug)


def answered(request: Request, at: Making, slug: str) -> HttpResponse:
    """Keep the draft and go on: to the next question, or back to “check” when one came from there."""
    if slug not in at.draft.done:
        at.draft.done.append(slug)
    drafts.keep(request.session, at.draft)
    return redirect(onwards(at, slug))


def onwards(at: Making, slug: str) -> str:
    """Where one goes after a question."""
    if at.draft.checked:
        missing = questions.first_missing(at.draft.given, on_behalf=at.on_behalf)
        return at.url(missing.slug) if missing else at.check_url
    following = questions.after(slug, at.draft.given)
    return at.url(following.slug) if following else at.check_url


def page(request: Request, at: Making, slug: str, form: Any, template: str = "", **more: Any) -> HttpResponse:
    """A question's page: heading, where one is, the way back."""
    asked = questions.asked(at.draft.given)
    slugs = [one.slug for one in asked]
    previous = questions.before(slug, at.draft.given)
    back = at.check_url if at.draft.checked else at.url(previous.slug) if previous else ""
    if not back:
        back = reverse("interest:school", args=[at.school.pk])
    context = {
        "form": form,
        "at": at,
        "heading": questions.BY_SLUG[slug].heading,
        "slug": slug,
        "back": back,
        # before the answer nobody knows how many questions follow
        "step_label": f"Question {slugs.index(slug) + 1} of {len(slugs)}" if at.draft.given.answer else "",
        **more,
    }
    return render(request, template or "interest/answer/question.html", context)


def _classes(request: Request, at: Making) -> HttpResponse:
    """The rows of classes; adding and taking away go through the server, so that they work without script."""
    given = at.draft.given
    if request.method != "POST":
        rows = ClassRows.from_given(at.school, given.classes)
        return page(request, at, "classes", rows.forms, "interest/answer/classes.html", rows=rows)
    if "add" in request.POST or "remove" in request.POST:
        remove = request.POST.get("remove", "")
        rows = ClassRows.typed(
            at.school, request.POST, add="add" in request.POST, remove=int(remove) if remove.isdecimal() else None
        )
        return page(request, at, "classes", rows.forms, "interest/answer/classes.html", rows=rows)
    rows = ClassRows.bound(at.school, request.POST)
    if given.answer == "maybe" and rows.is_blank:
        given.classes = []
        return answered(request, at, "classes")
    if not rows.is_valid():
        return page(request, at, "classes", rows.forms, "interest/answer/classes.html", rows=rows)
    wishes: dict[int | None, str] = {one.id: one.wishes for one in given.classes if one.id}
    given.classes = rows.given()
    for one in given.classes:
        one.wishes = wishes.get(one.id, "")
    return answered(request, at, "classes")


def _schools(request: Request, at: Making) -> HttpResponse:
    """Schools left out: search, add, take off."""
    given = at.draft.given
    if request.method == "POST":
        add, remove = request.POST.get("add", ""), request.POST.get("remove", "")
        if add.isdecimal() and School.objects.filter(pk=int(add)).exists() and int(add) != at.school.pk:
            given.refused_schools = [*dict.fromkeys([*given.refused_schools, int(add)])][:20]
        elif remove.isdecimal():
            given.refused_schools = [one for one in given.refused_schools if one != int(remove)]
        else:
            return answered(request, at, "schools")
        drafts.keep(request.session, at.draft)
        return redirect(at.url("schools"))
    words = request.GET.get("q", "").strip()
    names = names_of(given.refused_schools)
    found = [one for one in find_schools(words[:80], 8) if one.id not in names and one.id != at.school.pk]
    chosen = [(one, names[one]) for one in given.refused_schools if one in names]
    context = {"words": words, "found": found, "chosen": chosen}
    return page(request, at, "schools", QuestionForm(), "interest/answer/schools.html", **context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, draft: str) -> HttpResponse:
    """Check your answers; POST sends them."""
    at = making(request, draft)
    if at.draft.sent:
        return redirect("interest:sent", at.draft.id)
    missing = questions.first_missing(at.draft.given, on_behalf=at.on_behalf)
    if missing is not None:
        if request.method == "POST" or at.draft.given.answer:
            messages.info(request, "One more question needs an answer first.")
        return redirect(at.url(missing.slug))
    if not at.draft.checked:
        at.draft.checked = True
        drafts.keep(request.session, at.draft)
    if request.method != "POST":
        return _check_page(request, at)
    try:
        if "version" in request.POST and request.POST["version"].isdecimal():
            at.draft.version = int(request.POST["version"])  # they saw what it says now, and send theirs
        if not request.viewer.is_signed_in:
            count_try(ANSWERING, account=at.draft.given.contact_email, network=network_of(request))
        interest = send(request.viewer, at.draft, at.year, at.school)
    except ChangedMeanwhile as trouble:
        return _check_page(request, at, trouble=str(trouble), changed=True)
    except (Refused, TooManyTries) as trouble:
        return _check_page(request, at, trouble=str(trouble))
    at.draft.sent = interest.pk
    drafts.keep(request.session, at.draft)
    if at.draft.way in ("form", "again"):
        drafts.remember_mine(request.session, interest.pk)
    if at.on_behalf:
        messages.success(request, f"The answer of {at.school.name} is kept.")
        return redirect("interest:one", interest.reference)
    return redirect("interest:sent", at.draft.id)


def _check_page(request: Request, at: Making, *, trouble: str = "", changed: bool = False) -> HttpResponse:
    given = at.draft.given
    theirs = answers.given_now(at.draft.interest) if changed and at.draft.interest else None
    shown = [given, theirs[1]] if theirs else [given]
    names = names_of([one for g in shown for one in [*g.refused_schools, g.last_partner]])
    last = questions.asked(given)[-1]
    context = {
        "at": at,
        "rows": rows_of(given, names, at.url),
        "back": at.url(last.slug),
        "trouble": trouble,
        "version": theirs[0] if theirs else None,
        "differences": differences(theirs[1], given, names) if theirs else [],
        "changes": at.draft.interest is not None,
    }
    return render(request, "interest/answer/check.html", context)


@public
@require_safe
def sent(request: Request, draft: str) -> HttpResponse:
    """The reference and what happens next."""
    at = making(request, draft)
    if not at.draft.sent:
        return redirect(at.check_url)
    interest = answers.sent_answer(at.draft.sent)
    context = {"at": at, "interest": interest, "steps": answers.year_steps(at.year, timezone.localdate())}
    return render(request, "interest/answer/sent.html", context)
