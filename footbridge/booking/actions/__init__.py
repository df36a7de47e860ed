"""Verbs of booking: organising (occasions), booking (places), coming (cannot come, a colleague instead), classes (celebrations),
attending, releasing."""

from footbridge.booking.actions.attending import finish_occasion, take_attendance
from footbridge.booking.actions.booking import book_place
from footbridge.booking.actions.classes import answer_for_class, invite_classes
from footbridge.booking.actions.coming import give_up_place, send_colleague
from footbridge.booking.actions.organising import cancel_occasion, change_occasion, close_booking, open_occasion
from footbridge.booking.actions.releasing import ask_release, set_release, settle_release

__all__ = [
    "answer_for_class",
    "ask_release",
    "book_place",
    "cancel_occasion",
    "change_occasion",
    "close_booking",
    "finish_occasion",
    "give_up_place",
    "invite_classes",
    "open_occasion",
    "send_colleague",
    "set_release",
    "settle_release",
    "take_attendance",
]
