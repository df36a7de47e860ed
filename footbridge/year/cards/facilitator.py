"""What waits for a facilitator: new answers, sheets, talks, pairing, offers, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from footbridge.access import Viewer
from footbridge.brokering.models import Draft, Link, LinkSide, Revision
from footbridge.interest.models import Interest, OfferedClass, SheetRow, Talk
from footbridge.programmes import calendar
from footbridge.programmes.models import LinkingYear
from footbridge.ui.parts import Step
from footbridge.year.cards.card import Card, Home, many, to

LATE = dt.timedelta(days=14)
"""After this long an offer without a reply is worth a call."""


def home(viewer: Viewer, today: dt.date) -> Home:
    """The facilitator's page. Eight queries, however many programmes and schools."""
    years = list(
        LinkingYear.objects.visible_to(viewer)
        .filter(state=LinkingYear.State.OPEN)
        .select_related("programme")
        .order_by("programme__name", "start")
    )
    ids = [year.pk for year in years]
    page = Home(quiet="Nothing waits for you today.")
    cards = [
        *_answers(viewer, ids),
        *_talks(viewer, ids, today),
        *_sheets(viewer, ids),
        *_pairing(viewer, ids),
        *_offers(viewer, ids, today),
        *_years(years, today),
    ]
    page.now = [card for card in cards if card.tone != "plain"]
    page.standing = [card for card in cards if card.tone == "plain"]
    page.years = [(str(year), way(year, today)) for year in years]
    return page


def way(year: LinkingYear, today: dt.date) -> Sequence[Step]:
    """The five steps round today: what is past, what is now, what comes."""
    dates = sorted((day, calendar.LABELS[step]) for step, day in calendar.dates_of(year).items())
    ahead = next((n for n, (day, _) in enumerate(dates) if day >= today), len(dates))
    first = max(0, min(ahead - 2, len(dates) - 5))
    return [
        Step(label, "done" if n < ahead else "now" if n == ahead else "later", calendar.say(day))
        for n, (day, label) in enumerate(dates[first : first + 5], first)
    ]


def _answers(viewer: Viewer, years: Sequence[int]) -> list[Card]:
    counted = (
        Interest.objects.visible_to(viewer)
        .live()
        .filter(linking_year__in=years)
        .aggregate(
            new=Count("pk", filter=Q(state=Interest.State.RECEIVED)),
            maybe=Count("pk", filter=Q(answer=Interest.Answer.MAYBE)),
            yes=Count("pk", filter=Q(answer=Interest.Answer.YES)),
        )
    )
    url = to("interest:inbox")
    said = Card(
        "Schools that want to link",
        f"{many(counted['yes'], 'school says', 'schools say')} yes, {counted['maybe']} maybe.",
        url=url,
        label="See all answers",
    )
    if not counted["new"]:
        return [said]
    new = Card(
        many(counted["new"], "new answer", "new answers"),
        "Nobody has looked at these yet.",
        "Read each one and say who looks after it. The school sees that you have it.",
        to("interest:inbox", state="received"),
        "Read the new answers",
        counted["new"],
        "warning",
    )
    return [new, said]


def _talks(viewer: Viewer, years: Sequence[int], today: dt.date) -> list[Card]:
    due = (
        Talk.objects.visible_to(viewer)
        .filter(interest__linking_year__in=years, done=None, next_on__lte=today)
        .exclude(next_step="")
        .count()
    )
    if not due:
        return []
    return [
        Card(
            many(due, "call or letter is due", "calls and letters are due"),
            "You noted a next step for a day that has come.",
            "Log what was said, and the step is done.",
            to("interest:due"),
            "See what is due",
            due,
            "warning",
        )
    ]


def _sheets(viewer: Viewer, years: Sequence[int]) -> list[Card]:
    unclear = (
        SheetRow.objects.visible_to(viewer)
        .filter(sheet__linking_year__in=years, state__in=[SheetRow.State.CONFIRM, SheetRow.State.WRONG])
        .count()
    )
    if not unclear:
        return []
    return [
        Card(
            many(unclear, "row of a sign-up sheet is unclear", "rows of sign-up sheets are unclear"),
            "A school was not found for certain, or a cell cannot be read.",
            "Settle each row, then bring the sheet in.",
            to("interest:sheets"),
            "Settle the rows",
            unclear,
            "warning",
        )
    ]


def _pairing(viewer: Viewer, years: Sequence[int]) -> list[Card]:
    """Classes in no link that was offered or stands; how many of them the last draft pairs, and how many it leaves waiting."""
    free = set(
        OfferedClass.objects.visible_to(viewer)
        .filter(linking_year__in=years, withdrawn=None, interest__answer__in=["yes", "maybe"])
        .exclude(interest__state__in=["withdrawn", "replaced"])
        .exclude(link_classes__live=True)
        .values_list("pk", flat=True)
    )
    if not free:
        return []
    last = Revision.objects.visible_to(viewer).filter(draft=OuterRef("pk"), number=OuterRef("version"))
    draft = (
        Draft.objects.visible_to(viewer)
        .filter(linking_year__in=years, put_aside=None)
        .annotate(now=Subquery(last.values("state")))
        .order_by("-changed")
        .values_list("name", "now")
        .first()
    )
    return [
        Card(
            many(len(free), "class has no offer yet", "classes have no offer yet"),
            _said_by(*draft, free) if draft else "No draft has been begun.",
            "Propose links, look through the reasons, then offer them. Nobody hears before you offer.",
            to("brokering:drafts"),
            "Go on pairing",
            len(free),
            "info",
        )
    ]


def _said_by(name: str, state: Mapping[str, Any] | None, free: set[int]) -> str:
    """What the last draft does with the classes that have no offer, in the board's own words."""
    paired = {one for group in (state or {}).get("groups", []) for one in group}
    if not paired & free:
        return f"Your last draft, “{name}”, pairs none of them yet."
    waits = len(free - paired)
    rest = f"{many(waits, 'waits', 'wait')} there" if waits else "none waits there"
    return f"Your last draft, “{name}”, pairs {len(paired & free)} of them; {rest}."


def _offers(viewer: Viewer, years: Sequence[int], today: dt.date) -> list[Card]:
    long_ago = dt.datetime.combine(today - LATE, dt.time(), dt.UTC)
    offered = Q(link__state=Link.State.OFFERED, reply=LinkSide.Reply.WAITING)
    counted = (
        LinkSide.objects.visible_to(viewer)
        .filter(link__linking_year__in=years)
        .aggregate(
            waiting=Count("pk", filter=offered),
            late=Count("pk", filter=offered & Q(link__offered__lt=long_ago)),
            standing=Count("link", filter=Q(link__state=Link.State.STANDING), distinct=True),
        )
    )
    cards = []
    if counted["waiting"]:
        late = f" {counted['late']} of them for more than two weeks." if counted["late"] else ""
        cards.append(
            Card(
                many(counted["waiting"], "head has not replied yet", "heads have not replied yet"),
                f"They were offered a link and have not said yes or no.{late}",
                "Reminders go out by themselves in school days. A call helps.",
                to("brokering:links"),
                "See the offers",
                counted["waiting"],
                "warning" if counted["late"] else "info",
            )
        )
    cards.append(
        Card(
            many(counted["standing"], "link stands", "links stand"),
            "Both heads have said yes.",
            url=to("brokering:links"),
            label="See all links",
        )
    )
    return cards


def _years(years: Sequence[LinkingYear], today: dt.date) -> list[Card]:
    cards = []
    for year in years:
        ahead = calendar.ahead_in(year, today)
        url = to("programmes:dates", year.programme.slug, year.start)
        if ahead:
            day, label = ahead[0]
            cards.append(
                Card(f"{label}: {calendar.say(day)}", f"The next date of {year}.", url=url, label="See all dates")
            )
        else:
            close = to("programmes:close_year", year.programme.slug, year.start)
            cards.append(
                Card(
                    f"{year} is over",
                    "All its dates are past.",
                    "When you close it, its figures stay and nothing of it changes any more.",
                    close,
                    "Close the year",
                    tone="info",
                )
            )
    if not years:
        cards.append(
            Card(
                "No linking year is open",
                "Schools can only answer for a year that is open.",
                "Open one, look through its dates, and schools can say that they want to link.",
                to("programmes:settings"),
                "Open a linking year",
                tone="warning",
            )
        )
    return cards
