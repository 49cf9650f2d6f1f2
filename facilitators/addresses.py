"""Keeping the address of a facilitator the one that they sign in with."""

from facilitators.models import Facilitator
from plp.core import history

CHANGED = "The account has another address."


def keep_address(sender, instance, raw=False, update_fields=None, **_) -> None:
    """Let a facilitator have the address of their account, once that is changed.

    Where another facilitator has it, nothing is changed: staff see both, and merge them.
    """
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    theirs = Facilitator.objects.filter(user=instance).exclude(email=instance.email).first()
    if theirs and not Facilitator.objects.filter(email=instance.email).exists():
        theirs.email = instance.email
        with history.because(CHANGED):
            theirs.save(update_fields=["email"])
