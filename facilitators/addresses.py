"""Keeping the address of a facilitator the one that they sign in with, where it was that."""

from facilitators.models import Facilitator
from plp.core import history
from plp.core.accounts import when_an_address_changes
from plp.core.models import User

CHANGED = "The account has another address."


@when_an_address_changes
def follow_account(user: User, before: str) -> None:
    """Let a facilitator have the new address of their account, if they had the earlier one.

    Where staff write to them elsewhere, that stays. Where another facilitator has the new address,
    nothing is changed: staff see both as likely the same.
    """
    theirs = Facilitator.objects.filter(user=user, email=before).first()
    if theirs and not Facilitator.objects.filter(email=user.email).exists():
        theirs.email = user.email
        with history.because(CHANGED):
            theirs.save(update_fields=["email"])
