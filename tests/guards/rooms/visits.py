"""Visits in the world of the guards: a meeting to come with its place, and what was proposed and said.

Day, hours and place may be read by the link's teacher, the desks of both its schools and the programme's facilitator alone.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from footbridge.brokering.models import LinkTeacher
from footbridge.exchange.models import Label
from footbridge.vault import sealing, walls
from footbridge.vault.locks import Lock
from footbridge.venues.models import SlotHold
from footbridge.visits.groups import keeping
from footbridge.visits.models import (
    CallSide,
    Contribution,
    CostLine,
    Meeting,
    MeetingSide,
    Plan,
    Proposal,
    Quote,
    Reflection,
    RiskAssessment,
    TimetableRow,
)
from tests import factories

PLANS = ("plan", "timetable", "template", "activity", "words", "coach", "quote", "risk", "place_risk", "sheet")
GROUPS = ("groups", "move_child", "pin_adult", "forget_groups", "group_sheets", "stickers", "register")
ADDRESSES: dict[str, Any] = {
    **{
        f"visits:{name}": lambda side: {"meeting_id": side.rows["visits"].pk}
        for name in ("meeting", "numbers", "call_off", "date", "days", "move", "after", "reflect", *PLANS, *GROUPS)
    },
    "visits:take": lambda side: {
        "meeting_id": side.rows["visits"].pk,
        "quote_id": side.rows["visits"].quotes.unscoped("a test looks").get().pk,
    },
    "visits:answer": lambda side: {
        "meeting_id": side.rows["visits"].pk,
        "proposal_id": side.rows["visits"].proposals.unscoped("a test looks").get().pk,
    },
    "visits:contributions": lambda side: {"year": side.year.pk},
    "visits:add_cost": lambda side: {"link_id": side.standing.pk},
    **{f"visits:{name}": lambda side: {"cost_id": side.rows["visitcost"].pk} for name in ("cost", "drop_cost")},
    "visits:call": lambda side: {"meeting_id": side.rows["visitcall"].pk},
    "visits:add": lambda side: {"link_id": side.standing.pk},
}
SHARED: dict[str, str] = {"visits:costs_export": "the value is a file type; the rows are the viewer's own"}
CONCERNED = ("headteacher", "deputy", "school_office", "teacher")


def plant(side: Any) -> None:
    """A dated meeting of the standing link with a canary in every text."""
    key, link = side.key, side.standing
    why = "a test plants a leader"
    if not LinkTeacher.objects.unscoped(why).filter(person=side.people["teacher0"], link=link).exists():
        factories.leads(side.people["teacher0"], link, school=side.schools[0])

    def concerned(who: Any) -> bool:
        return who.side == key and (who.role == "facilitator" or (who.role in CONCERNED and who.school in (0, 1)))

    meeting = Meeting.objects.create(
        link=link,
        number=1,
        kind="neutral",
        state="dated",
        day=date(2027, 3, 10),
        starts=time(10),
        ends=time(14),
        month=date(2027, 3, 1),
        place=side.canary("visitplace", concerned),
    )
    sides = list(link.sides.unscoped("a test plants").order_by("pk"))
    MeetingSide.objects.bulk_create(MeetingSide(meeting=meeting, side=one) for one in sides)
    Proposal.objects.create(meeting=meeting, side=sides[1], day=date(2027, 3, 11), starts=time(9), ends=time(12))
    Reflection.objects.create(
        meeting=meeting,
        person=side.people["teacher0"],
        first=side.canary("reflection", concerned),
        quote=side.canary("visitquote", concerned),
    )
    Plan.objects.create(
        meeting=meeting,
        plan_b=side.canary("planb", concerned),
        note=side.canary("plannote", concerned),
        stops=side.canary("coachstop", concerned),
    )
    TimetableRow.objects.create(meeting=meeting, position=1, minutes=20, what=side.canary("timetable", concerned))
    Quote.objects.create(meeting=meeting, operator=side.canary("operator", concerned), pence=40000, chosen=True)
    for place, one in enumerate((None, sides[1])):
        RiskAssessment.objects.create(
            meeting=meeting,
            side=one,
            reference=side.canary(f"riskref{place}", concerned),
            notes=side.canary(f"risknotes{place}", concerned),
        )
    with walls.inside(link.pk):
        label = Label.objects.unscoped("a guard plants groups").filter(link=link).order_by("link_class")[0]
    adults = {str(sides[0].pk): [side.canary("groupadult", lambda who: who.side == key and who.role == "teacher")]}
    keeping.write(meeting, keeping.Kept(count=1, groups=[[str(label.pk)]], adults=adults))
    desk = ("headteacher", "deputy", "school_office")

    def pays(who: Any) -> bool:
        return who.side == key and (who.role == "facilitator" or (who.role in desk and who.school == 0))

    Contribution.objects.create(linking_year=side.year, kind="coach", most=20000)
    own = next(one for one in sides if one.school_id == side.schools[0].pk)
    side.rows["visitcost"] = CostLine.objects.create(
        side=own,
        kind="coach",
        words=side.canary("costwords", pays),
        actual=40000,
        payer="grant",
        claim="claimed",
        claimed=30000,
        evidence=side.canary("costevidence", pays),
    )
    online = Meeting.objects.create(
        link=link,
        number=2,
        kind="online",
        how="online",
        state="dated",
        day=date(2027, 3, 17),
        starts=time(10),
        ends=time(11),
        month=date(2027, 3, 1),
    )
    MeetingSide.objects.bulk_create(MeetingSide(meeting=online, side=one) for one in sides)
    address = side.canary("calladdress", lambda who: who.side == key and who.role == "teacher" and who.school in (0, 1))
    CallSide.objects.create(
        meeting=online,
        side=sides[1],
        done=["tried"],
        sealed=sealing.seal(
            f"https://zoom.us/j/{address}".encode(),
            lock=Lock(link=link.pk, year=side.year.start),
            kind="call",
            row=f"{online.pk}:{sides[1].pk}",
        ),
    )
    side.rows["visitcall"] = online
    side.rows["visits"] = meeting
    hold = side.rows["venues"]["hold"].pk  # the venue's visit is this meeting, so its page shows where it is
    SlotHold.objects.unscoped("a test plants").filter(pk=hold).update(key=f"meeting:{meeting.pk}")
