"""Our list of questions for the game: two classes guess which has more, then each counts and tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """A question of the list: what is asked of both, and what each class then counts by hands up."""

    ask: str
    count: str


GUESSES: Mapping[str, Guess] = {
    "pets": Guess("Which class has more pets?", "All our pets together"),
    "languages": Guess("Which class speaks more languages?", "Languages that one of us speaks"),
    "siblings": Guess("Which class has more brothers and sisters?", "All our brothers and sisters together"),
    "walkers": Guess("In which class did more children walk to school today?", "Children who walked today"),
    "early": Guess("In which class were more children up before seven today?", "Children up before seven"),
    "bikes": Guess("In which class can more children ride a bicycle?", "Children who can ride a bicycle"),
    "toast": Guess("In which class did more children have toast for breakfast?", "Children who had toast"),
    "carrots": Guess("In which class do more children like carrots?", "Children who like carrots"),
    "music": Guess("In which class do more children play an instrument?", "Children who play an instrument"),
    "sea": Guess("In which class have more children seen the sea?", "Children who have seen the sea"),
    "teeth": Guess("In which class did more teeth fall out this term?", "Teeth lost this term"),
    "books": Guess("Which class has read more books this month?", "Books we have read this month"),
    "left": Guess("In which class do more children write with the left hand?", "Children who write with the left hand"),
    "jokes": Guess("Which class knows more jokes?", "Children who can tell a joke now"),
    "grandparents": Guess("Which class has a grandparent farther away?", "Miles to the farthest grandparent"),
    "footsteps": Guess("Which classroom is longer?", "Footsteps from wall to wall"),
}
