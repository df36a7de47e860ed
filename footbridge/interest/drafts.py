"""Answers in the making, kept on the server in the session: back and forth loses nothing, nor does a closed page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from footbridge.interest.given import Given

KEPT_IN = "interest_drafts"
MINE = "interest_mine"  # answers this browser may change: it sent them, or its code was right
MOST = 6


@dataclass
class Draft:
    """One answer in the making.

    `way` is how it began: "form" (a visitor), "link" (by the mailed link), "own" (a signed-in head or office), "behalf"
    (a facilitator), "again" (by an invitation). `interest` is the answer it changes, none for a new one, and `version`
    what that answer was when it was opened. `texts` are words typed that could not be understood yet.
    """

    id: str
    school: int
    year: int
    way: str = "form"
    intake: str = "autumn"
    interest: int | None = None
    version: int | None = None
    invitation: int | None = None
    given: Given = field(default_factory=Given)
    done: list[str] = field(default_factory=list)
    checked: bool = False
    sent: int | None = None
    searched: str = ""

    @property
    def key(self) -> str:
        """What keeps this draft from being sent twice."""
        return f"draft:{self.id}"


def begin(session: SessionBase, draft: Draft) -> Draft:
    """Keep a new draft; the oldest of many gives way."""
    kept: dict[str, Any] = session.get(KEPT_IN, {})
    while len(kept) >= MOST:
        del kept[next(iter(kept))]
    session[KEPT_IN] = kept
    keep(session, draft)
    return draft


def new_id() -> str:
    """A name for a draft that nobody can guess."""
    return secrets.token_urlsafe(9).replace("-", "a").replace("_", "b")


def keep(session: SessionBase, draft: Draft) -> None:
    """Keep the draft as it is now."""
    values = {**draft.__dict__, "given": draft.given.to_json()}
    session.setdefault(KEPT_IN, {})[draft.id] = values
    session.modified = True


def load(session: SessionBase, draft_id: str) -> Draft | None:
    """The draft of this browser with this id, or None."""
    kept = session.get(KEPT_IN, {}).get(draft_id)
    if kept is None:
        return None
    return Draft(**{**kept, "given": Given.from_json(kept["given"])})


def remember_mine(session: SessionBase, interest_id: int) -> None:
    """This browser may change the answer from now on."""
    session[MINE] = sorted({*session.get(MINE, []), interest_id})[-20:]


def is_mine(session: SessionBase, interest_id: int) -> bool:
    """Whether this browser may change the answer."""
    return interest_id in session.get(MINE, [])
