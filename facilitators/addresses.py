"""Keeping the address of a facilitator the one that they sign in with."""

from django.db import transaction

from facilitators.models import Facilitator
from plp.core import history

CHANGED = "The account has another address."


def note_address(sender, instance, raw=False, update_fields=None, **_) -> None:
    """Note the address that an account has before it is saved with another, perhaps."""
    instance.address_before = None
    if not raw and instance.pk and (update_fields is None or "email" in update_fields):
        before = sender.objects.filter(pk=instance.pk).values_list("email", flat=True)
        instance.address_before = before.first()
        if (
            instance.address_before != instance.email
            and transaction.get_connection().in_atomic_block
        ):
            # The facilitator is locked before the account, as by whoever signs.
            list(Facilitator.objects.filter(user=instance).select_for_update(of=["self"]))


def keep_address(sender, instance, **_) -> None:
    """Let a facilitator have the address of their account, once that is changed.

    Where staff have given them another one, that stays. Where another facilitator has it, nothing
    is changed: staff see both, and merge them.
    """
    before = getattr(instance, "address_before", None)
    if before is None or before == instance.email:
        return
    theirs = Facilitator.objects.filter(user=instance, email=before).first()
    if theirs and not Facilitator.objects.filter(email=instance.email).exists():
        theirs.email = instance.email
        with history.because(CHANGED):
            theirs.save(update_fields=["email"])
