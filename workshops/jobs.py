"""What falls due by the day about workshops."""

from datetime import date

from django.db import transaction

from plp.core.jobs import due_job, going_on
from workshops.emails import venues as emails
from workshops.models import ChecklistReminder
from workshops.reminding import to_remind


@due_job
def remind_of_the_checklist(on: date) -> None:
    """Write each partner, in one mail a day, what should be prepared by now; of each item once.

    What falls due later on a day on which a mail went, as of a workshop planned since, goes on the
    next.
    """
    for partner, due in to_remind(on):
        with going_on(f"partner {partner.pk}"), transaction.atomic():
            if emails.checklist_due(partner, due, on=on):
                ChecklistReminder.objects.bulk_create(
                    [
                        ChecklistReminder(workshop=each, item=item, first_day=each.first_day)
                        for each, items in due
                        for item in items
                    ],
                    ignore_conflicts=True,
                )
