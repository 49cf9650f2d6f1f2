"""What falls due with contracts in force: they end once their last day has passed."""

from datetime import date

from facilitators.actions import signing
from facilitators.models import Contract
from plp.core.jobs import due_job, going_on


@due_job
def end_contracts(on: date) -> None:
    """End contracts in force whose last day has passed; nobody needs a mail for what both know."""
    for contract in Contract.objects.in_force().filter(last_day__lt=on):
        with going_on(f"contract {contract.pk}"):
            signing.end_over(contract, on=on)
