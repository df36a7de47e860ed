"""The roles of school linking, each with a name, one sentence for readers, and what it may do."""

from dataclasses import dataclass
from enum import Enum

from footbridge.access.permissions import Permission as May


class Scope(Enum):
    """What a role is held for."""

    NETWORK = "network"
    PROGRAMME = "programme"
    SCHOOL = "school"
    VENUE = "venue"


@dataclass(frozen=True)
class Role:
    """A role: `key` is stored, `name` and `sentence` are read by people, `scope` says what it is held for."""

    key: str
    name: str
    sentence: str
    scope: Scope
    permissions: frozenset[May]


# What head, deputy and office may all do for their school.
SCHOOL_DESK = frozenset(
    {
        May.ANSWER_FOR_SCHOOL,
        May.SEE_OWN_SCHOOL,
        May.NAME_TEACHERS,
        May.READ_AGREEMENT,
        May.BOOK_PLACES,
        May.APPROVE_RELEASE,
        May.SEE_OWN_VISITS,
        May.SEE_OWN_COSTS,
    }
)
NETWORK_STAFF = Role(
    "network_staff",
    "Network staff",
    "Sets up programmes, keeps the school register, and sees the progress and figures of all programmes.",
    Scope.NETWORK,
    frozenset(
        {
            May.SEE_NETWORK_FIGURES,
            May.SET_UP_PROGRAMMES,
            May.IMPORT_REGISTER,
            May.SEE_MAIL_PREVIEW,
            May.SEE_AUDIT,
            May.INVITE_FACILITATORS,
            May.SEE_SCHOOLS,
            May.WRITE_AGREEMENT,
            May.RUN_VENUES,
            May.ADD_ACTIVITIES,
            May.PUBLISH_ACTIVITIES,
            May.KEEP_LANGUAGES,
        }
    ),
)
FACILITATOR = Role(
    "facilitator",
    "Facilitator",
    "Runs a local programme: looks after enquiries, pairs the classes and follows every link through the year.",
    Scope.PROGRAMME,
    frozenset(
        {
            May.MANAGE_PROGRAMME,
            May.SEE_SCHOOLS,
            May.ADD_SCHOOL,
            May.MANAGE_INTEREST,
            May.BROKER_LINKS,
            May.INVITE_SCHOOLS,
            May.SEE_LINK_PROGRESS,
            May.SEE_MAIL_PREVIEW,
            May.RUN_OCCASIONS,
            May.RUN_VENUES,
            May.MANAGE_COSTS,
            May.LOOK_AFTER_LINKS,
            May.ADD_ACTIVITIES,
            May.KEEP_LANGUAGES,
        }
    ),
)
HEADTEACHER = Role(
    "headteacher",
    "Headteacher",
    "Decides for a school: whether it links, with how many classes, and with whom.",
    Scope.SCHOOL,
    SCHOOL_DESK | {May.ACCEPT_OFFER, May.INVITE_COLLEAGUES, May.SEE_OWN_LINKS, May.SIGN_AGREEMENT, May.HANDLE_CONCERNS},
)
DEPUTY = Role(
    "deputy",
    "Deputy head",
    "Stands in for the headteacher in everything but accepting a link.",
    Scope.SCHOOL,
    SCHOOL_DESK | {May.INVITE_COLLEAGUES, May.SEE_OWN_LINKS},
)
SCHOOL_OFFICE = Role(
    "school_office",
    "School office",
    "Fills in forms and keeps dates and details for a school, on behalf of its head.",
    Scope.SCHOOL,
    SCHOOL_DESK,
)
TEACHER = Role(
    "teacher",
    "Linking teacher",
    "Leads a linked class and plans the year with the partner teacher.",
    Scope.SCHOOL,
    frozenset({May.SEE_OWN_LINKS, May.BOOK_PLACES, May.SEE_OWN_TRAINING, May.PLAN_VISITS, May.RUN_EXCHANGE}),
)
SAFEGUARDING_LEAD = Role(
    "safeguarding_lead",
    "Safeguarding lead",
    "Is told of every concern about a piece, looks at it, and says what becomes of it.",
    Scope.SCHOOL,
    frozenset({May.HANDLE_CONCERNS}),
)
VENUE_HOST = Role(
    "venue_host",
    "Venue host",
    "Welcomes classes at a neutral venue and keeps its calendar.",
    Scope.VENUE,
    frozenset({May.SEE_OWN_VENUE, May.KEEP_OWN_VENUE}),
)
FUNDER = Role(
    "funder",
    "Funder",
    "Reads the report of the programmes it pays for.",
    Scope.PROGRAMME,
    frozenset({May.SEE_FUNDED_REPORT}),
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        NETWORK_STAFF,
        FACILITATOR,
        HEADTEACHER,
        DEPUTY,
        SCHOOL_OFFICE,
        TEACHER,
        SAFEGUARDING_LEAD,
        VENUE_HOST,
        FUNDER,
    )
}
ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]
SCHOOL_ROLES = tuple(role for role in ROLES.values() if role.scope is Scope.SCHOOL)
