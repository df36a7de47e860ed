"""The board: every live link with where it stands in each step, most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from footbridge.access import Viewer
from footbridge.brokering.links.queries import links_in_short, sides_of, title_of
from footbridge.brokering.models import LIVE, Link
from footbridge.care.flags.flag import Flag, Standing
from footbridge.care.flags.steps import STEPS
from footbridge.care.nudges.words import KINDS
from footbridge.programmes.models import LinkingYear
from footbridge.ui.tables import Column, Filter, Table


@dataclass(frozen=True)
class Row:
    """A link on the board."""

    link: Link
    title: str
    standings: Mapping[str, Standing]

    @property
    def flags(self) -> list[Flag]:
        """Everything that needs somebody, late things first."""
        found = [flag for standing in self.standings.values() for flag in standing.flags]
        return sorted(found, key=lambda flag: not flag.late)

    @property
    def urgency(self) -> int:
        """Late things weigh most, then how many there are."""
        return sum(100 if flag.late else 1 for flag in self.flags)

    @property
    def why(self) -> str:
        """What there is to do, in one text, to search in."""
        return " ".join(flag.sentence for flag in self.flags)


def rows_of(viewer: Viewer, links: Sequence[Link], today: date) -> list[Row]:
    """The given links with their standing in each step. The queries of each step once, however many links."""
    read = {step.key: step.read(viewer, links, today) for step in STEPS}
    return [
        Row(link, title_of(link), {key: found[link.pk] for key, found in read.items() if link.pk in found})
        for link in links
    ]


def live_links(viewer: Viewer, *, link_ids: Sequence[int] | None = None) -> list[Link]:
    """The viewer's offered and standing links of open years. Four queries."""
    rows = links_in_short(viewer).filter(Q(linking_year__state=LinkingYear.State.OPEN), state__in=LIVE)
    return list(rows if link_ids is None else rows.filter(pk__in=link_ids))


def board(viewer: Viewer, years: Sequence[LinkingYear], query: Mapping[str, str], today: date) -> Table:
    """The table of the board: a row a link, a column a step."""
    rows = rows_of(viewer, live_links(viewer), today)
    steps = [Column(f"at-{step.key}", step.label, show=_word(step.key), tone=_tone(step.key)) for step in STEPS]
    return Table(
        rows,
        [
            Column("pick", "Choose", template="care/_pick.html", show=lambda row: row.link.pk),
            Column(
                "title",
                "Link",
                sort=True,
                main=True,
                link=lambda row: reverse("care:link", args=[row.link.pk]),
            ),
            *steps,
            Column(
                "urgency", "What needs you", sort=True, template="care/_why.html", show=lambda row: row.flags or None
            ),
        ],
        query,
        caption="Links",
        note="Tick links to write to their schools in one go.",
        search=["title", "link.reference", "why"],
        filters=[
            Filter(
                "needs", "Needs", [("late", "Something late"), ("any", "Something to do"), ("none", "Nothing")], _needs
            ),
            Filter("about", "About", [(key, kind.short) for key, kind in KINDS.items() if kind.flagged], _about),
            Filter("year", "Year", [(str(year.pk), str(year)) for year in years], "link__linking_year_id"),
        ],
        order="-urgency",
        sizes=(50, 100, 200),
        empty_title="No link is under way yet",
        empty_text="Offer links from a draft. From then on you follow them here, from the offer to the goodbye.",
        empty_picture="two-schools",
    )


def _word(key: str) -> Callable[[Row], str]:
    return lambda row: row.standings[key].word if key in row.standings else "Later"


def _tone(key: str) -> Callable[[Row], str]:
    return lambda row: row.standings[key].tone if key in row.standings else "plain"


def _needs(rows: list[Row], value: str) -> list[Row]:
    if value == "none":
        return [row for row in rows if not row.flags]
    return [row for row in rows if row.flags and (value == "any" or any(flag.late for flag in row.flags))]


def _about(rows: list[Row], value: str) -> list[Row]:
    return [row for row in rows if any(flag.about == value for flag in row.flags)]


def schools_of(link: Link) -> str:
    """The schools of a link by name."""
    return " and ".join(side.school.name for side in sides_of(link))
