"""Every sentence that families read, in English: on the letter, on its slip, and on the pages behind its code.

The key is what templates ask for; the note tells whoever translates where it stands. Words in braces are filled in and stay as they are
in every language. A sentence that changes here is new to translate: a translation holds only beside the English it was made from.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One sentence: its key, its English, and a note for the translator."""

    key: str
    english: str
    note: str = ""

    @property
    def places(self) -> frozenset[str]:
        """The words in braces."""
        return places_in(self.english)


def places_in(text: str) -> frozenset[str]:
    """The words in braces of a text. Raises ValueError where a brace stands alone."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


_ALL = (
    Sentence("letter.title", "Your child's class is getting to know another class", "heading of the letter"),
    Sentence("letter.hello", "To the parents and carers of {child}", "first line; {child} is the first name"),
    Sentence(
        "letter.what",
        "This year {class_name} is linked with a class of {partner}. The children send each other pictures, poems and "
        "questions, and later they meet. Only the two classes and their teachers see what is sent. "
        "Nothing is put on the open internet.",
    ),
    Sentence(
        "letter.ask",
        "Please tell us what your child may share. Say yes or no for each line. Without an answer it is no. "
        "If you say no, your child still takes part.",
        "also on the page",
    ),
    Sentence(
        "letter.screen",
        "With a phone: point its camera at the square, or go to {address} and type the code.",
        "“the square” is a QR code",
    ),
    Sentence(
        "letter.paper",
        "On paper: tick the boxes below, cut off the slip and give it to the teacher. One way is enough.",
    ),
    Sentence(
        "letter.change",
        "You can change your mind on any day, with the same code or by telling the school. A no counts at once.",
    ),
    Sentence(
        "letter.kept",
        "We ask for no surname, no address and no birthday. Everything is deleted when the link has ended, "
        "at the latest on 31 August.",
    ),
    Sentence("letter.code", "Your code"),
    Sentence("letter.until", "The code works until {until}.", "{until} is a date in figures"),
    Sentence("slip.title", "Slip for the teacher"),
    Sentence("slip.sign", "Signature"),
    Sentence("word.yes", "Yes"),
    Sentence("word.no", "No"),
    Sentence("use.work", "Their work"),
    Sentence("use.work.text", "Drawings, poems and other things that your child makes."),
    Sentence("use.name", "Their first name"),
    Sentence("use.name.text", "The first name beside their work or in a letter to the partner class."),
    Sentence("use.face", "Their face in a picture"),
    Sentence("use.face.text", "A photograph in which your child can be recognised."),
    Sentence("use.voice", "Their voice"),
    Sentence("use.voice.text", "A recording in which your child can be heard."),
    Sentence("use.film", "Film"),
    Sentence("use.film.text", "A short film in which your child can be seen and heard."),
    Sentence("use.call", "A live call"),
    Sentence(
        "use.call.text",
        "The two classes see and hear each other on a screen, with their teachers beside them.",
    ),
    Sentence(
        "uses.where",
        "What you allow is shown to the partner class, and in the class news for the families of your child's own class.",
    ),
    Sentence("start.title", "Answer for your child", "first page, before the code is given"),
    Sentence("start.text", "Type the code from the letter that your school gave you."),
    Sentence("start.code", "Code from the letter", "name of the field"),
    Sentence("page.skip", "Go to the content", "for people who use the keyboard"),
    Sentence("page.language", "Language"),
    Sentence("page.about", "About {child}, {class_name}"),
    Sentence("page.privacy", "What you say here goes to your school only. Your own name is not kept."),
    Sentence("button.continue", "Continue"),
    Sentence("button.back", "Go back"),
    Sentence("button.send", "Send my answers"),
    Sentence("button.change", "Change my answers"),
    Sentence("button.finish", "Finish", "closes the page for the next person on this phone"),
    Sentence("error.title", "Please look at this again"),
    Sentence(
        "error.code",
        "This code does not work. Check each letter and number. If it still does not work, ask your school for a new one.",
    ),
    Sentence("error.tries", "There were too many tries. Please wait a while, then try again."),
    Sentence("error.away", "You were away for a while. Please type the code again."),
    Sentence("error.answer", "Please say yes or no to this.", "one line of the questions is not answered"),
    Sentence("error.who", "Please say who you are to the child."),
    Sentence("answer.title", "What may your child share?"),
    Sentence("who.question", "Who are you to the child?"),
    Sentence("who.mother", "Mother"),
    Sentence("who.father", "Father"),
    Sentence("who.carer", "Foster carer or guardian"),
    Sentence("who.grandparent", "Grandparent"),
    Sentence("who.other", "Somebody else who is responsible for the child"),
    Sentence("check.title", "Check your answers"),
    Sentence("thanks.title", "Thank you, your answers have arrived"),
    Sentence(
        "thanks.text",
        "A no counts at once. A yes counts when the teacher has checked that it came from your family.",
    ),
    Sentence("home.title", "Your answers"),
    Sentence("home.yes", "Yes", "state of one line"),
    Sentence("home.waits", "Yes: the teacher still has to check it", "state of one line"),
    Sentence("home.no", "No", "state of one line"),
    Sentence("home.unknown", "No answer yet, so it is no", "state of one line"),
    Sentence("home.agree", "If the adults of a family do not agree, the answer is no."),
    Sentence("withdraw.button", "Say no to everything from now on"),
    Sentence("withdraw.title", "Say no to everything?"),
    Sentence(
        "withdraw.text",
        "From this moment nothing of your child is shown any more. The partner class is asked to take down "
        "what it has printed. You can change this again later.",
    ),
    Sentence("withdraw.done", "It is done. Nothing of your child is shown any more."),
    Sentence("news.title", "News of {class_name}"),
    Sentence("news.open", "Read the class news"),
    Sentence("news.none", "There is no news yet."),
    Sentence("news.partner", "From the partner class"),
    Sentence("news.note", "These pictures are for the families of the class. Please do not copy them or pass them on."),
    Sentence("event.title", "You are invited to a celebration"),
    Sentence(
        "event.text",
        "The two classes celebrate their year, and the school invites you. The school tells you the day and the place "
        "itself, in a letter. They do not stand here, so that nobody else can read where the children will be.",
    ),
    Sentence("event.adults", "How many adults will come?"),
    Sentence("event.children", "How many brothers and sisters will come with you?"),
    Sentence("event.saved", "Thank you, your school knows how many of you will come."),
    Sentence("event.error", "Please type a number from 0 to 9."),
)
SENTENCES: Mapping[str, Sentence] = {one.key: one for one in _ALL}
