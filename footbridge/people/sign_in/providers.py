"""Which address a sign-in provider vouches for, and whom that address lets in."""

from __future__ import annotations

from allauth.socialaccount.models import SocialLogin

from footbridge.access import Viewer
from footbridge.people.actions import accept_invitation
from footbridge.people.models import Invitation, Person


def proved_address(login: SocialLogin) -> str:
    """The e-mail address that the provider has proved, in lower case; empty when it has proved none.

    Microsoft: the user's principal name, whose domain the school's tenant must own; the plain “mail” field can be set to
    anything by any tenant's administrator. Guests carry “#EXT#” and are nobody's. Google: verified addresses. Others:
    verified addresses, or any where the network configured the provider as one that vouches (DfE Sign-in).
    """
    data = login.account.extra_data
    if login.account.provider == "microsoft":
        name = str(data.get("userPrincipalName") or "")
        return "" if "#" in name or "@" not in name else name.lower()
    vouches = bool(login.provider.app and login.provider.app.settings.get("trust_email"))
    for address in login.email_addresses:
        if address.verified or vouches:
            return str(address.email).lower()
    return ""


def welcome_by_provider(address: str) -> Person | None:
    """The person of a proved address; an open invitation to it is accepted on the way. None for strangers."""
    if not address:
        return None
    known = Person.objects.filter(email__iexact=address, is_active=True).first()
    if known is not None:
        return known
    for invitation in Invitation.objects.unscoped("a proved address accepts its invitations").filter(
        email__iexact=address, state=Invitation.State.SENT
    ):
        outcome = accept_invitation(by=Viewer.nobody(), invitation=invitation, proved=True)
        known = outcome.person or known
    return known
