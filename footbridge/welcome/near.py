"""“Is there a programme near you?”: from a school, a postcode or a place to the programme and whom to ask.

Reads public facts only: the register, and the programmes' own pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from footbridge.programmes.models import Programme
from footbridge.programmes.queries import Near, centre_of, covering, nearest_recruiting
from footbridge.schools.models import LocalAuthority, School
from footbridge.schools.queries import place_of_postcode, search_schools, successors
from footbridge.schools.search import Found

MOST_CHOICES = 8
POSTCODE = re.compile(r"^([A-Z]{1,2})(\d[A-Z\d]?)\s*(\d[A-Z]{2})?$")
# Postcode areas outside England, where the register and the programmes end.
ELSEWHERE = {
    "Wales": {"CF", "LD", "LL", "NP", "SA"},
    "Scotland": {"AB", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"},
    "Northern Ireland": {"BT"},
}


@dataclass(frozen=True)
class Choice:
    """A school to choose from, with a line that tells it from others of its name."""

    id: int
    name: str
    place: str

    @classmethod
    def of(cls, found: Found) -> Choice:
        """From a school that the search found."""
        facts = (found.place, f"URN {found.urn}" if found.urn else "", "closed" if found.gone else "")
        return cls(found.id, found.name, " · ".join(filter(None, facts)))


@dataclass
class Answer:
    """What was asked and what was found. `covers`: programmes that work there; `nearest`: recruiting ones by distance."""

    asked: str = ""
    school: School | None = None
    was: School | None = None
    place: str = ""
    trouble: str = ""
    choices: Sequence[Choice] = field(default_factory=list)
    covers: Sequence[Programme] = field(default_factory=list)
    nearest: Sequence[Near] = field(default_factory=list)
    sure: bool = False  # whether the authority is known, so that “none works here” can be said

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
    """The answer for one school of the register. A closed one leads to its successor, or to those it was split into."""
    was = None
    if is_closed(school):
        heirs = (
            [school.replaced_by] if school.replaced_by else [one for one in successors(school) if not is_closed(one)]
        )
        if len(heirs) > 1:
            return Answer(
                asked=asked or school.name,
                trouble=f"{school.name} has closed. Several schools followed it: choose yours.",
                choices=[Choice(one.pk, one.name, ", ".join(filter(None, (one.town, one.postcode)))) for one in heirs],
            )
        if heirs:
            was, school = school, heirs[0]
    answer = Answer(asked=asked or school.name, school=school, was=was)
    if is_closed(school):
        answer.trouble = (
            f"{school.name} has closed, and the register names no school that followed it. "
            "Look for the school its children go to now."
        )
    return with_programmes(answer, [school.authority_id], place_of(school))


def look(asked: str) -> Answer:
    """The answer to what a visitor typed: one school, one place, a few schools to choose from, or why there is none."""
    text = " ".join(asked.replace("\0", "").split())[:200]
    if not text:
        return Answer()
    if authority := authority_called(text):
        return for_authority(authority, asked=text)
    if POSTCODE.match(text.upper()):
        return for_postcode(text.upper())
    found = search_schools(text, limit=MOST_CHOICES)
    if one := the_one(found, text):
        return for_school(school_of(one), asked=text)
    choices = [Choice.of(one) for one in found]
    if authority := authority_of_town(text):
        return for_authority(authority, asked=text, called=text.title(), choices=choices)
    if choices:
        return Answer(asked=text, choices=choices)
    trouble = f"We found no school and no place called “{text}”. Check the spelling, or type the postcode."
    return Answer(asked=text, trouble=trouble)


def school_of(found: Found) -> School:
    """The school behind a line of the search."""
    return School.objects.select_related("authority", "replaced_by__authority").get(pk=found.id)


def the_one(found: Sequence[Found], text: str) -> Found | None:
    """The school that was meant, where that is beyond doubt: its URN, the only one found, the only one of this name."""
    if len(found) == 1:
        return found[0]
    exact = [one for one in found if one.urn == text]
    named = [one for one in found if one.name.casefold() == text.casefold() and not one.gone]
    return next(iter(exact), None) or (named[0] if len(named) == 1 else None)


def authority_called(text: str) -> LocalAuthority | None:
    """The local authority of exactly this name, with or without “council”."""
    name = re.sub(r"(\s+(city|county|borough|metropolitan|council))+$", "", text, flags=re.I)
    return (
        LocalAuthority.objects.filter(name__iexact=text).first()
        or LocalAuthority.objects.filter(name__iexact=name).first()
    )


def authority_of_town(text: str) -> LocalAuthority | None:
    """The only authority that has schools in a town of this name; None where there are several or none."""
    codes = School.objects.filter(town__iexact=text, authority__isnull=False).values_list("authority", flat=True)
    several = list(codes.order_by("authority").distinct()[:2])
    return LocalAuthority.objects.get(pk=several[0]) if len(several) == 1 else None


def for_authority(
    authority: LocalAuthority, *, asked: str, called: str = "", choices: Sequence[Choice] | None = None
) -> Answer:
    """The answer for a place: the programme of its authority, with schools there to choose from."""
    if choices is None:
        choices = [Choice.of(one) for one in search_schools(asked, limit=MOST_CHOICES, standing=True)]
    answer = Answer(asked=asked, place=called or authority.name, choices=choices)
    return with_programmes(answer, [authority.pk], centre_of([authority]))


def for_postcode(text: str) -> Answer:
    """The answer for a postcode: its only school, else the place with the schools there to choose from."""
    area, district, inward = re.match(POSTCODE, text).groups()  # type: ignore[union-attr]
    if country := next((country for country, areas in ELSEWHERE.items() if area in areas), ""):
        return Answer(asked=text, trouble=(
            f"{text} is a postcode in {country}. Programmes work with schools in England; write to us if you would like to "
            "link from further away."))  # fmt: skip
    written = f"{area}{district} {inward}" if inward else f"{area}{district}"
    found = search_schools(text, limit=MOST_CHOICES)
    here = [one for one in found if one.postcode == written and not one.gone]
    if len(here) == 1:
        return for_school(school_of(here[0]), asked=text)
    place = place_of_postcode(text)
    if not place:
        return Answer(asked=text, trouble=(
            f"No school of the register is near the postcode {text}. Check it, or try the school's name or its town."))  # fmt: skip
    answer = Answer(asked=text, place=written if here else f"Near {written}", choices=[Choice.of(one) for one in found])
    codes = School.objects.filter(pk__in=[one.id for one in found], authority__isnull=False)
    several = codes.order_by("authority").values_list("authority", flat=True).distinct()
    return with_programmes(answer, several, place)


def with_programmes(answer: Answer, authorities: Iterable[str | None], place: tuple[int, int] | None) -> Answer:
    """Fill in which programmes work there and, unless one of them recruits, which recruiting ones are nearest.

    A postcode's neighbourhood may lie in several authorities, or, where it has no school, in one that is not known.
    """
    codes = [code for code in authorities if code]
    answer.sure = bool(codes)
    found = {one.pk: one for code in codes for one in covering(code, place)}
    answer.covers = sorted(found.values(), key=lambda one: not one.recruiting)
    if not answer.recruiting and place:
        answer.nearest = nearest_recruiting(*place)
    return answer


def is_closed(school: School) -> bool:
    """Whether the register calls the school closed (and not only “proposed to close”), or another took its place."""
    return school.status.lower().startswith("closed") or school.replaced_by_id is not None


def place_of(school: School) -> tuple[int, int] | None:
    """Where a school is in metres; its postcode's place, or the middle of its authority, where the register does not say."""
    if school.easting and school.northing:
        return school.easting, school.northing
    return place_of_postcode(school.postcode) or (centre_of([school.authority]) if school.authority else None)
