"""Reminders 10 and 3 days before a workshop, to who has a seat and who leads it.

Each goes once for a first day, also after days on which the job did not run; of two that are due,
only the nearer one goes. Who came later than that many days before gets the nearer one only.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from plp.core import days
from plp.core.jobs import due_job, going_on
from plp.core.models import Message
from workshops.emails import soon as emails
from workshops.models import Assignment, Enrollment, Workshop

AHEAD = (3, 10)  # days before the first one, the nearer one first


def stage(first_day: date, on: date) -> int | None:
    """Return which reminder is due on a day: so many days before; None where none is."""
    left = (first_day - on).days
    return next((ahead for ahead in AHEAD if 0 < left <= ahead), None)


@due_job
def remind_of_workshops(on: date) -> None:
    """Write what is due; safe to run again, beside itself, and after days without a run."""
    for workshop in _near(on):
        with going_on(f"workshop {workshop.pk}"), transaction.atomic():
            _remind(workshop, on)


def _near(on):
    """Workshops to come that staff let us write about, each with its first day."""
    coming = Workshop.objects.to_remind_of().with_days()
    within = (on + timedelta(days=1), on + timedelta(days=max(AHEAD)))
    return (
        coming.filter(first_day__range=within)
        .select_related("course", "partner_year__partner", "partner_year__program_year__program")
        .prefetch_related("sessions")
        .order_by("first_day", "pk")
    )


def _remind(workshop, on):
    due = stage(workshop.first_day, on)
    occasion = f"{workshop.pk} on {workshop.first_day}, {due} days"
    kinds = [emails.SOON.what, emails.SOON_FOR_LEAD.what]
    told = set(Message.objects.filter(what__in=kinds, occasion=occasion).values_list("what", "to"))
    for enrollment in _seats(workshop, due):
        if (emails.SOON.what, enrollment.teacher.email) not in told:
            emails.to_teacher(enrollment, occasion=occasion, on=on)
    for assignment in _leading(workshop, due):
        if (emails.SOON_FOR_LEAD.what, assignment.facilitator.email.lower()) not in told:
            emails.to_facilitator(assignment, occasion=occasion, on=on)


def _seats(workshop, due) -> Iterator[Enrollment]:
    for row in workshop.enrollments.enrolled().select_related("teacher"):
        row.workshop = workshop
        if _was_there(workshop, due, row.since):
            yield row


def _leading(workshop, due) -> Iterator[Assignment]:
    rows = workshop.assignments.confirmed().select_related("facilitator")
    for row in rows.prefetch_related("changes"):
        row.workshop = workshop
        confirmed = [each.at for each in row.changes.all() if each.new == row.status]
        if _was_there(workshop, due, max(confirmed, default=row.made_at)):
            yield row


def _was_there(workshop, due, since):
    """Whether somebody was on the list when a reminder was due; the nearest goes to all."""
    when = workshop.first_day - timedelta(days=due)
    return due == min(AHEAD) or days.pacific_day(since) <= when
