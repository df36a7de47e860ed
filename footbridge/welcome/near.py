"""“Is there a programme near you?”: from a school, a postcode or a place to the programme and whom to ask.

Reads public facts only: the register, and the programmes' own pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Avg

from footbridge.programmes.models import Programme
from footbridge.programmes.queries import Near, covering, nearest_recruiting
from footbridge.schools.models import LocalAuthority, School
from footbridge.welcome.finding import search_schools

MOST_CHOICES = 8
POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})?$")
# Postcode areas outside England, where the register and the programmes end.
ELSEWHERE = {
    "Wales": {"CF", "LD", "LL", "NP", "SA"},
    "Scotland": {"AB", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"},
    "Northern Ireland": {"BT"},
}


@dataclass
class Answer:
    """What was asked and what was found. `covers`: programmes that work there; `nearest`: recruiting ones by distance."""

    asked: str = ""
    school: School | None = None
    was: School | None = None
    place: str = ""
    trouble: str = ""
    choices: Sequence[School] = field(default_factory=list)
    covers: Sequence[Programme] = field(default_factory=list)
    nearest: Sequence[Near] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether it names a school or a place, and so can say which programme."""
        return bool(self.school or self.place)

    @property
    def recruiting(self) -> Sequence[Programme]:
        """Programmes that work there and take schools now."""
        return [one for one in self.covers if one.recruiting]

    @property
    def full(self) -> Sequence[Programme]:
        """Programmes that work there and take no schools now."""
        return [one for one in self.covers if not one.recruiting]


def for_school(school: School, *, asked: str = "") -> Answer:
    """The answer for one school of the register; for a closed one, its successor's."""
    was = None
    if is_closed(school) and school.replaced_by:
        was, school = school, school.replaced_by
    answer = Answer(asked=asked or school.name, school=school, was=was)
    if is_closed(school):
        answer.trouble = (
            f"{school.name} has closed, and the register names no school that followed it. "
            "Look for the school its children go to now."
        )
    return with_programmes(answer, school.authority_id, place_of(school))


def look(asked: str) -> Answer:
    """The answer to what a visitor typed: one school, one place, a few schools to choose from, or why there is none."""
    text = " ".join(asked.split())[:200]
    if not text:
        return Answer()
    if authority := authority_called(text):
        return for_authority(authority, asked=text)
    found = list(search_schools(text, MOST_CHOICES + 1))
    if school := the_one(found, text):
        return for_school(school, asked=text)
    if authority := authority_of_town(text):
        return for_authority(authority, asked=text, called=text.title(), choices=found[:MOST_CHOICES])
    if found:
        return Answer(asked=text, choices=found[:MOST_CHOICES])
    return nothing_found(text)


def the_one(found: Sequence[School], text: str) -> School | None:
    """The school that was meant, where that is beyond doubt: the only one, or the only open one of exactly this name."""
    if len(found) == 1:
        return found[0]
    named = [one for one in found if one.name.casefold() == text.casefold() and not is_closed(one)]
    return named[0] if len(named) == 1 else None


def authority_called(text: str) -> LocalAuthority | None:
    """The local authority of exactly this name, with or without “council”."""
    name = re.sub(r"\s+(city|county|borough|metropolitan|council|\s)+$", "", f"{text} ", flags=re.I).strip() or text
    return LocalAuthority.objects.filter(name__iexact=name).first()


def authority_of_town(text: str) -> LocalAuthority | None:
    """The only authority that has schools in a town of this name; None where there are several or none."""
    codes = School.objects.filter(town__iexact=text, authority__isnull=False).values_list("authority", flat=True)
    several = list(codes.order_by("authority").distinct()[:2])
    return LocalAuthority.objects.get(pk=several[0]) if len(several) == 1 else None


def for_authority(authority: LocalAuthority, *, asked: str, called: str = "", choices: Sequence[School] = ()) -> Answer:
    """The answer for a place: the programme of its authority, with schools there to choose from."""
    answer = Answer(asked=asked, place=called or authority.name, choices=choices)
    return with_programmes(answer, authority.pk, centre_of_authority(authority))


def with_programmes(answer: Answer, authority: str | None, place: tuple[int, int] | None) -> Answer:
    """Fill in which programmes work there and, unless one of them recruits, which recruiting ones are nearest."""
    answer.covers = covering(authority)
    if not answer.recruiting and place:
        answer.nearest = nearest_recruiting(*place)
    return answer


def nothing_found(text: str) -> Answer:
    """Why nothing was found, in words that help; and for a postcode, what is near its district."""
    answer = Answer(asked=text)
    match = POSTCODE.match(text.upper())
    if not match:
        answer.trouble = f"We found no school and no place called “{text}”. Check the spelling, or type the postcode."
        return answer
    district = match[1]
    for country, areas in ELSEWHERE.items():
        if re.match(r"[A-Z]+", district)[0] in areas:  # type: ignore[index]
            answer.trouble = (
                f"{text.upper()} is a postcode in {country}. Programmes work with schools in England; write to us if you "
                "would like to link from further away."
            )
            return answer
    there = School.objects.filter(postcode__startswith=f"{district} ")
    mean = there.aggregate(e=Avg("easting"), n=Avg("northing"))
    if mean["e"] is None:
        answer.trouble = (
            f"No school of the register has the postcode {text.upper()}. Try the school's name or its town."
        )
        return answer
    codes = list(there.exclude(authority=None).values_list("authority", flat=True).distinct()[:2])
    answer.place = f"the {district} area"
    return with_programmes(answer, codes[0] if len(codes) == 1 else None, (round(mean["e"]), round(mean["n"])))


def is_closed(school: School) -> bool:
    """Whether the register calls the school closed (and not only “proposed to close”)."""
    return school.status.lower() == "closed"


def place_of(school: School) -> tuple[int, int] | None:
    """Where a school is in metres; the middle of its authority where the register does not say."""
    if school.easting is not None and school.northing is not None:
        return school.easting, school.northing
    return centre_of_authority(school.authority) if school.authority else None


def centre_of_authority(authority: LocalAuthority) -> tuple[int, int] | None:
    """The middle of an authority in metres, or of its schools."""
    from footbridge.programmes.queries import centre_of

    return centre_of([authority])
