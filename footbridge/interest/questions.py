"""The questions a school is asked, in order, and which of them apply to an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from footbridge.interest.forms import questions as ask
from footbridge.interest.given import Given

Applies = Callable[[Given], bool]


@dataclass(frozen=True)
class Question:
    """A page of the form. `form` is none where the page has one of its own (classes, schools)."""

    slug: str
    heading: str
    form: type[ask.QuestionForm] | None
    applies: Applies
    needed: bool = False  # whether the answer cannot be sent before this was answered


def _links(given: Given) -> bool:
    return given.wants_to_link


def _several(given: Given) -> bool:
    return given.wants_to_link and len(given.classes) > 1


def _declines(given: Given) -> bool:
    return given.answer == "no"


QUESTIONS: Sequence[Question] = (
    Question("answer", "Would your school like to link?", ask.AnswerForm, lambda given: True, needed=True),
    Question("reason", "Why does it not fit this year?", ask.ReasonForm, _declines),
    Question("again", "May we ask you again next year?", ask.AskAgainForm, _declines, needed=True),
    Question("classes", "Which classes would like to link?", None, _links, needed=True),
    Question("partner", "Which partner would you like?", ask.PartnerForm, _links, needed=True),
    Question("together", "One partner school, or several?", ask.TogetherForm, _several),
    Question("three-schools", "Could your class be in a link of three schools?", ask.ThreeSchoolsForm, _links),
    Question("wanted", "What kind of partner would you like?", ask.WantedForm, _links),
    Question("refused", "Is there a kind of partner you could not link with?", ask.RefusedForm, _links),
    Question("schools", "Are there schools you could not link with?", None, _links),
    Question("distance", "How far can your class travel?", ask.DistanceForm, _links),
    Question("access", "Does your class need step-free places?", ask.AccessForm, _links),
    Question("days", "Are there days that never suit?", ask.DaysForm, _links),
    Question("words", "Is there anything else we should know?", ask.WordsForm, _links),
    Question("contact", "Who should we talk to?", ask.ContactForm, lambda given: True, needed=True),
)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def asked(given: Given) -> list[Question]:
    """The questions that apply to the answer so far."""
    return [question for question in QUESTIONS if question.applies(given)]


def is_answered(question: Question, given: Given) -> bool:
    """Whether a needed question has its answer."""
    match question.slug:
        case "answer":
            return bool(given.answer)
        case "again":
            return given.ask_next_year is not None
        case "classes":
            return given.answer == "maybe" or any(one.years for one in given.classes)
        case "partner":
            return bool(given.partner_wish)
        case "contact":
            return bool(given.contact_name and given.contact_email)
        case _:
            return True


def first_missing(given: Given, *, on_behalf: bool = False) -> Question | None:
    """The first question without whose answer nothing can be sent; None when all is there.

    A facilitator who answers on a school's behalf may not know whom to talk to yet.
    """
    missing = (one for one in asked(given) if one.needed and not is_answered(one, given))
    return next((one for one in missing if not (on_behalf and one.slug in ("contact", "again"))), None)


def after(slug: str, given: Given) -> Question | None:
    """The question that follows; None after the last."""
    slugs = [question.slug for question in asked(given)]
    at = slugs.index(slug) + 1 if slug in slugs else 0
    return BY_SLUG[slugs[at]] if at < len(slugs) else None


def before(slug: str, given: Given) -> Question | None:
    """The question before this one; None at the first."""
    slugs = [question.slug for question in asked(given)]
    at = slugs.index(slug) if slug in slugs else 0
    return BY_SLUG[slugs[at - 1]] if at > 0 else None
