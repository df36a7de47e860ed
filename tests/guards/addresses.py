"""What stands in each address: for every route with a value in it, whose row the value names.

A new route with a value must be added here or in the room's own page (`rooms/`), or the guard fails and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import URLPattern, URLResolver, get_resolver

from footbridge.people.models import Membership
from footbridge.schools.models import RegisterUpload
from tests.guards.rooms import ROOMS
from tests.guards.world import Side

Values = Callable[[Side], dict[str, Any]]

# route name → the values of a side's row
ADDRESSES: dict[str, Values] = {
    "notify:message": lambda side: {"pk": side.message.pk},
    "notify:as_sent": lambda side: {"pk": side.message.pk},
    **{
        f"interest:{name}": lambda side: {"reference": side.interests[0].reference}
        for name in ("one", "own", "mark", "change_for", "add_class", "withdraw", "withdraw_ours")
    },
    "interest:begin_ours": lambda side: {"pk": side.schools[0].pk},
    **{f"interest:{name}": lambda side: {"pk": side.sheet.pk} for name in ("sheet", "sheet_progress", "bring_in")},
    **{
        f"interest:{name}": lambda side: {"pk": side.sheet.pk, "line": side.row.line}
        for name in ("row", "settle_row", "correct_row")
    },
    "interest:step_done": lambda side: {"pk": side.talk.pk},
    **{
        f"programmes:{name}": lambda side: {"slug": side.programme.slug}
        for name in ("overview", "recruiting", "open_year", "hand_over", "close")
    },
    **{
        f"programmes:{name}": lambda side: {"slug": side.programme.slug, "start": side.year.start}
        for name in ("dates", "close_year")
    },
    "programmes:section": lambda side: {"slug": side.programme.slug, "section": "contact"},
    **{
        f"brokering:{name}": lambda side: {"draft_id": side.draft.pk}
        for name in ("board", "map", "table", "what_if", "prices", "weights", "compare", "history", "offer", "search")
    },
    **{f"brokering:{name}": lambda side: {"link_id": side.standing.pk} for name in ("link", "withdraw", "lift")},
    **{f"brokering:{name}": lambda side: {"link_id": side.offered.pk} for name in ("accept", "decline")},
    "brokering:who_leads": lambda side: {"link_id": side.standing.pk, "class_id": side.coming.link_class_id},
    "brokering:end_leading": lambda side: {"leading": side.leading.pk},
    "brokering:teacher_again": lambda side: {"coming": side.coming.pk},
    "brokering:teacher_back": lambda side: {"coming": side.coming.pk},
    "brokering:news": lambda side: {"draft_id": side.draft.pk, "version": 0},
    "brokering:change": lambda side: {"draft_id": side.draft.pk, "verb": "propose"},
    "brokering:shelve": lambda side: {"draft_id": side.draft.pk, "verb": "rename"},
    "brokering:class": lambda side: {"draft_id": side.draft.pk, "class_id": side.classes[0].pk},
    "brokering:partners": lambda side: {"draft_id": side.draft.pk, "class_id": side.classes[0].pk},
    "brokering:draft_link": lambda side: {"draft_id": side.draft.pk, "key": standing_key_of(side)},
    "people:drop_key": lambda side: {"key": second_key_of(side).pk},
    "people:end_session": lambda side: {"session": session_of(side).pk},
    "people:school": lambda side: {"school": side.schools[0].pk},
    "people:invite_to_school": lambda side: {"school": side.schools[0].pk},
    "people:programme": lambda side: {"slug": side.programme.slug},
    "people:invite_to_programme": lambda side: {"slug": side.programme.slug},
    "people:send_again": lambda side: {"invitation": side.invitation.pk},
    "people:take_back": lambda side: {"invitation": side.invitation.pk},
    "people:remove": lambda side: {"membership": teacher_of(side).pk},
    "people:replace": lambda side: {"membership": teacher_of(side).pk},
    "people:lost_key": lambda side: {"membership": teacher_of(side).pk},
}

# files of the register that network staff brought
for _route in ("upload", "progress", "apply", "drop", "again", "refused"):
    ADDRESSES[f"schools:{_route}"] = lambda side: {"upload_id": upload_of(side).pk}

# Routes whose row is public, or whose value names no row, with the reason.
SHARED: dict[str, str] = {
    "interest:school": "schools of the register are public, and so is whether their programme takes answers",
    "interest:question": "a draft is named by a random word and kept in its own browser's session",
    "interest:check": "as above",
    "interest:sent": "as above",
    "interest:change": "named by the secret of a mailed link, and shows no more than the school's name",
    "interest:new_code": "as above",
    "interest:again": "as above; tests/interest knocks with wrong codes",
    "interest:sheet_template": "an empty sheet to fill in",
    "interest:export": "a kind of file; the rows are those of the viewer",
    "people:invitation": "the secret of the link names it, and no number; tests/people knocks with others' links",
    "openid_connect_login": "the name of a sign-in provider is not a row",
    "openid_connect_callback": "the name of a sign-in provider is not a row",
    "programmes:set_up_question": "a question of the guided form, kept in its own browser's session",
    "schools:school": "name, place and phase of a school are public; the rest of its page is not",
    "welcome:programme": "a programme's page is public",
    "ui:component_section": "a section of the page of parts is not a row",
    "demo:become": "a persona of the demonstration is for everybody",
}

for _room in ROOMS:
    ADDRESSES.update(_room.ADDRESSES)
    SHARED.update(_room.SHARED)


def upload_of(side: Side) -> RegisterUpload:
    """A file of the register, waiting to be applied."""
    found, _ = RegisterUpload.objects.get_or_create(name=f"register{side.key}.csv", state="previewed")
    return found


def standing_key_of(side: Side) -> str:
    """The key of the standing link on the board of its programme's draft."""
    return "-".join(str(one.pk) for one in sorted((side.classes[0], side.classes[2]), key=lambda one: one.pk))


def second_key_of(side: Side) -> Authenticator:
    """A second key of the programme's facilitator."""
    found, _ = Authenticator.objects.get_or_create(user=side.people["facilitator"], type="totp", defaults={"data": {}})
    return found


def teacher_of(side: Side) -> Membership:
    """The role of a teacher at the programme's first school."""
    return Membership.objects.unscoped("a guard looks").get(person=side.people["teacher0"])


def session_of(side: Side) -> UserSession:
    """A session of the programme's facilitator."""
    found, _ = UserSession.objects.get_or_create(
        user=side.people["facilitator"], session_key=f"session{side.key}", defaults={"ip": "127.0.0.1"}
    )
    return found


def routes(resolver: URLResolver | None = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every named route of the site with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry, inner)
        elif entry.name:
            yield ":".join((*names, entry.name)), entry


def values_in(route: URLPattern) -> set[str]:
    """Names of the values in the last part of a route."""
    return set(route.pattern.converters)
