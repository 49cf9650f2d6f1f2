"""What falls due by the day about facilitators: their accreditations end."""

from datetime import date
from itertools import groupby

from django.db import transaction

from facilitators.emails import accrediting as emails
from facilitators.models import Accreditation
from plp.core.jobs import due_job
from plp.core.models import Message

WARN_AHEAD = (14, 60)  # days before the last one; of two that are due, only the nearer one goes


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
