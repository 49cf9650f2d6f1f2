"""Payment batches: approved requests that finance pays in one go, and marks paid once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from plp.core import days, history
from plp.core.codes import new_code
from plp.core.models import User
from plp.core.money import dollars
from plp.core.workflow import TransitionError
from workshops.emails import deciding as emails
from workshops.models import PaymentBatch, Reimbursement
from workshops.money import batches
from workshops.money.amounts import total_of
from workshops.money.finance import RELATED

MOST = 300  # requests of one batch
Status = PaymentBatch.Status


@transaction.atomic
def make_batch(keys: Iterable[int], *, by: User) -> PaymentBatch:
    """Put approved requests into a new batch, and keep the files by which it is paid.

    Raises TransitionError where one is not there to be paid any more, where a partner would get
    less than nothing, or where a file cannot be stored just now; nothing is saved then.
    """
    keys = sorted({*keys})
    if not 0 < len(keys) <= MOST:
        raise TransitionError(f"Choose from 1 to {MOST} requests.")
    batch = PaymentBatch.objects.create(code=new_code(), by=by)
    to_pay = Reimbursement.objects.to_pay().filter(pk__in=keys)
    list(to_pay.select_for_update(of=["self"]).order_by("pk"))  # so that no two wait for each other
    # One UPDATE, so of two people who choose the same request at once the second gets none.
    if to_pay.update(batch=batch) != len(keys):
        raise TransitionError(
            "Some of these were put into another batch, or given back to their partner, since you "
            "looked. Look again, then choose."
        )
    requests = list(batch.reimbursements.select_related(*RELATED).with_total())
    _refuse_less_than_nothing(requests)
    history.note(requests)
    batches.keep_files(batch)
    return batch


def _refuse_less_than_nothing(requests):
    sums = defaultdict(int)
    for request in requests:
        sums[request.partner] += total_of(request)
    below = [f"{partner} ({dollars(sum)})" for partner, sum in sums.items() if sum < 0]
    if below:
        raise TransitionError(
            f"These would get less than nothing: {', '.join(below)}. Pay what they give back with "
            "a later request of theirs."
        )


@transaction.atomic
def pay_batch(batch: PaymentBatch, *, by: User, paid_on: date, reference: str) -> None:
    """Mark a batch paid, once: each of its requests is paid then, and each partner is told.

    Raises TransitionError where it was paid or taken apart meanwhile, where the day is before it
    was made, or where a file of it is not as it was kept; nothing is saved then.
    """
    if paid_on < days.pacific_day(batch.made_at):
        made = days.in_words(days.pacific_day(batch.made_at))
        raise TransitionError(f"It was made on {made}, so it was not paid before.")
    batches.check_files(batch)
    batch.move(Status.PAID, by=by, paid_on=paid_on, reference=reference)
    for request in batch.reimbursements.select_related(*RELATED).order_by("pk"):
        request.move(Reimbursement.Status.PAID, by=by)
        emails.paid(request)


@transaction.atomic
def take_apart(batch: PaymentBatch, *, by: User, word: str) -> None:
    """Take a batch apart that is not paid: its requests can go into another, its files stay.

    Raises TransitionError where it was paid or taken apart meanwhile.
    """
    batch.move(Status.DISSOLVED, by=by, note=word)
    requests = list(batch.reimbursements.all())
    batch.reimbursements.update(batch=None)
    history.note(Reimbursement.objects.filter(pk__in=[request.pk for request in requests]))
