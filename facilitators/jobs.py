"""What falls due by the day about facilitators: accreditations and contracts that end or expire."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction

from facilitators.actions import offering, signing
from facilitators.emails import accrediting as emails
from facilitators.emails import offering as contract_emails
from facilitators.models import Accreditation, Contract
from plp.core.jobs import due_job, going_on
from plp.core.models import Message
from plp.core.workflow import TransitionError

WARN_AHEAD = (14, 60)  # days before the last one; of two that are due, only the nearer one goes
NEAR = timedelta(days=3)  # so long before the last day to sign, whoever has not is reminded


@due_job
def warn_of_ends(on: date) -> None:
    """Write to facilitators 60 and 14 days before an accreditation ends, and to staff of whom;
    safe to run again, and after a day on which it did not run."""
    due = {
        _occasion(*key, on): rows for key, rows in _by_last_day(Accreditation.objects.ending(on))
    }
    known = Message.objects.filter(what=emails.ENDS_SOON.what, occasion__in=[*due])
    told = set(known.values_list("occasion", flat=True))
    with transaction.atomic():  # so that staff hear of all whom it told, or nobody is told
        warned = [
            accreditation
            for occasion, rows in due.items()
            if occasion not in told and emails.ends_soon(rows, occasion, on=on)
            for accreditation in rows
        ]
        if warned:
            emails.end_soon(warned, on=on)


def _by_last_day(ending):
    """Return ((facilitator, last day), accreditations): what ends together is told together."""
    rows = ending.select_related("facilitator", "course").order_by(
        "last_day", "facilitator__name", "facilitator", "pk"
    )
    grouped = groupby(rows, key=lambda row: (row.facilitator_id, row.last_day))
    return [(key, list(of_it)) for key, of_it in grouped]


def _occasion(facilitator, last_day, on):
    """Name the warning that is due: the facilitator, the day, and how far ahead."""
    ahead = next(ahead for ahead in WARN_AHEAD if (last_day - on).days <= ahead)
    return f"{facilitator} until {last_day}, {ahead} days"


@due_job
def remind_who_has_not_signed(on: date) -> None:
    """Write once to whoever's signature a contract waits for, when its last day is near."""
    near = Contract.objects.out().filter(answer_by__range=(on, on + NEAR))
    for contract in near.select_related("partner", "facilitator", "school_year", "by"):
        with going_on(f"contract {contract.pk}"), transaction.atomic():
            contract_emails.expires(contract, on)


@due_job
def expire_contracts(on: date) -> None:
    """End contracts that not both have signed by their last day."""
    for contract in Contract.objects.out().filter(answer_by__lt=on):
        with (
            going_on(f"contract {contract.pk}"),
            suppress(TransitionError),  # signed or withdrawn at the last moment
        ):
            offering.expire(contract, on=on)


@due_job
def end_contracts(on: date) -> None:
    """End contracts in force whose last day has passed; nobody needs a mail for what both know."""
    for contract in Contract.objects.in_force().filter(last_day__lt=on):
        with going_on(f"contract {contract.pk}"):
            signing.end_over(contract, on=on)
