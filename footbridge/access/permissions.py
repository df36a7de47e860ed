"""Everything a role can be allowed to do. One list, in the order of the linking year."""

from enum import Enum, unique


@unique
class Permission(Enum):
    """A thing a person may do, in words that finish the sentence “may …”."""

    SEE_NETWORK_FIGURES = "see the figures of every programme"
    SET_UP_PROGRAMMES = "set up programmes and hand them to another host"
    IMPORT_REGISTER = "bring the national school register up to date"
    SEE_MAIL_PREVIEW = "read the outgoing mail of a demonstration"
    SEE_AUDIT = "check the audit record"
    INVITE_FACILITATORS = "invite network staff, facilitators and funders"
    MANAGE_PROGRAMME = "change a programme's calendar, shape, contact and weights"
    SEE_SCHOOLS = "look up schools and their facts"
    ADD_SCHOOL = "add a school that has no URN"
    MANAGE_INTEREST = "look after enquiries and sign-up sheets"
    BROKER_LINKS = "propose, change and offer links"
    INVITE_SCHOOLS = "invite headteachers and last year's schools"
    SEE_LINK_PROGRESS = "see how far each link has come"
    ANSWER_FOR_SCHOOL = "say what the school wishes and change its answer"
    ACCEPT_OFFER = "accept or decline an offered link for the school"
    INVITE_COLLEAGUES = "invite the school's office, deputies and teachers"
    SEE_OWN_SCHOOL = "see the own school's answers, classes, offers and links"
    SEE_OWN_LINKS = "see the links of own classes"
    SEE_OWN_VENUE = "see the calendar of the own venue"
    SEE_FUNDED_REPORT = "read the report of funded programmes"
