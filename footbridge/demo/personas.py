"""The invented people whom a visitor of the demonstration may become with one click."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as: `key` is part of the address, `who` says what is special, `tries` what to try first."""

    key: str
    name: str
    who: str
    tries: tuple[str, ...]

    @property
    def opaque(self) -> uuid.UUID:
        """The opaque id of the person who plays it, so that no table is needed to find them."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"https://footbridge.example.org/persona/{self.key}")


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "derby-facilitator",
        "Amina Yusuf",
        "Leads Derby, where this year’s links are being made right now.",
        ("Read the new enquiries", "Open the draft and propose again", "See who still waits for a partner"),
    ),
    Persona(
        "derby-second",
        "Gareth Lomas",
        "Works beside her. Sign in here in a second browser and change the same draft.",
        ("Change a pair while your colleague looks", "Log a talk with a head"),
    ),
    Persona(
        "first-head",
        "Tom Ashby",
        "Head of a Derby school that has been offered a link and has not answered yet.",
        ("Read why this partner", "Accept the offer, or decline with a reason"),
    ),
    Persona(
        "second-head",
        "Rehana Malik",
        "Head of the partner school in the same offer. When both accept, the link stands.",
        ("Accept from this side too", "Invite a colleague"),
    ),
    Persona(
        "school-office",
        "Linda Walmsley",
        "Office of the first head’s school: may answer for the school, but not accept a link.",
        ("Change the school’s answer", "Look for what the office may not do"),
    ),
    Persona(
        "deputy",
        "Kevin Oduya",
        "Stands in for the second head in everything but accepting.",
        ("Look at the offer", "Invite a teacher"),
    ),
    Persona(
        "teacher",
        "Sophie Singh",
        "Leads a class whose link stands.",
        ("Find the partner class and its teacher", "See what comes next"),
    ),
    Persona(
        "partner-teacher",
        "Marek Dudek",
        "Leads the class that Sophie Singh’s class is linked with.",
        ("Find Sophie Singh among the teachers of the link", "See what comes next"),
    ),
    Persona(
        "safeguarding-lead",
        "Ruth Osei",
        "Safeguarding lead of Sophie Singh’s school: is told of concerns, and sees nothing else of the exchange.",
        ("Look at the hidden piece", "Say what becomes of it"),
    ),
    Persona(
        "new-head",
        "Naomi Ramsden",
        "Head of a Derby school that has not been in touch yet.",
        ("Say yes, maybe or not this year", "See what happens next"),
    ),
    Persona(
        "other-facilitator",
        "Deepa Mistry",
        "Leads Leicester, where most links stand. Sees nothing of Derby.",
        ("Follow the links of the year", "Look at last year’s links"),
    ),
    Persona(
        "many-roles",
        "Jo Fielding",
        "Holds several roles and switches between them.",
        ("Switch from Leicester’s facilitator to the school’s deputy head",),
    ),
    Persona(
        "network-staff",
        "Nadia Thorne",
        "Looks after all programmes, the school register and the texts.",
        ("Compare the programmes", "Read the outgoing mail", "Set up a new programme"),
    ),
    Persona(
        "venue-host",
        "Hester Quill",
        "Keeps the calendar of a museum in Derby where linked classes meet.",
        ("Confirm a visit, or decline it with a reason", "Offer a slot every week", "Say days off"),
    ),
    Persona("funder", "Joseph Carrow", "Pays for Derby and reads its figures, nothing below.", ("Read the report",)),
)
BY_KEY = {persona.key: persona for persona in PERSONAS}
