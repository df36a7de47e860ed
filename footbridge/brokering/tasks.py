"""What the worker does for brokering: large proposals; a country's programmes; reminders in school days, then a word to the facilitator."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from footbridge.access import Viewer
from footbridge.brokering import country
from footbridge.brokering.drafts import actions
from footbridge.brokering.drafts.steps import DraftMoved, proposed, state_of
from footbridge.brokering.models import Draft, LinkSide
from footbridge.brokering.offers.actions import remind, tell_of_silence
from footbridge.brokering.problem.pool import pool_of
from footbridge.people.models import Person
from footbridge.people.viewers import viewer_for
from footbridge.programmes.schooldays import holidays_of, is_school_day, school_days_between
from matching import BadProblem

REMIND_AFTER = (5, 10)
TELL_AFTER = 15


@app.periodic(cron="10 8 * * *")
@app.task(queue="daily")
def remind_of_offers(timestamp: int) -> None:
    """Every morning: offers that wait for a reply are reminded after 5 and 10 school days; after 15 the facilitator is told."""
    remind_on(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


def remind_on(today: date) -> tuple[int, int]:
    """The work of one day: how many were reminded, and of how many the facilitator was told."""
    viewer = Viewer.for_system("reminders")
    waiting = (
        LinkSide.objects.visible_to(viewer)
        .filter(reply=LinkSide.Reply.WAITING, link__state="offered", told=None)
        .select_related("link__linking_year__programme", "school")
    )
    reminded = told = 0
    for side in waiting:
        year = side.link.linking_year
        holidays = holidays_of(year.start, year.dates)
        if not is_school_day(today, holidays):
            continue
        days = school_days_between(timezone.localdate(side.link.offered), today, holidays)
        if days >= TELL_AFTER:
            told += tell_of_silence(by=viewer, side=side)
        elif side.reminders < len(REMIND_AFTER) and days >= REMIND_AFTER[side.reminders]:
            reminded += remind(by=viewer, side=side, today=today)
    return reminded, told


@app.task(queue="brokering")
def propose_in_background(draft_id: int, version: int, person_id: int, standing_id: int | None) -> None:
    """Look for the best links of a large programme, then put them into the draft unless it was changed meanwhile.

    The search itself locks nothing, so that colleagues can go on working.
    """
    viewer = viewer_for(Person.objects.get(pk=person_id), role_in_use=standing_id)
    draft = Draft.objects.visible_to(viewer).select_related("linking_year__programme").filter(pk=draft_id).first()
    if draft is None:
        return
    trouble = ""
    try:
        pool = pool_of(viewer, draft.linking_year)
        groups = proposed(pool, state_of(draft, pool))
        actions.keep_proposal(by=viewer, draft=draft, version=version, groups=groups)
    except DraftMoved:
        trouble = "The draft was changed while a proposal was being looked for, so it was not kept. Ask again."
    except BadProblem as bad:
        trouble = str(bad)
    actions.end_search(by=viewer, draft=draft, trouble=trouble)


@app.task(queue=country.QUEUE)
def link_part(run: str, number: int) -> None:
    """Link one programme of a country."""
    country.link_one(run, number)
