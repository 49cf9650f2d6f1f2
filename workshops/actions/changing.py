"""Changing a workshop that was planned: its days, its place, its seats, its texts.

Who leads, who comes and the program managers hear once of another day or place, with what it was.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from plp.core import days as calendar
from plp.core import pages
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions import enrolling, running, staffing
from workshops.actions.scheduling import Day
from workshops.emails import changing as emails
from workshops.models import Session, Workshop

MARKED = "Who was present on {} is noted already, so that day stays."


@transaction.atomic
def change_workshop(
    workshop: Workshop, days: Sequence[Day], fields: dict[str, Any], *, by: User
) -> None:
    """Save the days and other `fields` of a workshop, and write to those concerned.

    Raises TransitionError where it is over, where somebody leads elsewhere at a new hour, where
    more seats are taken than would be, and for a day of which it is noted who was present. Who
    waits gets seats that are added. Raises
    ValidationError for a time that no clock of the place shows. Nothing is changed then.
    """
    found = staffing.lock(workshop)
    found.refuse_over("it cannot be changed any more.")
    before = emails.as_told(found)
    new = _set_fields(found, fields)
    _refuse_too_few_seats(found)
    _set_days(found, days, is_elsewhere="zone" in new)
    staffing.rebook(found)
    if found.status == Workshop.Status.IN_PROGRESS:
        running.give_codes(found)
    pages.changed()
    emails.changed(found, before=before, by=by)
    if "capacity" in new:
        enrolling.move_up(found)


def _set_fields(workshop, fields):
    """Save what is new of some fields; return the names of those."""
    new = {name for name, value in fields.items() if getattr(workshop, name) != value}
    for name in new:
        setattr(workshop, name, fields[name])
    if new:
        workshop.save()
    return new


def _refuse_too_few_seats(workshop):
    taken = workshop.enrollments.taking_seats().count()
    if workshop.capacity < taken:
        have = "seat is" if taken == 1 else "seats are"
        raise TransitionError(f"{taken} {have} taken already. Name {taken} or more.")


def _set_days(workshop, days, *, is_elsewhere):
    """Save other days. A row goes on as the day that it is; what is left of the old ones become
    those that are left of the new, in their order, so that calendars see them move."""
    wanted = {day.day: day for day in days}
    rows = {row.day: row for row in workshop.sessions.all()}
    for row in rows.values():
        row.workshop = workshop
    left = [row for day, row in rows.items() if day not in wanted]
    new = [day for day in sorted(wanted) if day not in rows]
    pairs = [(rows[day], wanted[day]) for day in wanted if day in rows]
    pairs += [(row, wanted[day]) for row, day in zip(left, new, strict=False)]
    for row, day in pairs:
        if is_elsewhere or Day.of(row) != day:
            _move(row, day)
    for row in left[len(new) :]:
        _refuse_marked(row)
        row.delete()
    for day in new[len(left) :]:
        Session.objects.create(workshop=workshop, **wanted[day]._asdict())


def _move(row, day):
    if row.day != day.day:
        _refuse_marked(row)
    for name, value in day._asdict().items():
        setattr(row, name, value)
    row.save()


def _refuse_marked(row):
    if row.attendances.exists():
        raise TransitionError(MARKED.format(calendar.in_words(row.day)))
