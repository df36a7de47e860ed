"""Who gets a nudge about a link, and what their letter says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from footbridge.access import Viewer
from footbridge.brokering.links.queries import sides_of
from footbridge.brokering.models import Link
from footbridge.brokering.teachers.queries import leaders_of
from footbridge.care.flags.board import Row
from footbridge.care.flags.flag import Audience
from footbridge.care.models import NudgeWords
from footbridge.care.nudges.words import KINDS, filled
from footbridge.people.queries import heads_of
from footbridge.programmes.models import Programme
from footbridge.ui.navigation import address


@dataclass(frozen=True)
class Words:
    """What a nudge says before its blanks are filled in. `own` says that they are the programme's."""

    subject: str
    words: str
    own: bool = False


@dataclass(frozen=True)
class Letter:
    """A nudge to one person about one link, as it will go."""

    link: Link
    person: int
    name: str
    email: str
    school: str
    subject: str
    words: str


@dataclass(frozen=True)
class Post:
    """All letters of one nudge, and for each link without a reader why there is none."""

    letters: Sequence[Letter]
    unreached: Sequence[tuple[Link, str]]


def words_of(viewer: Viewer, programme: Programme, about: str) -> Words:
    """The programme's words for a kind of nudge, else the network's."""
    own = NudgeWords.objects.visible_to(viewer).filter(programme=programme, about=about).first()
    if own is not None:
        return Words(own.subject, own.words, own=True)
    return Words(KINDS[about].subject, KINDS[about].words)


def post_of(viewer: Viewer, rows: Sequence[Row], about: str, audience: Audience, words: Words) -> Post:
    """The letters of a nudge: for each link, the heads or teachers of the schools that are waited for. Two queries."""
    links = [row.link for row in rows]
    heads = heads_of([side.school_id for link in links for side in sides_of(link)])
    teachers = leaders_of([link.pk for link in links])
    letters, unreached = [], []
    for row in rows:
        sides = {side.school_id: side.school.name for side in sides_of(row.link)}
        wanted = _schools_waited_for(row, about) or tuple(sides)
        found = 0
        for school in wanted:
            people: Sequence[tuple[int, str, str]]
            if audience == "heads":
                people = [(one.person, one.name, one.email) for one in heads[school][:1]]
            else:
                people = [(one.person, one.name, one.email) for one in teachers[row.link.pk] if one.school == school]
            partners = " and ".join(name for key, name in sides.items() if key != school)
            for person, name, email in people:
                blanks = _blanks(viewer, row.link, name, sides[school], partners)
                letter = Letter(
                    row.link, person, name, email, sides[school],
                    " ".join(filled(words.subject, blanks).split())[:200], filled(words.words, blanks),
                )  # fmt: skip
                letters.append(letter)
                found += 1
        if not found:
            who = "head has an account" if audience == "heads" else "teacher is named"
            unreached.append((row.link, f"{row.title}: no {who} at the school we wait for."))
    return Post(_once(letters), unreached)


def page_of(about: str) -> str:
    """The address of the page where the reader does what is asked."""
    return settings.ADDRESS + (address(KINDS[about].page) or address("today"))


def _schools_waited_for(row: Row, about: str) -> tuple[int, ...]:
    schools: dict[int, None] = {}
    for flag in row.flags:
        if flag.about == about:
            if not flag.schools:
                return ()
            schools |= dict.fromkeys(flag.schools)
    return tuple(schools)


def _blanks(viewer: Viewer, link: Link, name: str, school: str, partner: str) -> Mapping[str, str]:
    programme = link.linking_year.programme
    return {
        "name": name,
        "school": school,
        "partner": partner,
        "programme": programme.name,
        "facilitator": viewer.name or programme.contact_name,
    }


def _once(letters: Sequence[Letter]) -> list[Letter]:
    """Each person once for a link, also where they lead two classes of it."""
    return list({(letter.link.pk, letter.person): letter for letter in letters}.values())
