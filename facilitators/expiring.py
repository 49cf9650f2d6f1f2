"""What falls due with contracts that are out: a reminder before their last day, and the end."""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction

from facilitators.actions import offering
from facilitators.emails import offering as emails
from facilitators.models import Contract
from plp.core.jobs import due_job, going_on
from plp.core.workflow import TransitionError

NEAR = timedelta(days=3)
RELATED = ["partner", "facilitator", "school_year", "by"]


@due_job
def remind_who_has_not_signed(on: date) -> None:
    """Write once to whoever's signature a contract waits for, when its last day is near."""
    near = Contract.objects.out().filter(answer_by__range=(on, on + NEAR))
    for contract in near.select_related(*RELATED):
        with going_on(f"contract {contract.pk}"), transaction.atomic():
            emails.expires(contract, on)


@due_job
def expire_contracts(on: date) -> None:
    """End contracts that not both have signed by their last day."""
    for contract in Contract.objects.out().filter(answer_by__lt=on):
        with (
            going_on(f"contract {contract.pk}"),
            suppress(TransitionError),  # signed or withdrawn at the last moment
        ):
            offering.expire(contract, on=on)
