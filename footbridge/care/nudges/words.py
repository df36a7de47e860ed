"""The kinds of nudge with the network's words for each, and the blanks that a letter fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from footbridge.care.flags.flag import Audience

BLANKS: Mapping[str, str] = {
    "name": "whom the letter goes to",
    "school": "their school",
    "partner": "the partner school",
    "programme": "the programme",
    "facilitator": "who sends it",
}
BLANK = re.compile(r"\{\s*(\w*)\s*\}")


@dataclass(frozen=True)
class Kind:
    """A kind of nudge: what it is about in a few words, whom it goes to, and the network's words.

    `flagged` says whether the board can flag links for it; `page` is the URL name that the letter leads to.
    """

    short: str
    audience: Audience
    subject: str
    words: str
    page: str = "brokering:ours"
    flagged: bool = True


def _letter(*lines: str) -> str:
    return "Dear {name},\n\n" + "\n\n".join(lines) + "\n\nThank you,\n{facilitator}\n{programme}"


KINDS: Mapping[str, Kind] = {
    "offer": Kind(
        "Offer not answered",
        "heads",
        "A partner for {school}: your answer, please",
        _letter(
            "We have found a partner for {school}: {partner}. We have not heard from you yet.",
            "Would you look at the offer and say yes or no? It takes two minutes. If it does not suit you, tell us why and "
            "we look for another partner.",
        ),
    ),
    "teacher": Kind(
        "Teacher not named",
        "heads",
        "Who leads the linked class at {school}?",
        _letter(
            "{school} is linked with {partner}. Please tell us who leads the class, so that we can book their training "
            "and the two teachers can meet.",
        ),
    ),
    "agreement": Kind(
        "Not signed",
        "heads",
        "The agreement for {school} is waiting for you",
        _letter(
            "The agreement between {school} and {partner} still needs your name. Please read it and sign; it takes "
            "five minutes. A colleague may read it for you, but only the head can sign.",
        ),
        "agreements:ours",
    ),
    "training": Kind(
        "Training not booked",
        "teachers",
        "Your linking training: please choose a day",
        _letter(
            "You lead a class of {school} that is linked with {partner}. We do not have you down for training yet. Please "
            "choose a day, or tell us that none of them suits you.",
        ),
        "training:mine",
    ),
    "visit": Kind(
        "Meeting not planned",
        "teachers",
        "The next meeting with {partner}",
        _letter(
            "There is something left to settle for the next meeting of {school} and {partner}. Please look at your plan; "
            "it says what is missing and by when.",
        ),
        "visits:ours",
    ),
    "headcount": Kind(
        "Meeting without a headcount",
        "teachers",
        "How was your meeting with {partner}?",
        _letter(
            "Your last meeting with {partner} is over. Please tell us whether it was held and how many children came. It "
            "takes a minute, and the figures of the whole programme rest on it.",
        ),
        "visits:ours",
    ),
    "quiet": Kind(
        "Gone quiet",
        "teachers",
        "Is everything well between {school} and {partner}?",
        _letter(
            "We have not seen anything pass between {school} and {partner} for a while. That happens in busy weeks. "
            "Could you send your partner class something small, a question or a picture? If you are stuck, write to us.",
        ),
    ),
    "other": Kind(
        "Something else",
        "teachers",
        "About your link with {partner}",
        _letter("…"),
        flagged=False,
    ),
}


def filled(words: str, blanks: Mapping[str, str]) -> str:
    """The words with their blanks filled in. What is filled in is never read for blanks again."""
    return BLANK.sub(lambda found: blanks.get(found.group(1), found.group(0)), words)


def unknown_blanks(words: str) -> list[str]:
    """Blanks in the words that no letter can fill in, as typed."""
    return [found.group(0) for found in BLANK.finditer(words) if found.group(1) not in BLANKS]
