"""Erasing records of money for good, at the end of their retention."""

from django.db import transaction

from applications.models import Partner
from plp.core import history
from workshops.models import (
    Objection,
    Payable,
    PayableFile,
    PaymentBatch,
    PaymentBatchFile,
    Reimbursement,
    ReimbursementFile,
)


@transaction.atomic
def erase_payable(payable: Payable) -> None:
    """Delete a payment with its lines, receipts and what was said of it.

    Raises ProtectedError where another corrects it; nothing is deleted then.
    """
    Partner.objects.select_for_update(of=["self"]).get(pk=payable.partner_id)
    PayableFile.objects.filter(line__payable=payable).delete()
    Objection.objects.filter(line__payable=payable).delete()
    payable.lines.all().delete()
    Payable.objects.filter(pk=payable.pk).delete()


@transaction.atomic
def erase_reimbursement(reimbursement: Reimbursement) -> None:
    """Delete a request with its lines, files and history."""
    Partner.objects.select_for_update(of=["self"]).get(pk=reimbursement.partner.pk)
    ReimbursementFile.objects.filter(reimbursement=reimbursement).delete()
    Reimbursement.objects.filter(pk=reimbursement.pk).delete()
    history.forget(history.of(Reimbursement).filter(id=reimbursement.pk))


@transaction.atomic
def erase_batch(batch: PaymentBatch) -> None:
    """Delete a batch with its files.

    Raises ProtectedError where a request is in it; nothing is deleted then.
    """
    PaymentBatchFile.objects.filter(batch=batch).delete()
    PaymentBatch.objects.filter(pk=batch.pk).delete()
