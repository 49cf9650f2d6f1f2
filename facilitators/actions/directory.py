"""Keeping the directory: whom partners find, and where a facilitator is written to."""

from django.db import transaction

from facilitators.accounts import open_invitations
from facilitators.actions.inviting import invite_facilitator, take_back_invitation
from facilitators.emails import people as emails
from facilitators.models import Facilitator
from plp.core.models import User
from plp.core.workflow import TransitionError


def list_facilitator(facilitator: Facilitator, *, by: User) -> None:
    """Let partners find somebody again. Raises TransitionError if they do."""
    _set_listed(facilitator, True, "Partners can find them already.")


def unlist_facilitator(facilitator: Facilitator, *, by: User) -> None:
    """Let partners find somebody no more; contracts stay. Raises TransitionError if they do not."""
    _set_listed(facilitator, False, "Partners cannot find them already.")


@transaction.atomic
def _set_listed(facilitator, is_listed, why_not):
    found = Facilitator.objects.locked(facilitator.pk)
    if found.is_listed == is_listed:
        raise TransitionError(why_not)
    found.is_listed = is_listed
    found.save(update_fields=["is_listed"])
    facilitator.is_listed = is_listed


@transaction.atomic
def address_changed(facilitator: Facilitator, *, before: str, by: User | None) -> str:
    """Do what follows once another e-mail address of a facilitator is saved; say it in words.

    Who has an account goes on signing in as before, and is told at both addresses. An open
    invitation would give the account to whoever reads the old address: it is taken back, and unless
    it had expired, the new address is invited.
    """
    if before.lower() == facilitator.email:
        return ""
    if facilitator.user_id:
        emails.address_changed(facilitator, before=before, by=by)
        return (
            f"They still sign in with {facilitator.user.email}: only they can change that. "
            f"Both {before} and {facilitator.email} are told."
        )
    waiting = open_invitations(facilitator)
    if not waiting:
        return ""
    was_valid = any(each.state == each.State.WAITING for each in waiting)
    take_back_invitation(facilitator, by=by)
    if not was_valid:
        return f"The expired invitation to {before} is taken back."
    invite_facilitator(facilitator, by=by)
    return f"The invitation to {before} is taken back, and {facilitator.email} is invited."
