"""The messages of a room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from footbridge.access import Permission, Request, requires
from footbridge.exchange.messages.actions import write_message
from footbridge.exchange.messages.queries import messages_of
from footbridge.exchange.models import Piece
from footbridge.exchange.pieces.queries import Card, cards_of
from footbridge.exchange.room.queries import room_for
from footbridge.ui.forms import CountedTextarea

LONGEST = 2000


class MessageForm(forms.Form):
    """What to write."""

    words = forms.CharField(label="Write to your partner teachers", max_length=LONGEST, widget=CountedTextarea(LONGEST))
    piece = forms.TypedChoiceField(
        label="With a piece of the room", coerce=UUID, empty_value=None, required=False,
        help_text="Choose one that has been sent. The gate stays before it.",
    )  # fmt: skip

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["piece"]
        choices.choices = [("", "None"), *((str(card.piece.pk), card.words.title) for card in cards)]
        if not cards:
            del self.fields["piece"]


@requires(Permission.RUN_EXCHANGE)
@require_http_methods(["GET", "POST"])
def all_messages(request: Request, link_id: int) -> HttpResponse:
    """Read what teachers of the link wrote to each other; POST writes."""
    room = room_for(request.viewer, link_id)
    sent = [card for card in cards_of(request.viewer, room.id) if card.piece.state == Piece.State.SENT]
    form = MessageForm(request.POST if request.method == "POST" else None, cards=sent)
    if form.is_valid():
        write_message(by=request.viewer, link=room.id, **form.cleaned_data)
        messages.success(request, "Sent.")
        return redirect("exchange:messages", room.id)
    context = {"room": room, "form": form, "lines": messages_of(request.viewer, room.id)}
    return render(request, "exchange/messages/list.html", context)
