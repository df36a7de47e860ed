"""The text a network begins with: our own, plain enough for a head with two minutes. The network may change every word."""

from __future__ import annotations

from footbridge.agreements.models import AgreementText

TITLE = "Our agreement for the linking year"
BODY = """\
# What this is

Two schools promise each other a year in which their classes meet. Children look forward to it, and a partner who does not
come cannot be replaced in March. So both heads say here what their school gives.

# What children gain

Children meet others whom they would not meet otherwise. They write, ask and answer, then spend whole days together. It works
best when they meet more than once, so every meeting of the year counts.

# What our school gives

- Time: the class works for the link within lessons, from the first letter to the last meeting.
- Two adults: each linked class has a teacher who leads it and a colleague who can step in.
- Training: the teachers who lead come to both training sessions of the year.
- Meetings: we come to the neutral venue, we visit our partner, and our partner visits us.
- Answers: we reply to our partner and to the facilitator within five school days.

# How we keep children safe

Each school keeps its own rules on visits, pictures and first aid. Where the rules of the two schools differ, the stricter one
holds for both. We share no child's surname, and no picture of a child whose family has not agreed.

# If something changes

When a teacher leaves, the school names another within ten school days and tells the partner. When the school cannot go on, the
head tells the facilitator at once and says why. The facilitator then looks for another partner for the class that is left.
"""
COMMITMENTS = (
    "We release our linking teachers for two training sessions.",
    "We arrange and pay for transport to the neutral venue and to our partner school.",
    "We host our partner class for a day at our school.",
    "We give curriculum time to the exchange through the whole year.",
)


def initial_from(source: object, *, fresh: bool) -> dict[str, str]:
    """What the form begins with: a version of the text, or this page. What changed is said anew for each version."""
    if isinstance(source, AgreementText):
        lines = "\n".join(source.commitments)
        changed = "" if fresh else source.changed
        return {"title": source.title, "body": source.body, "commitments": lines, "changed": changed}
    return {"title": TITLE, "body": BODY, "commitments": "\n".join(COMMITMENTS)}
