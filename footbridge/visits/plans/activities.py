"""Activities for a meeting, and days made of them: what teachers begin with and then make their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """Something two classes do together: minutes, and one sentence on how it goes."""

    key: str
    name: str
    minutes: int
    how: str


ACTIVITIES = (
    Activity("arrive", "Arrive, coats off, toilets", 15, "Somebody the children know by name stands at the door."),
    Activity("welcome", "Welcome and the rules of the day", 10, "Children of both classes say what makes a good guest and host."),
    Activity("names", "Name game in mixed groups", 20, "Each child says a name and a movement, and the group repeats it."),
    Activity("alike", "Find three things you share", 20, "Pairs of both classes look for what they share and draw it."),
    Activity("questions", "Curiosity questions, answered face to face", 25, "Groups answer what they asked each other before."),
    Activity("craft", "Make one thing together", 45, "A banner or a map to which each pair adds a piece."),
    Activity("venue", "What the venue offers", 60, "The venue’s own people lead it; groups stay mixed."),
    Activity("trail", "Trail in mixed pairs", 40, "Pairs follow clues that need both of them."),
    Activity("tour", "The hosts show their school", 30, "Pairs of hosts lead small groups, and tell what they like best."),
    Activity("play", "Games outdoors", 30, "Games in which nobody is out, in mixed teams."),
    Activity("lunch", "Lunch at mixed tables", 45, "Diets are known as counts; every table has children of both classes."),
    Activity("circle", "Circle: what did we find out?", 15, "One sentence each, or a pass."),
    Activity("songs", "A song or story from each class", 20, "Each class teaches the other one."),
    Activity("show", "Show what the year has made", 40, "Pieces of both classes hang side by side."),
    Activity("call", "Say hello on the call", 10, "Three children of each class speak first; all wave."),
    Activity("quiz", "Quiz about each other’s place", 20, "Each class asks five questions about its place."),
    Activity("bye", "Goodbye and back to the coach", 15, "Groups say goodbye by name. Count the children."),
)  # fmt: skip
BY_KEY = {one.key: one for one in ACTIVITIES}


@dataclass(frozen=True)
class Template:
    """A day made of activities."""

    key: str
    name: str
    keys: tuple[str, ...]

    @property
    def activities(self) -> list[Activity]:
        return [BY_KEY[key] for key in self.keys]

    @property
    def minutes(self) -> int:
        """How long it all takes."""
        return sum(one.minutes for one in self.activities)


TEMPLATES = (
    Template("neutral", "First meeting, neutral venue", ("arrive", "welcome", "names", "venue", "lunch", "alike", "circle", "bye")),
    Template("host", "A school hosts", ("arrive", "welcome", "tour", "questions", "lunch", "craft", "play", "circle", "bye")),
    Template("outdoors", "Out of doors", ("arrive", "names", "trail", "lunch", "play", "circle", "bye")),
    Template("online", "On line, in one lesson", ("call", "quiz", "songs")),
    Template("goodbye", "Celebration or goodbye", ("arrive", "welcome", "show", "songs", "lunch", "circle", "bye")),
)  # fmt: skip
TEMPLATE_BY_KEY = {one.key: one for one in TEMPLATES}
