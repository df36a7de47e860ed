"""Behind a child's code: what stands, answering, checking, sending, and saying no to everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import public
from footbridge.access.http import Request
from footbridge.exchange.families.actions import answering, notices
from footbridge.exchange.families.forms import RELATIONS, given
from footbridge.exchange.families.notices import invitation_for
from footbridge.exchange.families.opening import Opened
from footbridge.exchange.families.queries import said_by
from footbridge.exchange.families.uses import USES, asked
from footbridge.exchange.families.views.parts import behind_code, page, speech_of
from footbridge.exchange.models.families import MOST_GUESTS

DRAFT = "family_draft"


def for_a_child(
    view: Callable[[Request, str, Opened], HttpResponse],
) -> Callable[[Request, str], HttpResponse]:
    """A page behind the code of a child. Without one, or with that of a class, it leads to where a code is typed."""

    @wraps(view)
    def behind_a_code(request: Request, language: str) -> HttpResponse:
        behind = behind_code(request)
        if behind is None or behind.label is None:
            return redirect(reverse("exchange:family_start", args=[language]) + "?away")
        return view(request, language, behind)

    return behind_a_code


def _about(behind: Opened) -> dict[str, Any]:
    return {"child": behind.child, "class_name": behind.class_name}


@public
@require_safe
@for_a_child
def child(request: Request, language: str, behind: Opened) -> HttpResponse:
    """What stands for the child, and what can be done."""
    speech, said = speech_of(language, behind), said_by(behind)
    rows = [{"asked": one, "said": said[one.use], "key": f"home.{said[one.use]}"} for one in asked(speech)]
    context = {
        **_about(behind), "rows": rows, "any": any(one != "unknown" for one in said.values()),
        "open": any(one in ("yes", "waits", "unknown") for one in said.values()),
        "invitation": invitation_for(behind), "most": MOST_GUESTS, "sent": request.GET.get("sent", ""),
    }  # fmt: skip
    return page(request, "exchange/families/child.html", speech, context, behind=behind)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_child
def answer(request: Request, language: str, behind: Opened) -> HttpResponse:
    """Yes or no for each use, and who answers. Nothing counts before it was checked and sent."""
    speech = speech_of(language, behind)
    draft: dict[str, Any] = request.session.get(DRAFT) or {}
    if draft.get("code") != str(behind.code):  # somebody else's, on the same telephone
        draft = {}
    answers: dict[str, bool] = draft.get("answers", {})
    relation: str = draft.get("relation", "")
    missing: list[str] = []
    if request.method == "POST":
        found = given(request.POST)
        answers, relation, missing = dict(found.answers), found.relation, list(found.missing)
        if found.complete:
            request.session[DRAFT] = {
                "answers": answers, "relation": relation, "batch": str(uuid4()), "code": str(behind.code)
            }  # fmt: skip
            return redirect("exchange:family_check", language)
    rows = [
        {"asked": one, "yes": answers.get(one.use) is True, "no": answers.get(one.use) is False,
         "missing": one.use in missing}
        for one in asked(speech)
    ]  # fmt: skip
    people = [{"value": one, "key": f"who.{one}", "chosen": one == relation} for one in RELATIONS]
    context = {**_about(behind), "rows": rows, "people": people, "missing": missing, "who": "relation" in missing}
    return page(
        request, "exchange/families/answer.html", speech, context, behind=behind, status=422 if missing else 200
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_child
def check(request: Request, language: str, behind: Opened) -> HttpResponse:
    """Look at the answers once more, then send them. Sent twice they count once."""
    draft = request.session.get(DRAFT)
    if not draft or draft["code"] != str(behind.code):
        return redirect("exchange:family_child" if request.method == "POST" else "exchange:family_answer", language)
    speech = speech_of(language, behind)
    if request.method == "POST":
        answering.answer(
            by=request.viewer, opened=behind, answers=draft["answers"], relation=draft["relation"],
            batch=UUID(draft["batch"]),
        )  # fmt: skip
        del request.session[DRAFT]
        return redirect(reverse("exchange:family_child", args=[language]) + "?sent=yes")
    rows = [{"asked": one, "yes": draft["answers"][one.use]} for one in asked(speech)]
    context = {**_about(behind), "rows": rows, "relation": f"who.{draft['relation']}"}
    return page(request, "exchange/families/check.html", speech, context, behind=behind)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_child
def withdraw(request: Request, language: str, behind: Opened) -> HttpResponse:
    """Ask, then say no to everything; it counts from the next request of anybody."""
    if request.method == "POST":
        relation = request.POST.get("relation", "")
        answering.answer(
            by=request.viewer, opened=behind, answers=dict.fromkeys(USES, False),
            relation=relation if relation in RELATIONS else "other", batch=uuid4(),
        )  # fmt: skip
        return redirect(reverse("exchange:family_child", args=[language]) + "?sent=no")
    people = [{"value": one, "key": f"who.{one}", "chosen": False} for one in RELATIONS]
    context = {**_about(behind), "people": people}
    return page(request, "exchange/families/withdraw.html", speech_of(language, behind), context, behind=behind)


@public
@require_POST
@for_a_child
def coming(request: Request, language: str, behind: Opened) -> HttpResponse:
    """How many of the family come to the celebration."""
    numbers = [request.POST.get(name, "").strip() for name in ("adults", "children")]
    if any(not (one.isdecimal() and int(one) <= MOST_GUESTS) for one in numbers):
        return redirect(reverse("exchange:family_child", args=[language]) + "?sent=wrong#invited")
    notices.say_coming(by=request.viewer, opened=behind, adults=int(numbers[0]), children=int(numbers[1]))
    return redirect(reverse("exchange:family_child", args=[language]) + "?sent=coming#invited")
