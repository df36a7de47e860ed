"""The words of the public pages that are lists: steps, promises, questions. Prose stands in the templates."""

from __future__ import annotations

from dataclasses import dataclass

from footbridge.privacy.register import Kind
from footbridge.ui.parts import Tab


@dataclass(frozen=True)
class Said:
    """Something with a heading, a few sentences and, where it helps, a time and a drawing."""

    title: str
    text: str
    when: str = ""
    picture: str = ""


STEPS = [
    Said(
        "Interest",
        "A head or the school office says yes, maybe or not this year: how many classes, which year groups, what you "
        "wish for and what would not work. The answer can be changed later.",
        "March to July",
        "letter",
    ),
    Said(
        "Finding a partner",
        "Your programme's facilitator looks for a class whose children yours would not meet otherwise. Both heads read who "
        "the partner is, why, and what the journey is likely to cost. Both say yes before anything is settled.",
        "June to October",
        "string-phone",
    ),
    Said(
        "Agreement",
        "Both heads sign one text, so that teachers, journeys and curriculum time are promised on both sides.",
        "Autumn",
        "hands",
    ),
    Said(
        "Training",
        "Teachers meet their partner teachers, learn how linking works and plan the year together. A second session in "
        "winter is for planning the visits.",
        "September to February",
        "training",
    ),
    Said(
        "Exchange",
        "Classes get to know each other from a distance: work about who they are, questions they are curious about, "
        "digital meetings.",
        "From autumn",
        "sharing",
    ),
    Said(
        "Visits",
        "The classes meet, in most programmes three times: first at a neutral place such as a museum or a theatre, then each "
        "school welcomes the other. Children work and play in mixed groups.",
        "Spring and summer",
        "coach",
    ),
    Said(
        "Families",
        "Parents and carers hear about the link in their own language, give permission, and may read the class's news.",
        "All year",
        "families",
    ),
    Said(
        "Looking back",
        "Teachers and children say how it was: before, in between and at the end. Children answer without names.",
        "Before and after",
        "reflection",
    ),
    Said(
        "And next year",
        "Schools carry on with new classes, with the same partner or another one. Children's work goes home with its own "
        "school and is deleted here.",
        "July",
        "next-year",
    ),
]

MEASURES = [
    Said("Respect for others", "that children come to know a class unlike theirs as people, by name"),
    Said("Self-confidence", "that they speak, show and explain to children they have just met"),
    Said("Self-efficacy", "that they notice what they can do: host a visit, answer a question, plan a game"),
    Said("Less anxiety about meeting", "that meeting somebody new becomes something they have done before"),
    Said("Belonging", "that they look at the place both classes live in and find what they share in it"),
    Said("Wider social groups", "that they know children from other streets, schools and backgrounds"),
]

PROMISES = [
    Said("Release for training", "The teachers of a linked class come to two training sessions."),
    Said("Journeys", "The school arranges and pays transport to the neutral venue and to the partner school."),
    Said("A visit at your school", "You welcome the partner class once."),
    Said("Time in the curriculum", "The class has lessons for the link, before and after each meeting."),
]

COSTS = [
    Said("Coaches", "Usually the largest cost. When two schools share a coach, they split what it costs."),
    Said("Cover", "A supply teacher while yours is at training."),
    Said(
        "The programme",
        "Some programmes ask for a contribution, others are paid for by grants. Its own page says which.",
    ),
]

QUESTIONS = [
    Said("Who am I?", "Identity: my name, my family, what I love, what makes me me.", picture="who-am-i"),
    Said("Who are we?", "Diversity: how we are alike and different, in our class and in yours.", picture="who-are-we"),
    Said("Where do we live?", "Community: our streets, our town, the places we share.", picture="where-we-live"),
    Said("How do we all live together?", "Equality: what is fair, what we can change, how we stand up for each other.",
         picture="living-together"),
]  # fmt: skip

SUBJECTS = ["PSHCE", "Citizenship", "English", "Art", "Drama", "RE", "Geography", "PE", "Computing"]

# What a record is called on the privacy notice; one that is not named here is called by its own description.
RECORDS = {
    "interest.AgainInvitation": "Asking last year's schools to link again",
    "interest.Interest": "A school's answer: whom to talk to",
    "interest.OfferedClass": "A class on offer: who teaches it",
    "interest.SheetRow": "A row of a sign-up sheet",
    "interest.SignUpSheet": "A sign-up sheet, until it is read",
    "interest.Talk": "A note about a talk with a school",
    "notify.Message": "A letter by e-mail",
    "people.Invitation": "An invitation",
    "people.Membership": "A role that somebody holds or held",
    "people.Person": "An account",
}

WHOSE_DATA = [
    (Kind.ADULT, "About adults who work in linking"),
    (Kind.CHILD, "About children"),
    (Kind.SECRET, "Keys and codes that keep accounts safe"),
]


def directory_tabs(on_map: bool) -> list[Tab]:
    """The two views of the directory."""
    return [Tab("List", "?view=list", not on_map), Tab("Map", "?view=map", on_map)]
