"""What falls due by the day about workshops."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from plp.core.jobs import due_job, going_on
from workshops import left_open
from workshops.actions import enrolling
from workshops.emails import running as running_emails
from workshops.emails import venues as emails
from workshops.impact import kept as impact
from workshops.models import ChecklistReminder, Enrollment
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


@due_job
def remind_to_end(on: date) -> None:
    """Write to the managers of each workshop that was left in progress; of several reminders that
    are due, as after days without a run, only the last one goes."""
    for workshop, day in left_open.to_remind(on):
        with going_on(f"workshop {workshop.pk}"), transaction.atomic():
            running_emails.left_in_progress(workshop, day)


@due_job
def ask_the_next(on: date) -> None:
    """End the offers of seats whose moment has passed: that is one of the clock, not of a day."""
    late = Enrollment.objects.filter(
        status=Enrollment.Status.OFFERED, answer_by__lte=timezone.now()
    )
    for enrollment in late.order_by("answer_by", "pk").select_related("workshop"):
        with going_on(f"the seat offered to enrollment {enrollment.pk}"):
            enrolling.expire(enrollment)


@due_job
def count_impact(on: date) -> None:
    """Count what all partners did, so that nobody waits for it on a page."""
    impact.renew(on)
