"""Erasing a contract for good, at the end of its retention."""

from django.db import transaction

from applications.models import Partner
from facilitators.models import Contract, Facilitator
from plp.core import history


@transaction.atomic
def erase_contract(contract: Contract) -> None:
    """Delete a contract with its documents, signatures and all that was kept of it.

    Raises ProtectedError where something else needs it; nothing is deleted then.
    """
    Partner.objects.select_for_update(of=["self"]).get(pk=contract.partner_id)
    Facilitator.objects.select_for_update(of=["self"]).get(pk=contract.facilitator_id)
    locked = Contract.objects.select_for_update(of=["self"]).filter(pk=contract.pk).first()
    if locked is None:  # somebody else has just erased it
        return
    for file in locked.files.all():
        file.delete()
    locked.signatures.all().delete()
    locked.delete()
    history.forget(history.of(Contract).filter(id=contract.pk))
