"""The mails of accounts, and the invitation to work here."""

from django.contrib.auth.models import Group
from django.db.models import Q

from plp.core import invitations
from plp.core.invitations import InvitationKind
from plp.core.mails import MailKind, register
from plp.core.models import Invitation, User
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

STAFF = "staff"

STAFF_INVITED = register(
    MailKind(
        what="staff-invited",
        name="Invitation of a colleague",
        sent_when="When somebody is invited to work for the program, or invited once more.",
        placeholders={
            "name": "Dana Whitlock",
            "inviting": "a colleague in the role of program staff",
            "link": "https://partners.example.org/invitation/1/secret/",
            "expires_on": "Friday, 22 April 2016",
            "contact": "administrator@example.org",
        },
        subject="Your account for the Professional Learning Partner program",
        body="""\
Dear {name},

You are invited to work with us as {inviting}. The link leads to a page where you choose how you \
sign in.

Accept the invitation: {link}

It works until the end of {expires_on}, and it is yours alone: please don't pass it on.

Questions: write to {contact}.""",
    )
)


def _as_staff(invitation: Invitation) -> str:
    if not invitation.rights:
        return "a colleague"
    return f"a colleague in the role of {in_a_row(invitation.rights).lower()}"


def _become_staff(invitation: Invitation, user: User) -> None:
    groups = Group.objects.filter(name__in=invitation.rights)
    if groups.count() != len(invitation.rights):
        raise TransitionError("A role of this invitation is no longer there. Ask for a new one.")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(*groups)


def _who_invited(invitation: Invitation) -> str:
    """Return the address of whoever invited, or of somebody who can answer instead."""
    by = invitation.invited_by
    if by and by.is_active:
        return by.email
    chief = User.objects.filter(is_active=True).filter(
        Q(is_superuser=True) | Q(groups__permissions__codename="add_invitation")
    )
    return chief.values_list("email", flat=True).first() or ""


invitations.register(
    InvitationKind(
        what=STAFF,
        mail=STAFF_INVITED,
        describe=_as_staff,
        accept=_become_staff,
        contact=_who_invited,
    )
)
