"""Giving facilitators an account of their own: by invitation, to the address that staff know."""

from django.db import transaction

from facilitators.accounts import open_invitations
from facilitators.emails.people import FACILITATOR_INVITED
from facilitators.models import Facilitator
from facilitators.models.people import about
from plp.core import invitations
from plp.core.emails import who_invited
from plp.core.models import Invitation, User
from plp.core.workflow import TransitionError

HAS_ACCOUNT = "They have an account already."
NOT_INVITED = "They have no open invitation."


@transaction.atomic
def invite_facilitator(facilitator: Facilitator, *, by: User | None) -> Invitation:
    """Invite a facilitator to an account, if they have none; a second time the mail is not
    repeated unless the first invitation has expired.

    Raises TransitionError if they have one.
    """
    found = Facilitator.objects.locked(facilitator.pk)
    if found.user_id:
        raise TransitionError(HAS_ACCOUNT)
    return invitations.invite(
        "facilitator", found.email, by=by, name=found.name, about=about(found)
    )


@transaction.atomic
def invite_again(facilitator: Facilitator, *, by: User | None) -> None:
    """Mail a new link, valid from today; the old one opens nothing any more.

    Raises TransitionError if they are not invited, or have an account by now.
    """
    if Facilitator.objects.locked(facilitator.pk).user_id:
        raise TransitionError(HAS_ACCOUNT)
    invitation = open_invitations(facilitator).first()
    if invitation is None:
        raise TransitionError(NOT_INVITED)
    invitations.resend(invitation, by=by)


def invite_where_needed(facilitator: Facilitator, *, by: User | None) -> None:
    """Mail who has no account a link to make one, also who was invited before: another mail says
    that it comes. Its caller holds the transaction, and their lock."""
    if facilitator.user_id is None:
        is_invited = open_invitations(facilitator).exists()
        (invite_again if is_invited else invite_facilitator)(facilitator, by=by)


@transaction.atomic
def take_back_invitation(facilitator: Facilitator, *, by: User | None) -> None:
    """Take every open invitation back: its link opens nothing any more.

    Raises TransitionError if there is none.
    """
    Facilitator.objects.locked(facilitator.pk)
    found = list(open_invitations(facilitator))
    if not found:
        raise TransitionError(NOT_INVITED)
    for invitation in found:
        invitations.revoke(invitation, by=by)


def invited_as(invitation: Invitation) -> Facilitator:
    """Return whom an invitation of a facilitator names."""
    return Facilitator.objects.get(pk=invitation.about.removeprefix("facilitator:"))


def _accept(invitation: Invitation, user: User) -> None:
    facilitator = Facilitator.objects.locked(invited_as(invitation).pk)
    if facilitator.user_id not in {None, user.pk}:
        raise TransitionError("Somebody has an account for this facilitator already.")
    if Facilitator.objects.filter(user=user).exclude(pk=facilitator.pk).exists():
        raise TransitionError("Your account belongs to another facilitator.")
    facilitator.user = user
    facilitator.save(update_fields=["user"])


invitations.register(
    invitations.InvitationKind(
        what="facilitator",
        mail=FACILITATOR_INVITED,
        describe=lambda invitation: "facilitator",
        accept=_accept,
        lock=lambda invitation: Facilitator.objects.locked(invited_as(invitation).pk),
        contact=who_invited,
    )
)
