"""Questions: noted and sorted, sent as a round, answered, and shown large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from footbridge.access import Permission, Request, requires
from footbridge.exchange.pieces.queries import Card
from footbridge.exchange.questions import actions, queries
from footbridge.exchange.room.queries import Room, room_for
from footbridge.ui.forms import CountedTextarea

LONGEST, ANSWER = 200, 1500


class AskForm(forms.Form):
    """Questions of a class, one a line."""

    questions = forms.CharField(
        label="What does your class want to know? One question a line",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text="No surnames.",
    )

    def clean_questions(self) -> list[str]:
        """The questions, each once."""
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["questions"]).splitlines()]
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(f"A question has {LONGEST} letters at most.")
        return [line for line in lines if line]


class AnswerForm(forms.Form):
    """An answer of a class: words, pieces that were sent, or both."""

    words = forms.CharField(
        label="What does your class answer?", max_length=ANSWER, required=False, widget=CountedTextarea(ANSWER)
    )
    pieces = forms.TypedMultipleChoiceField(
        label="Answer with something you have sent", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["pieces"]
        choices.choices = [(str(card.piece.pk), card.words.title) for card in cards]
        if not cards:
            del self.fields["pieces"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("words") and not said.get("pieces") and not self.errors:
            self.add_error("words", "Write something, or tick a piece that you have sent.")
        return said


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def questions(request: Request, link_id: int) -> HttpResponse:
    """All questions of a room; POST notes new ones; merges, sends or throws away the ticked ones."""
    room = room_for(request.viewer, link_id)
    asking = request.method == "POST" and "questions" in request.POST
    form = AskForm(request.POST if asking else None)
    if request.method == "POST" and not asking:
        _sort(request, room)
        return redirect("exchange:questions", link_id)
    if form.is_valid():
        try:
            added = actions.note_questions(
                by=request.viewer, link_class=_class_of(request, room), texts=form.cleaned_data["questions"]
            )
        except actions.CannotAsk as trouble:
            form.add_error("questions", str(trouble))
        else:
            messages.success(request, "1 question is noted." if added == 1 else f"{added} questions are noted.")
            return redirect("exchange:questions", link_id)
    asked = queries.questions_of(request.viewer, link_id)
    context = {
        "room": room,
        "form": form,
        "noted": [one for one in asked if one.mine and one.state == "noted"],
        "theirs_open": [one for one in asked if not one.mine and one.state == "sent"],
        "ours_open": [one for one in asked if one.mine and one.state == "sent"],
        "answered": [one for one in asked if one.state == "answered"],
    }
    return render(request, "exchange/questions/list.html", context)


def _class_of(request: Request, room: Room) -> int:
    wanted = request.POST.get("class", "")
    return next((one.id for one in room.classes if str(one.id) == wanted), room.classes[0].id)


def _sort(request: Request, room: Room) -> None:
    """Merge, send or throw away the ticked questions."""
    ticked: list[UUID] = []
    for value in request.POST.getlist("pick"):
        try:
            ticked.append(UUID(value))
        except ValueError:
            continue
    if request.POST.get("do") == "throw":
        gone = actions.throw_away(by=request.viewer, link=room.id, questions=ticked)
        words = f"{gone} thrown away." if gone else "Tick the questions that are to go."
        (messages.success if gone else messages.warning)(request, words)
        return
    if request.POST.get("do") == "merge":
        if len(ticked) < 2:
            messages.warning(request, "Tick two or more that ask the same; the first of them is kept.")
            return
        actions.merge_questions(by=request.viewer, link=room.id, into=ticked[0], others=ticked[1:])
        messages.success(request, "Merged into the first of them.")
        return
    sent = actions.send_round(by=request.viewer, link=room.id, questions=ticked)
    words = f"{sent} sent. Your partner class reads them now." if sent else "Tick the questions that are to go."
    (messages.success if sent else messages.warning)(request, words)


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def answer(request: Request, question_id: UUID) -> HttpResponse:
    """Answer one question of the partner class; there may be several answers."""
    asked = queries.question_for(request.viewer, question_id)
    used = {one.row.piece_id for one in asked.answers}
    cards = [
        one for one in queries.pieces_to_answer_with(request.viewer, asked.row.link_id) if one.piece.pk not in used
    ]
    form = AnswerForm(request.POST if request.method == "POST" else None, cards=cards)
    if form.is_valid():
        actions.answer_question(by=request.viewer, question=asked.row, **form.cleaned_data)
        messages.success(request, "Answered. Your partner class reads it now.")
        return redirect("exchange:questions", asked.row.link_id)
    return render(request, "exchange/questions/answer.html", {"asked": asked, "form": form})


@requires(Permission.RUN_EXCHANGE)
@require_POST
def take_back(request: Request, answer_id: UUID) -> HttpResponse:
    """Take back an answer of the own class."""
    found = queries.answer_for(request.viewer, answer_id)
    actions.take_answer_back(by=request.viewer, answer=found)
    messages.success(request, "It is taken back. You can answer anew.")
    return redirect("exchange:answer", found.question_id)


@requires(Permission.RUN_EXCHANGE)
def wall(request: Request, link_id: int) -> HttpResponse:
    """The partner's questions and their answers, large, to project."""
    room = room_for(request.viewer, link_id)
    asked = [one for one in queries.questions_of(request.viewer, link_id) if one.state in ("sent", "answered")]
    context = {
        "room": room,
        "theirs": [one for one in asked if not one.mine],
        "ours": [one for one in asked if one.mine],
    }
    return render(request, "exchange/questions/wall.html", context)
