"""What waits for a facilitator: new answers, sheets, talks, pairing, offers, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q

from footbridge.access import Viewer
from footbridge.brokering.models import Draft, Link, LinkSide
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
    waiting = (
        OfferedClass.objects.visible_to(viewer)
        .filter(linking_year__in=years, withdrawn=None, interest__answer__in=["yes", "maybe"])
        .exclude(interest__state__in=["withdrawn", "replaced"])
        .exclude(link_classes__live=True)
        .count()
    )
    drafts = list(
        Draft.objects.visible_to(viewer).filter(linking_year__in=years, put_aside=None).order_by("-changed")[:1]
    )
    cards = []
    if waiting:
        begun = f"Your last draft is “{drafts[0].name}”." if drafts else "No draft has been begun."
        cards.append(
            Card(
                many(waiting, "class has no partner yet", "classes have no partner yet"),
                begun,
                "Propose links, look through the reasons, then offer them. Nobody hears before you offer.",
                to("brokering:drafts"),
                "Go on pairing",
                waiting,
                "info",
            )
        )
    return cards


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
